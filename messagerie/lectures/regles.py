"""What holds now for one person in one school: the table, a suspension, an incident. One query."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.models import Etablissement, Personne
from ent.socle.preparees import Preparee

from ..droits.regles import Situation, Table
from ..evenements.gens import Lues, Questions, lire
from ..models import Absence, Incident, Regle, Signalement, Suspension

REGLES = Preparee(lambda: Regle.objects.order_by().values_list("etablissement_id", "auteur", "cible", "droit"))
INCIDENTS = Preparee(lambda: Incident.objects.order_by().values_list("portee", flat=True))
SUSPENSIONS = Preparee(lambda: Suspension.objects.order_by().values_list("pk", flat=True))


def _d_ici(etablissement: int | None) -> Q:
    return Q(etablissement=etablissement) | Q(etablissement=None)


def questions(personne: Personne, etablissement: int) -> Questions:
    """What is to be read to know what holds for this person in this school."""
    subie = Q(personne=personne, etablissement=etablissement, levee_le=None, date_fin__gte=timezone.localdate())
    return {
        "regles": (REGLES, _d_ici(etablissement)),
        "incidents": (INCIDENTS, Q(fini_le=None) & _d_ici(etablissement)),
        "suspensions": (SUSPENSIONS, subie),
    }


def situation_lue(lues: Lues) -> Situation:
    """What these rows say."""
    return Situation(Table(*_cellules(lues["regles"])), bool(lues["suspensions"]), _le_plus_fort(lues["incidents"]))


def situation(personne: Personne, etablissement: Etablissement | int) -> Situation:
    """One query."""
    ecole = etablissement if isinstance(etablissement, int) else etablissement.pk
    return situation_lue(lire(questions(personne, ecole)))


def _cellules(lignes: list[tuple]) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    ecole: dict[tuple[str, str], str] = {}
    territoire: dict[tuple[str, str], str] = {}
    for de, auteur, cible, droit in lignes:
        (ecole if de else territoire)[auteur, cible] = droit
    return ecole, territoire


def _le_plus_fort(incidents: list[tuple]) -> str:
    return max((portee for (portee,) in incidents), key=["eleves", "tous"].index, default="")


def cellules(etablissement: int | None) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """What a school says itself, and what the territory says. One query."""
    return _cellules(REGLES.lire(_d_ici(etablissement)))


def table(etablissement: int) -> Table:
    """The table of a school, over the territory's, over the defaults. One query."""
    return Table(*cellules(etablissement))


def incident_en_cours(etablissement: int) -> str:
    """« tous », « eleves » or nothing: the stronger of the school's and the territory's. One query."""
    return _le_plus_fort([(portee,) for portee in INCIDENTS.lire(Q(fini_le=None) & _d_ici(etablissement))])


def coupure(personne: Personne, etablissement: Etablissement) -> str:
    """What stops this person from writing anywhere in this school: a suspension, an incident. One query."""
    ici = situation(personne, etablissement)
    if ici.est_suspendu:
        return _("Vous ne pouvez pas écrire pour le moment. La raison est dans vos notifications.")
    dirige = etablissement.pk in personne.portee.etablissements_diriges
    if (ici.incident == Incident.Portee.TOUS and not dirige) or (ici.incident and personne.portee.est_eleve):
        return _("L’école a coupé les messages pour un moment. Vous pouvez lire ; vous écrirez quand ce sera rétabli.")
    return ""


def etat_des_messages(etablissement: Etablissement) -> dict[str, Any]:
    """What the direction has to look at: messages reported, people suspended, an incident that lasts. Three queries."""
    signalements = Signalement.objects.filter(etablissement=etablissement, suite="")
    suspensions = Suspension.objects.filter(
        etablissement=etablissement, levee_le=None, date_fin__gte=timezone.localdate()
    )
    return {
        "signales": signalements.order_by().values("message").distinct().count(),
        "suspendus": suspensions.order_by().values("personne").distinct().count(),
        "incident": incident_en_cours(etablissement.pk),
    }


def adultes_absents(personnes: Collection[int], jour: dt.date) -> set[int]:
    """Those of these adults (ids) who told who writes to them that they are away that day. Never their words. One query."""
    dites = Absence.objects.filter(personne__in=personnes, debut__lte=jour, fin__gte=jour)
    return set(dites.order_by().values_list("personne_id", flat=True))
