"""What the other pages of a family read: its children, its rhythms, which of them it declares for."""

import datetime as dt
from uuid import UUID

from django.utils import timezone

from ent.annuaire.models import AnneeScolaire, Personne
from ent.annuaire.models.portee import Suivi
from ent.annuaire.registres import allergies_ecrites
from ent.socle.dates import date_format

from .. import droits
from ..allergenes import Allergene, nommes
from ..models import Declarant, Regime, Rythme, ServicePeriscolaire

FIN_DES_COURS = 7, 4  # an ordinary last day: the calendar closes what it knows to be closed


def jour_dit(jour: dt.date) -> str:
    return date_format(jour, "l j F")


def enfants_servis(personne: Personne, services: list[ServicePeriscolaire]) -> list[Suivi]:
    """Children who eat at school: each has a page that says what."""
    ou = {s.etablissement_id for s in services if s.est_repas}
    return list({s.eleve.pk: s for s in droits.siens_de(personne) if s.etablissement_id in ou}.values())


def suivi_de(personne: Personne, ecole: int, eleve: UUID) -> Suivi | None:
    """One's child in that school."""
    siens = (s for s in droits.siens_de(personne) if s.etablissement_id == ecole and s.eleve.uuid == eleve)
    return next(siens, None)


def sert_un_repas(personne: Personne, ecole: int) -> bool:
    """Whether that school has a cantine. One query."""
    services = ServicePeriscolaire.objects.des_familles_de(personne)
    return services.filter(etablissement=ecole, nature=ServicePeriscolaire.Nature.CANTINE).exists()


def a_dire_a_la_cantine(personne: Personne, suivi: Suivi) -> list[Allergene]:
    """What the family wrote of the child's health and did not say of its meals: read by who answers for the child, and told to nobody
    else. Two queries where something is written.
    """
    ecole, eleve = suivi.etablissement_id, suivi.eleve.pk
    ecrits = nommes(allergies_ecrites(personne, ecole, eleve))
    if not ecrits:
        return []
    regime = Regime.objects.des_enfants_de(personne).filter(eleve=eleve, etablissement=ecole).first()
    return [a for a in ecrits if regime is None or a not in regime.a_eviter]


def declare_pour(personne: Personne, ecole: int, eleve: int) -> bool:
    """Whether this person declares for this child there."""
    decident = Declarant.objects.decident([eleve])
    return droits.peut_declarer(personne, ecole, eleve, decident.get((ecole, eleve)))


def choix_de_rythme(
    personne: Personne, services: list[ServicePeriscolaire]
) -> list[tuple[ServicePeriscolaire, Personne]]:
    """Each child with each service of its school."""
    couples = {
        (service.pk, suivi.eleve.pk): (service, suivi.eleve)
        for suivi in droits.siens_de(personne)
        for service in services
        if service.etablissement_id == suivi.etablissement_id
    }
    return list(couples.values())


def rythmes_de(personne: Personne) -> list[Rythme]:
    """Those that still run, newest first. One query."""
    siens = Rythme.objects.des_enfants_de(personne).filter(fin__gte=timezone.localdate())
    return list(siens.select_related("service__etablissement", "eleve", "par"))


def fin_d_annee() -> dt.date:
    """Until the last day of class of the school year."""
    annee = AnneeScolaire.objects.prevue(timezone.localdate())
    return dt.date(annee.fin.year, *FIN_DES_COURS)
