"""What this room's acts say in the journal, without who. Never what a family wrote."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


def _imprimer(details: dict) -> str:
    n = details["n"]
    return ngettext("a imprimé la fiche de %(n)s enfant", "a imprimé les fiches de %(n)s enfants", n) % {"n": n}


VERBES = {
    "demander_correction": _("a demandé une correction de ce que l’école tient"),
    "retirer_correction": _("a retiré une correction demandée"),
    "accepter_correction": _("a accepté une correction demandée par une famille"),
    "reprendre_correction": _("a remis ce qu’une correction acceptée avait remplacé"),
    "refuser_correction": _("n’a pas pris une correction demandée par une famille"),
    "donner_contact": _("a donné un contact d’urgence"),
    "corriger_contact": _("a corrigé un contact d’urgence"),
    "ranger_contacts": _("a changé l’ordre de ses contacts d’urgence"),
    "retirer_contact": _("a retiré un contact d’urgence"),
    "rendre_contact": _("a remis un contact d’urgence"),
    "autoriser": _("a dit qui peut venir chercher un enfant"),
    "corriger_autorise": _("a corrigé qui peut venir chercher un enfant"),
    "retirer_autorise": _("a retiré quelqu’un qui pouvait venir chercher un enfant"),
    "rendre_autorise": _("a remis quelqu’un qui peut venir chercher un enfant"),
    "confirmer": _("a confirmé que ses contacts sont toujours vrais"),
    "ecrire_sante": _("a écrit la fiche de santé d’un enfant"),
    "nommer_lecteur": _("a nommé quelqu’un pour lire les fiches de santé"),
    "arreter_lecteur": _("a arrêté le droit de lire les fiches de santé"),
    "ouvrir": _("a ouvert la fiche d’un enfant"),
    "imprimer": _imprimer,
    "effacer": _("a effacé ce qui n’avait plus à être gardé des fiches d’enfants"),
}
# What one of a child's family gave or asked: of their own child, a head reads it at home or not at all.
ENTRE_EUX = dict.fromkeys(
    (
        "demander_correction",
        "retirer_correction",
        "donner_contact",
        "corriger_contact",
        "ranger_contacts",
        "retirer_contact",
        "rendre_contact",
        "autoriser",
        "corriger_autorise",
        "retirer_autorise",
        "rendre_autorise",
        "confirmer",
    ),
    "personne",
)
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {
    "donner_contact": ("retirer_contact", "rendre_contact"),
    "autoriser": ("retirer_autorise", "rendre_autorise"),
    "demander_correction": ("retirer_correction", ""),
    "nommer_lecteur": ("arreter_lecteur", ""),
}
