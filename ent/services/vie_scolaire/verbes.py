"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import Phrase, selon


def _finir_evacuation(details: dict) -> str:
    """With what was counted."""
    dite = gettext("a terminé une évacuation")
    if "vus" not in details:
        return dite
    comptes = [
        gettext("élèves : vus %(vus)s, manquent %(manquent)s")
        % {"vus": details["vus"], "manquent": details["manquent"]}
    ]
    if "adultes_vus" in details:
        comptes.append(
            gettext("adultes : vus %(vus)s, manquent %(manquent)s")
            % {"vus": details["adultes_vus"], "manquent": details["adultes_manquent"]}
        )
    return f"{dite} ({' ; '.join(comptes)})"


ABSENCES: dict[str, Phrase] = {
    "faire_l_appel": _("a fait l’appel d’une demi-journée"),
    "corriger_l_appel": _("a corrigé un appel"),
    "confier_des_eleves": _("a confié des élèves à un collègue pour la journée"),
    "reprendre_des_eleves": _("a remis des élèves sur l’appel de leur classe"),
    "declarer_absence": _("a prévenu de l’absence d’un enfant"),
    "retirer_absence": _("a retiré une absence annoncée"),
    "joindre_justificatif": _("a joint le justificatif d’une absence"),
    "corriger_motif": _("a changé le motif d’une absence"),
    "juger_absence": selon(
        "valable",
        {
            True: _("a dit valable le motif d’une absence"),
            False: _("a dit non valable le motif d’une absence"),
        },
        _("a laissé à juger le motif d’une absence"),
    ),
    "noter_collective": _("a noté une grève ou une fermeture"),
    "ouvrir_evacuation": _("a commencé à compter les élèves d’une évacuation"),
    "finir_evacuation": _finir_evacuation,
    "reprendre_evacuation": _("a repris une évacuation terminée"),
    "effacer_absences": _("a effacé les absences d’une année scolaire finie"),
    "imprimer_lettres": _("a imprimé les lettres d’absence d’un élève"),
    "retirer_collective": _("a retiré une grève ou une fermeture notée"),
}

VERBES = {
    "demander_consentement": _("a demandé une autorisation aux familles"),
    "dire_accords": _("a noté ce que des enfants ont dit de leur image"),
    "saisir_papiers": _("a saisi des autorisations rendues sur papier"),
    "fermer_demande": _("a fermé une demande d’autorisation"),
    "imprimer_feuilles": _("a imprimé des feuilles d’autorisation"),
    "repondre_consentement": _("a répondu à une demande d’autorisation"),
}

# What one of a child's family told: of their own child, a head reads it as at home.
ENTRE_EUX = dict.fromkeys(
    ("declarer_absence", "retirer_absence", "joindre_justificatif", "corriger_motif", "juger_absence"), "declaration"
)

AUTORISATIONS = {
    "demander_autorisation": _("a demandé une autorisation aux familles"),
    "repondre_autorisation": _("a répondu à une demande d’autorisation"),
    "saisir_autorisations": _("a saisi des autorisations rendues sur papier ou dites à l’école"),
    "relancer_autorisation": _("a rappelé une autorisation aux familles"),
    "corriger_sortie": _("a corrigé une sortie"),
    "annuler_sortie": _("a annulé une sortie"),
    "retablir_sortie": _("a rétabli une sortie annulée"),
    "ouvrir_sortie": _("a ouvert l’appel d’une sortie"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "declarer_absence": ("retirer_absence", ""),
    "noter_collective": ("retirer_collective", ""),
    "confier_des_eleves": ("reprendre_des_eleves", ""),
    "repondre_autorisation": ("repondre_autorisation", ""),
}
