"""What holds now for one person in one school: the table, a suspension, an incident. One query."""

import datetime as dt
import json
from collections.abc import Collection
from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import etages
from ent.annuaire.lectures.reglages import Ici, reglages_de_l_ecole
from ent.annuaire.models import Etablissement, Personne, Reglage
from ent.socle.preparees import Preparee

from ..droits.regles import CODES, Situation, Table
from ..evenements.gens import Lues, Questions, lire
from ..models import Absence, Incident, Signalement, Suspension

# What is in force in a school, as it is kept: words, so that it is read with the rest.
EN_VIGUEUR = Preparee(
    lambda: Etablissement.objects.order_by().values_list("pk", Cast("reglages_en_vigueur", CharField()))
)
EN_VIGUEUR_REUNIES = Preparee(
    lambda: Etablissement.objects.order_by().values_list("pk", "nom", Cast("reglages_en_vigueur", CharField()))
)
INCIDENTS_REUNIS = Preparee(lambda: Incident.objects.order_by().values_list("etablissement_id", "pk", "portee"))
INCIDENTS = Preparee(lambda: Incident.objects.order_by().values_list("portee", flat=True))
SUSPENSIONS = Preparee(lambda: Suspension.objects.order_by().values_list("pk", flat=True))


def _d_ici(etablissement: int | None) -> Q:
    return Q(etablissement=etablissement) | Q(etablissement=None)


def questions(personne: Personne, etablissement: int) -> Questions:
    """What is to be read to know what holds for this person in this school."""
    subie = Q(personne=personne, etablissement=etablissement, levee_le=None, date_fin__gte=timezone.localdate())
    return {
        "regles": (EN_VIGUEUR, Q(pk=etablissement)),
        "incidents": (INCIDENTS, Q(fini_le=None) & _d_ici(etablissement)),
        "suspensions": (SUSPENSIONS, subie),
    }


def situation_lue(lues: Lues) -> Situation:
    """What these rows say."""
    return Situation(_table(lues["regles"]), bool(lues["suspensions"]), _le_plus_fort(lues["incidents"]))


def questions_reunies(personne: Personne, fil: int) -> Questions:
    """What is to be read to know what holds for this person in a thread of several schools."""
    subie = Q(personne=personne, levee_le=None, date_fin__gte=timezone.localdate())
    des_ecoles = Q(etablissement__fils_reunis__fil=fil)
    return {
        "regles": (EN_VIGUEUR_REUNIES, Q(fils_reunis__fil=fil)),
        "incidents": (INCIDENTS_REUNIS, Q(fini_le=None) & (des_ecoles | Q(etablissement=None))),
        "suspensions": (SUSPENSIONS, subie & des_ecoles),
    }


def situations_reunies(lues: Lues, ecoles: Collection[int]) -> dict[int | None, Situation]:
    """The stricter of the rules of all the schools, and by school of these what else holds there; under None, what holds in one or another."""
    la_table = Table.la_plus_stricte(Table.en_vigueur(json.loads(vigueur)) for _pk, _nom, vigueur in lues["regles"])
    est_suspendu = bool(lues["suspensions"])

    def incident(ecole: int | None) -> str:
        return _le_plus_fort(
            [(portee,) for ou, _pk, portee in lues["incidents"] if ecole is None or ou in (None, ecole)]
        )

    return {ecole: Situation(la_table, est_suspendu, incident(ecole)) for ecole in (None, *ecoles)}


def situation(personne: Personne, etablissement: Etablissement | int) -> Situation:
    """One query."""
    ecole = etablissement if isinstance(etablissement, int) else etablissement.pk
    return situation_lue(lire(questions(personne, ecole)))


def _table(lignes: list[tuple]) -> Table:
    return Table.en_vigueur(json.loads(lignes[0][1]) if lignes else {})


def _le_plus_fort(incidents: list[tuple]) -> str:
    return max((portee for (portee,) in incidents), key=["eleves", "tous"].index, default="")


def table(etablissement: int | None) -> Table:
    """What is in force in a school; of none, what the territory says. One query."""
    if etablissement is not None:
        return _table(EN_VIGUEUR.lire(Q(pk=etablissement)))
    dites = Reglage.objects.actuels().filter(commune=None, etablissement=None, code__startswith=CODES).order_by()
    connues = {une.code: une for une in etages.declarations()}
    lues = {li.code: etages.calculer(connues[li.code], [li.dit]) for li in dites if li.code in connues}
    return Table.en_vigueur({code: lue.valeur for code, lue in lues.items()})


def cellules(ecole: Etablissement) -> dict[str, Ici]:
    """The cells that are a choice, by code, as they stand in this school. One query."""
    return {ici.declaration.code: ici for ici in reglages_de_l_ecole(ecole) if ici.declaration.code.startswith(CODES)}


def incident_en_cours(etablissement: int) -> str:
    """« tous », « eleves » or nothing: the stronger of the school's and the territory's. One query."""
    return _le_plus_fort([(portee,) for portee in INCIDENTS.lire(Q(fini_le=None) & _d_ici(etablissement))])


def un_incident_dans(fil: int) -> bool:
    """In one of the schools of this thread of several, or in the territory. One query."""
    ici = Q(etablissement__fils_reunis__fil=fil) | Q(etablissement=None)
    return bool(INCIDENTS.lire(Q(fini_le=None) & ici))


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
