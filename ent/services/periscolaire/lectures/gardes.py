"""For the other rooms: who is kept at school at an instant, around class."""

import datetime as dt

from django.utils import timezone

from ent.annuaire.droits import module_ouvert

from .. import droits
from ..models import JourDeclare, Pointage, ServicePeriscolaire
from .absences import absents_de_la_classe
from .listes import DEPARTS


def gardes(ecole: int, instant: dt.datetime) -> dict[int, str] | None:
    """By pupil (id), the service that has them: who is declared there or was seen, but who is known not to have come or to have left. None when no
    service of here is open at that hour, nor was the last of the day: others may keep children then. A fixed number of queries a service that is open.
    """
    lu = timezone.localtime(instant)
    ouverts = ServicePeriscolaire.objects.filter(
        module_ouvert(droits.MODULE, "etablissement__"), etablissement=ecole, ferme_le=None
    )
    du_jour = [s for s in ouverts.select_related("etablissement").order_by("debut", "pk") if s.ouvre_le(lu.date())]
    lus = [service for service in du_jour if service.garde_a(instant)]
    if not lus and not any(service.nature in DEPARTS and service.fin <= lu.time() for service in du_jour):
        return None
    trouves: dict[int, str] = {}
    for service in lus:
        trouves |= dict.fromkeys(_de(service, lu), str(service))
    return trouves


def _de(service: ServicePeriscolaire, instant: dt.datetime) -> set[int]:
    jour = instant.date()
    dits = (
        JourDeclare.objects.en_vigueur()
        .presents(jour, [service.etablissement_id])
        .filter(service=service, etat=JourDeclare.Etat.OUI)
    )
    attendus = set(dits.order_by().values_list("eleve_id", flat=True))
    for eleve, parti_a in absents_de_la_classe(service, jour).items():
        if parti_a is None or parti_a <= instant.time():
            attendus.discard(eleve)
    for vu in Pointage.objects.filter(service=service, jour=jour):
        est_la = vu.present and not (vu.parti_a and vu.parti_a <= instant.time())
        (attendus.add if est_la else attendus.discard)(vu.eleve_id)
    return attendus
