"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _


def _nomme(phrase):
    return lambda details: phrase % {"nom": details.get("nom", "")}


def _rattacher(details):
    phrase = _("a rattaché une identité publique à son compte : %(nom)s")
    if details.get("comment") == "deuxnoms":
        phrase = _("a rattaché une identité publique d’un autre nom à son compte, en le confirmant : %(nom)s")
    return phrase % {"nom": details.get("nom", "")}


VERBES = {
    "enregistrer": _nomme(_("a ajouté un fournisseur d’identité : %(nom)s")),
    "corriger": _nomme(_("a corrigé un fournisseur d’identité : %(nom)s")),
    "retirer": _nomme(_("a fermé l’entrée par un fournisseur d’identité : %(nom)s")),
    "remettre": _nomme(_("a rouvert l’entrée par un fournisseur d’identité : %(nom)s")),
    "rattacher": _rattacher,
    "detacher": _nomme(_("a détaché une identité publique de son compte : %(nom)s")),
    "papiers": _("a préparé les papiers des familles qui ne sont pas encore entrées"),
}
# What makes something that may be taken back: what takes it back, and what gives it again.
REPRISES = {"enregistrer": ("retirer", "remettre")}
