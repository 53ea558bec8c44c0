"""What an absence may cancel, as it is offered to who declares it; and who is absent from class, for who serves."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne
from ent.annuaire.registres import Manque, Proposition, absents_de
from ent.annuaire.registres.enfants import ailleurs_de
from ent.socle.francais import de_qui

from ..models import JourDeclare, ServicePeriscolaire
from .familles import declare_pour
from .phrases import quand

N = ServicePeriscolaire.Nature
# An absence of half a day says nothing of the meal: who comes at noon eats. Services around that half-day are offered.
AUTOUR = {
    "": frozenset(N),
    "matin": frozenset({N.GARDERIE_MATIN}),
    "apres_midi": frozenset({N.ETUDE, N.GARDERIE_SOIR}),
}
# Which half-day says that a child expected at a service is not there.
DU_MOMENT = {N.CANTINE: "matin", N.ETUDE: "apres_midi", N.GARDERIE_SOIR: "apres_midi"}
OUI, ATTENTE, NON = JourDeclare.Etat.OUI, JourDeclare.Etat.ATTENTE, JourDeclare.Etat.NON


def couvre(manque: Manque, dit: JourDeclare) -> bool:
    """Whether who misses that comes to this service neither."""
    return manque.debut <= dit.jour <= manque.fin and dit.service.nature in AUTOUR.get(manque.moment, frozenset())


@dataclass(frozen=True)
class Annulable:
    dit: JourDeclare

    @property
    def est_annule(self) -> bool:
        """Already, by the absence that is being replaced."""
        return self.dit.etat == NON

    @property
    def limite(self) -> dt.datetime:
        """Until when it may be cancelled; or given back, what is."""
        service, jour = self.dit.service, self.dit.jour
        return service.arret(jour) if self.est_annule else service.limite_annulation(jour)


def annulables(personne: Personne, manque: Manque, remplaces: Collection[Manque] = ()) -> list[Annulable]:
    """Days declared for this child that this person may still cancel, and those that the absences that this one replaces had cancelled, in
    their order. Two queries at most.
    """
    encore_dits = Q(etat__in=(OUI, ATTENTE))
    annules = Q(etat=NON, origine=JourDeclare.Origine.ABSENCE)
    dits = list(
        JourDeclare.objects.des_enfants_de(personne)
        .filter(
            encore_dits | annules if remplaces else encore_dits,
            service__etablissement=manque.etablissement,
            service__nature__in=AUTOUR.get(manque.moment, frozenset()),
            service__ferme_le=None,
            eleve=manque.eleve,
            jour__range=(manque.debut, manque.fin),
        )
        .select_related("service__etablissement", "eleve", "rythme")
        .order_by("jour", "service__debut")
    )
    if not dits or not declare_pour(personne, manque.etablissement.pk, manque.eleve.pk):
        return []
    maintenant = timezone.now()
    lus = [Annulable(dit) for dit in dits if dit.service.ouvre_le(dit.jour)]
    a_nous = (lu for lu in lus if not lu.est_annule or any(couvre(autre, lu.dit) for autre in remplaces))
    return [lu for lu in a_nous if maintenant <= lu.limite]


def proposer(personne: Personne, manque: Manque, remplaces: Collection[Manque] = ()) -> Proposition | None:
    """« Annuler cantine, garderie du soir d’Inès », and until when it counts; nothing when it is too late, or when nothing was declared.
    What the absences that this one replaces (`remplaces`) had cancelled is offered too: left out, it is declared again.
    """
    lus = annulables(personne, manque, remplaces)
    if not lus:
        return None
    services = dict.fromkeys(str(lu.dit.service).lower() for lu in lus)
    phrase = _("Annuler pour %(prenom)s : %(services)s")
    if len(services) == 1 and lus[0].dit.service.est_repas:
        phrase = _("Annuler la cantine %(de_prenom)s")
    mots = {"prenom": manque.eleve.prenom, "de_prenom": de_qui(manque.eleve.prenom), "services": ", ".join(services)}
    limites = [lu.limite for lu in lus if not lu.est_annule]
    prevenu = _("Prévenu avant %(quand)s : ce ne sera pas compté.")
    effet = prevenu % {"quand": quand(min(limites))} if limites else _("C’est annulé.")
    n, repas = len(lus), all(lu.dit.service.est_repas for lu in lus)
    bouton = (
        ngettext("annuler %(n)s repas", "annuler %(n)s repas", n)
        if repas
        else ngettext("annuler %(n)s jour", "annuler %(n)s jours", n)
    )
    return Proposition(phrase % mots, effet, bouton % {"n": n}, icone="soleil")


@dataclass(frozen=True)
class Manquant:
    """Classes that something takes away from school during a service, and how many of their pupils are still declared there."""

    phrase: str
    noms: tuple[str, ...]  # empty: the whole school
    inscrits: int


def manquent_en_bloc(
    service: ServicePeriscolaire, jour: dt.date, classes: Iterable[tuple[int, str, int]]
) -> list[Manquant]:
    """`classes`: of those that one reads, the id, the name and how many are declared. Nothing is cancelled by it: who serves sees who comes."""
    lues = {pk: (nom, inscrits) for pk, nom, inscrits in classes}
    trouves = []
    for une in ailleurs_de(service.etablissement_id, jour):
        siennes = lues if une.classes is None else {pk: lues[pk] for pk in lues if pk in une.classes}
        inscrits = sum(n for _nom, n in siennes.values())
        if inscrits and une.touche(service.debut, service.fin):
            noms = () if une.classes is None else tuple(nom for nom, _n in siennes.values())
            trouves.append(Manquant(une.phrase, noms, inscrits))
    return trouves


def absents_de_la_classe(service: ServicePeriscolaire, jour: dt.date) -> dict[int, dt.time | None]:
    """Pupils (ids) whose class knows that they are not there for this service: None, or when they left school; nothing of why."""
    moment = DU_MOMENT.get(N(service.nature))
    return absents_de(service.etablissement_id, jour).get(moment, {}) if moment else {}
