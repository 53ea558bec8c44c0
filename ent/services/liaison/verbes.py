"""What this room's acts say in the journal, without who."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


def _corriger(details: dict[str, Any]) -> str:
    n = details.get("dossiers", 1)
    return ngettext("a écrit dans %(n)d dossier de liaison", "a écrit dans %(n)d dossiers de liaison", n) % {"n": n}


def _montrer(details: dict[str, Any]) -> str:
    n = details.get("dossiers", 1)
    un, des = "a montré %(n)d dossier de liaison à sa famille", "a montré %(n)d dossiers de liaison aux familles"
    return ngettext(un, des, n) % {"n": n}


# --- The school that prepares -----------------------------------------------------------------------------------------
PREPARATION = {
    "ouvrir": _("a ouvert les dossiers de liaison d’une classe"),
    "completer": _("a ajouté des élèves aux dossiers de liaison d’une classe"),
    "dater": _("a changé les dates de dossiers de liaison"),
    "corriger": _corriger,
    "annuler": _("a annulé ce qui venait d’être écrit dans des dossiers de liaison"),
    "ecrire_la_sante": _("a écrit la partie PAI d’un dossier de liaison"),
    "montrer": _montrer,
}

VERBES: dict = {**PREPARATION}
