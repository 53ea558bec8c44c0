"""What a direction may confide of this room."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.pouvoir import PageDePouvoir, Pouvoir

POUVOIRS = [
    Pouvoir(
        "niveaux",
        _("Niveaux des élèves"),
        _("Dire le niveau des élèves dont le fichier ne le dit pas."),
        _("Ne change personne de classe, n’ouvre aucune fiche."),
        (PageDePouvoir(_("Dire les niveaux"), "groupe", "annuaire_niveaux"),),
        verbes={"annuaire.preciser_niveau"},
        pour_aider=True,
        ordre=15,
    ),
    Pouvoir(
        "reglages",
        _("Réglages de l’école"),
        _("Lire les réglages de l’école, d’où ils viennent, qui les a dits."),
        _("N’ouvre ni l’équipe, ni les messages."),
        (PageDePouvoir(_("Réglages"), "reglages", "annuaire_reglages"),),
        confiable=False,
        pour_aider=True,
        ordre=5,
    ),
    Pouvoir(
        "historique",
        _("Qui a fait quoi"),
        _("Lire la liste des gestes faits dans l’école."),
        _("Sans le nom des élèves ni des familles, sans rien de ce qui a été écrit."),
        (PageDePouvoir(_("Qui a fait quoi"), "livre", "annuaire_journal"),),
        confiable=False,
        pour_aider=True,
        ordre=8,
    ),
]
