"""A month of a service, for the invoice: who was expected, who was not there, who came without being declared."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Inscription

from ..models import JourDeclare, Pointage, ServicePeriscolaire

OUI = JourDeclare.Etat.OUI


@dataclass
class LigneDeMois:
    inscription: Inscription
    jours: dict[dt.date, str] = field(default_factory=dict)  # « oui », « absent », « non prévu »


ATTENDU, ABSENT, NON_PREVU = "attendu", "absent", "non prévu"


def mois_de(service: ServicePeriscolaire, mois: dt.date) -> tuple[list[dt.date], list[LigneDeMois]]:
    """Days of the service in that month, and the children who were expected or came. A weekday that it serves no more is there as it was served. Three
    queries.
    """
    fin = (mois + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    par_eleve: dict[int, dict[dt.date, str]] = defaultdict(dict)
    vus = Pointage.objects.filter(service=service, jour__range=(mois, fin)).order_by()
    presents = {(eleve, jour): present for eleve, jour, present in vus.values_list("eleve_id", "jour", "present")}
    oui = JourDeclare.objects.en_vigueur().filter(service=service, etat=OUI, jour__range=(mois, fin)).order_by()
    for eleve, jour, est_la in oui.values_list("eleve_id", "jour", JourDeclare.est_present()):
        # Who left is expected no more; who came on the day when that was noted had been.
        if est_la or presents.get((eleve, jour)):
            par_eleve[eleve][jour] = ATTENDU
    for (eleve, jour), present in presents.items():
        if present and jour not in par_eleve[eleve]:
            par_eleve[eleve][jour] = NON_PREVU
        elif not present and jour in par_eleve[eleve]:
            par_eleve[eleve][jour] = ABSENT
    inscrits = Inscription.objects.filter(
        en_cours(jour=fin) | Q(fin__range=(mois - dt.timedelta(days=1), fin)),
        classe__etablissement=service.etablissement_id,
        eleve__in=par_eleve,
    )
    lignes: dict[int, LigneDeMois] = {}
    for i in inscrits.select_related("eleve", "classe").order_by("classe__nom", "eleve__nom", "eleve__prenom", "pk"):
        if par_eleve[i.eleve_id]:
            lignes[i.eleve_id] = LigneDeMois(i, par_eleve[i.eleve_id])
    servis = {jour for ligne in lignes.values() for jour in ligne.jours}
    tous = (mois + dt.timedelta(days=n) for n in range((fin - mois).days + 1))
    return [jour for jour in tous if service.ouvre_le(jour) or jour in servis], list(lignes.values())
