"""What this room's acts say in the journal, without who. Its verbs bear the directory's name: lines written before stay readable."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import Phrase

from .recit import ligne_de_comptes


def _importer(details: dict[str, Any]) -> str:
    """An import says how much."""
    return gettext("a importé des fichiers d’ONDE : %(comptes)s") % {"comptes": ligne_de_comptes(details)}


def _mettre_a_jour(details: dict[str, Any]) -> str:
    return gettext("L’annuaire de l’État (AAF) a mis l’école à jour : %(comptes)s") % {
        "comptes": ligne_de_comptes(details)
    }


def _relever(details: dict[str, Any]) -> str:
    """A set of the AAF, once all its schools were looked at."""
    phrase = gettext(
        "Un lot de l’AAF a été appliqué : %(ecoles)s écoles à jour, %(erreurs)s laissées de côté ou à vérifier"
    )
    return phrase % {"ecoles": details.get("ecoles", 0), "erreurs": details.get("erreurs", 0)}


def _refuser(details: dict[str, Any]) -> str:
    return gettext("Un lot de l’AAF a été refusé : %(raison)s") % {"raison": details.get("raison", "")}


VERBES: dict[str, Phrase] = {
    "deposer_import": _("a déposé des fichiers d’ONDE"),
    "dire_annee_import": _("a dit pour quelle année sont des fichiers d’ONDE"),
    "abandonner_import": _("a annulé un import, rien n’a changé"),
    "ecarter_ligne": _("a mis de côté une ligne en attente"),
    "importer_territoire": _("a importé les écoles du territoire"),
    "importer_onde": _importer,
    "importer_aaf": _mettre_a_jour,
    "relever_aaf": _relever,
    "refuser_aaf": _refuser,
    "forcer_aaf": _("a fait appliquer un lot de l’AAF qui attendait d’être vérifié"),
}
