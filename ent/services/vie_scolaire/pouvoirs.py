"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

POUVOIRS = [
    Pouvoir(
        "absences",
        _("Appel et absences"),
        _(
            "Faire et corriger l’appel de toutes les classes, dire pourquoi un élève manque, tenir le registre, écrire aux familles."
        ),
        _("N’ouvre pas les justificatifs, qui peuvent parler de santé."),
        (
            PageDePouvoir(_("Appel"), "coche", "appel", cle=""),
            PageDePouvoir(_("Absences du jour"), "agenda", "absences_ecole"),
        ),
        verbes={
            "vie_scolaire.juger_absence",
            "vie_scolaire.noter_collective",
            "vie_scolaire.retirer_collective",
            "vie_scolaire.imprimer_lettres",
        },
        verbes_partages={
            "vie_scolaire.faire_l_appel",
            "vie_scolaire.corriger_l_appel",
            "vie_scolaire.confier_des_eleves",
            "vie_scolaire.reprendre_des_eleves",
            "vie_scolaire.declarer_absence",
        },
        ordre=30,
    ),
    Pouvoir(
        "autorisations",
        _("Autorisations"),
        _("Demander une autorisation aux familles, lire qui a répondu, rappeler, saisir ce qui revient sur papier."),
        _("Ne répond jamais à la place d’une famille."),
        (
            PageDePouvoir(_("Autorisations"), "stylo", "autorisations_suivi", cle=""),
            PageDePouvoir(_("Droit à l’image"), "image", "consentements_suivi", cle=""),
        ),
        verbes={
            "vie_scolaire.demander_consentement",
            "vie_scolaire.saisir_papiers",
            "vie_scolaire.fermer_demande",
            "vie_scolaire.imprimer_feuilles",
        },
        verbes_partages={
            "vie_scolaire.dire_accords",
            "vie_scolaire.demander_autorisation",
            "vie_scolaire.saisir_autorisations",
            "vie_scolaire.relancer_autorisation",
            "vie_scolaire.corriger_sortie",
            "vie_scolaire.annuler_sortie",
            "vie_scolaire.retablir_sortie",
            "vie_scolaire.ouvrir_sortie",
        },
        ordre=38,
    ),
]
