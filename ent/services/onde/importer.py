"""Read, plan and apply the files of one school: what commands, tasks and pages share."""

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from ent.annuaire.models import AnneeScolaire, Etablissement, Personne

from .executer import Avancement, executer
from .lignes import Illisible, Lecture
from .lire import lire
from .plan import Plan
from .planifier import planifier
from .texte import verifier_taille


def lire_fichiers(chemins: Iterable[Path]) -> list[Lecture]:
    """Read files of this machine; their size is looked at before their content."""
    lectures = []
    for chemin in chemins:
        try:
            verifier_taille(chemin.name, chemin.stat().st_size)
            contenu = chemin.read_bytes()
        except FileNotFoundError:
            raise Illisible(str(chemin), 0, _("Ce fichier n’existe pas.")) from None
        except OSError as erreur:
            raise Illisible(str(chemin), 0, _("Ce fichier ne s’ouvre pas (%(e)s).") % {"e": erreur.strerror}) from None
        lectures.append(lire(chemin.name, contenu))
    return lectures


def importer(
    *,
    etablissement: Etablissement,
    lectures: list[Lecture],
    annee: AnneeScolaire | None = None,
    auteur: Personne | None = None,
    objet: str = "",
    avancement: Avancement | None = None,
) -> Plan:
    """Plan and apply in one transaction, so that nothing moves between the two. Returns the plan applied."""
    with transaction.atomic():
        Etablissement.objects.select_for_update().get(pk=etablissement.pk)
        plan = planifier(etablissement, lectures, annee=annee)
        plan.applique = executer(plan, auteur=auteur, objet=objet, avancement=avancement)
    return plan
