"""What this room's acts say in the journal, without who. Its verbs bear the directory's name: lines written before stay readable."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import Phrase

from .recit import ligne_de_comptes


def _importer(details: dict[str, Any]) -> str:
    """An import says how much."""
    return gettext("a importé des fichiers d’ONDE : %(comptes)s") % {"comptes": ligne_de_comptes(details)}


VERBES: dict[str, Phrase] = {
    "deposer_import": _("a déposé des fichiers d’ONDE"),
    "dire_annee_import": _("a dit pour quelle année sont des fichiers d’ONDE"),
    "abandonner_import": _("a annulé un import, rien n’a changé"),
    "ecarter_ligne": _("a mis de côté une ligne en attente"),
    "importer_territoire": _("a importé les écoles du territoire"),
    "importer_onde": _importer,
}
