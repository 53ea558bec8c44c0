"""What a family reads of meetings: free slots, and what its own household booked. A slot that is taken is taken, nothing more."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.foyers import LIENS, en_foyers, foyers_de
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.lu import PartLue
from ent.socle.preparees import Preparee

from .. import droits
from ..models import Creneau, Moyen, Rencontre, Reservation
from .venues import Venue, proposer

# Two numbers and a word each: what a home reads with the count of unread news.
A_VENIR = Preparee(lambda: Rencontre.objects.order_by().values_list("pk", "classe_id", "titre"))
RENCONTRES = Preparee(lambda: Rencontre.objects.select_related("etablissement", "classe").order_by("fin", "pk"))
CRENEAUX = Preparee(lambda: Creneau.objects.avec_ce_qui_est_pris())
RESERVATIONS = Preparee(lambda: Reservation.objects.select_related("creneau").order_by("modifiee_le"))


@dataclass
class Soiree:
    """The slots of one day."""

    jour: dt.date
    creneaux: list[Creneau]

    @property
    def libres(self) -> list[Creneau]:
        return [c for c in self.creneaux if est_libre(c)]


def est_libre(creneau: Creneau) -> bool:
    """A family may take it: open, of nobody, and not locked."""
    return creneau.etat == Creneau.Etat.OUVERT and not creneau.est_pris and not creneau.est_verrouille


def en_soirees(creneaux: Sequence[Creneau]) -> list[Soiree]:
    return [Soiree(jour, list(siens)) for jour, siens in groupby(creneaux, key=lambda c: c.jour)]


@dataclass
class Guichet:
    """One meeting for one child, as one adult reads it."""

    rencontre: Rencontre
    suivi: Suivi
    creneaux: list[Creneau] = field(default_factory=list)
    reservation: Reservation | None = None
    annulee: Reservation | None = None  # the last one, that may be taken up again

    @property
    def soirees(self) -> list[Soiree]:
        return en_soirees(self.creneaux)

    @property
    def libres(self) -> list[Creneau]:
        return [c for c in self.creneaux if est_libre(c)]

    @property
    def hotes(self) -> list[Personne]:
        return list(self.rencontre.hotes.all())

    @property
    def est_a_prendre(self) -> bool:
        return self.reservation is None and bool(self.libres)

    @property
    def se_change(self) -> bool:
        """What is booked may still be moved or cancelled here."""
        return self.reservation is not None and not self.reservation.creneau.est_verrouille

    @property
    def ancien(self) -> Creneau | None:
        """Where it was before it was moved, while it is free."""
        cle = self.reservation.ancien_id if self.reservation else None
        return next((c for c in self.libres if c.pk == cle), None)


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Meetings of one's children's classes that are still to come."""
    if not droits.enfants_de(personne):
        return []
    return [(A_VENIR, droits.rencontres_des_enfants_de(personne) & Q(fin__gt=timezone.now()))]


def foyers_des_enfants(personne: Personne) -> dict[int, frozenset[int]]:
    """By child, the adults who live with this one. One query; one more for each school of a child who is in several, whose ties are not
    mixed: each school names its own households.
    """
    ecoles: dict[int, set[int]] = defaultdict(set)
    for suivi in droits.enfants_de(personne):
        ecoles[suivi.eleve.pk].add(suivi.etablissement_id)
    ensemble = Q(pk__in=[])
    for enfant, siennes in ecoles.items():
        if len(siennes) == 1:
            ensemble |= Q(enfant=enfant, etablissement=min(siennes))
    lus = [en_foyers(LIENS.lire(en_cours() & ensemble))] if ecoles else []
    lus += [
        foyers_de([enfant], Etablissement(pk=ecole))
        for enfant, siennes in ecoles.items()
        if len(siennes) > 1
        for ecole in siennes
    ]
    siens: dict[int, frozenset[int]] = {}
    for foyers in lus:
        for enfant, de_l_enfant in foyers.items():
            for foyer in de_l_enfant:
                if personne.pk in foyer:
                    siens[enfant] = foyer
    return siens


def guichets_de(personne: Personne, suivis: Sequence[Suivi] | None = None) -> list[Guichet]:
    """Every meeting to come of these children, or of all one's own. Six queries."""
    suivis = droits.enfants_de(personne) if suivis is None else suivis
    a_venir = Q(fin__gt=timezone.now(), classe__in={s.classe_id for s in suivis})
    rencontres = RENCONTRES.lire(droits.rencontres_des_enfants_de(personne) & a_venir)
    prefetch_related_objects(rencontres, "hotes")
    return _guichets(personne, rencontres, suivis)


def guichet_de(personne: Personne, rencontre: int, eleve: UUID) -> Guichet | None:
    """One of them; None when it is not this person's."""
    suivis = [s for s in droits.enfants_de(personne) if s.eleve.uuid == eleve]
    return next((g for g in guichets_de(personne, suivis) if g.rencontre.pk == rencontre), None) if suivis else None


def _guichets(personne: Personne, rencontres: list[Rencontre], suivis: Sequence[Suivi]) -> list[Guichet]:
    if not rencontres:
        return []
    guichets = {(r.pk, s.eleve.pk): Guichet(r, s) for r in rencontres for s in suivis if s.classe_id == r.classe_id}
    par_rencontre = {r.pk: r for r in rencontres}
    creneaux: dict[int, list[Creneau]] = defaultdict(list)
    for creneau in CRENEAUX.lire(Q(rencontre__in=rencontres)):
        creneau.rencontre = par_rencontre[creneau.rencontre_id]
        creneaux[creneau.rencontre_id].append(creneau)
    for guichet in guichets.values():
        guichet.creneaux = creneaux[guichet.rencontre.pk]
    siennes = droits.reservations_du_foyer_de(personne, foyers_des_enfants(personne))
    for prise in RESERVATIONS.lire(siennes & Q(creneau__rencontre__in=rencontres)):
        prise.creneau.rencontre = par_rencontre[prise.creneau.rencontre_id]
        guichet = guichets.get((prise.creneau.rencontre_id, prise.eleve_id))
        if guichet is None:
            continue
        if prise.est_annulee:
            guichet.annulee = prise
        else:
            guichet.reservation = prise
    return list(guichets.values())


def venues_pour(guichets: Sequence[Guichet]) -> list[Venue]:
    """For the children who have nothing yet and are met at school, when they are several."""
    return proposer([(g.suivi, g.libres) for g in guichets if g.est_a_prendre and Moyen.ECOLE in g.rencontre.moyens])


@dataclass
class GuichetsLus(PartLue):
    """What two parts of a home ask: what is to be booked, what is."""

    guichets: list[Guichet] | None = None


def guichets_de_l_accueil(
    personne: Personne, suivis: Sequence[Suivi], lignes: list[list[tuple]] | None
) -> list[Guichet]:
    """Read once for a page. No query while the rows of `questions` name no meeting of these children."""
    classes, lus = {s.classe_id for s in suivis}, personne.lu.part(GuichetsLus)
    if lignes is not None and not any(classe in classes for siennes in lignes for _pk, classe, _titre in siennes):
        return []
    if lus.guichets is None:
        lus.guichets = [g for g in guichets_de(personne, suivis) if g.reservation or g.libres]
    return lus.guichets


def reservation_du_foyer(personne: Personne, uuid: UUID) -> Reservation | None:
    """What one's household booked, cancelled ones too."""
    siennes = Reservation.objects.du_foyer_de(personne, foyers_des_enfants(personne))
    return siennes.filter(uuid=uuid).select_related("creneau__rencontre__etablissement", "eleve").first()
