"""What a family reads of meetings: free slots, and what its own household booked. A slot that is taken is taken, nothing more."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import etages
from ent.annuaire.droits import en_cours
from ent.annuaire.foyers import LIENS, en_foyers, foyers_de
from ent.annuaire.lectures.reglages import ecoles_fermees_de, qui_a_ferme
from ent.annuaire.models import Etablissement, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.lu import PartLue
from ent.socle.preparees import Preparee

from .. import droits
from ..models import Creneau, Moyen, Rencontre, Reservation
from .confies import Place, PourQui, adultes_par_place, pour_qui
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


def adresse_de(rencontre: int, eleve: UUID, pour: PourQui | None) -> str:
    adresse = reverse("rdv_prendre", args=[rencontre, eleve])
    return f"{adresse}?pour={pour.delegant.uuid}" if pour else adresse


@dataclass
class Guichet:
    """One meeting for one child, as one adult reads it."""

    rencontre: Rencontre
    suivi: Suivi
    creneaux: list[Creneau] = field(default_factory=list)
    reservation: Reservation | None = None
    annulee: Reservation | None = None  # the last one, that may be taken up again
    pour: PourQui | None = None  # whose household it is, of a meeting that was confided

    @property
    def adresse(self) -> str:
        """Of its page; of the household that confided it, when it was."""
        return adresse_de(self.rencontre.pk, self.suivi.eleve.uuid, self.pour)

    @property
    def soirees(self) -> list[Soiree]:
        return en_soirees(self.creneaux)

    @property
    def libres(self) -> list[Creneau]:
        return [c for c in self.creneaux if est_libre(c)]

    @property
    def hotes(self) -> list[Personne]:
        return list(self.rencontre.hotes.all())

    def est_a_soi_seul(self, personne: Personne) -> bool:
        """Nobody but this person receives there: one asks no meeting of oneself."""
        return self.hotes == [personne]

    @property
    def repond(self) -> bool:
        """One's own, or confided to be answered."""
        return self.pour is None or self.pour.repond

    @property
    def moyens(self) -> list[Moyen]:
        """The number where a family is called is its own: a delegate neither reads nor gives one."""
        return [m for m in self.rencontre.moyens if self.pour is None or m != Moyen.TELEPHONE]

    @property
    def est_a_prendre(self) -> bool:
        return self.reservation is None and self.repond and bool(self.moyens) and bool(self.libres)

    @property
    def se_change(self) -> bool:
        """What is booked may still be moved or cancelled here."""
        return self.reservation is not None and self.repond and not self.reservation.creneau.est_verrouille

    @property
    def ancien(self) -> Creneau | None:
        """Where it was before it was moved, while it is free."""
        cle = self.reservation.ancien_id if self.reservation else None
        return next((c for c in self.libres if c.pk == cle), None)


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Meetings of the classes of one's children, and of those confided, that are still to come."""
    if not droits.enfants_de(personne) and not droits.confies_de(personne):
        return []
    return [(A_VENIR, _lues_par(personne) & Q(fin__gt=timezone.now()))]


def _lues_par(personne: Personne) -> Q:
    return droits.rencontres_des_enfants_de(personne) | droits.rencontres_confiees_a(personne)


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


def guichets_de(personne: Personne, suivis: Sequence[Suivi] | None = None, *, pleins: bool = False) -> list[Guichet]:
    """Every meeting to come of these children, or of all one's own and of those confided, where nothing is left to book too if asked
    (`pleins`). Six queries.
    """
    suivis = [*droits.enfants_de(personne), *droits.confies_de(personne)] if suivis is None else suivis
    a_venir = Q(fin__gt=timezone.now(), classe__in={s.classe_id for s in suivis})
    rencontres = RENCONTRES.lire(_lues_par(personne) & a_venir) if suivis else []
    prefetch_related_objects(rencontres, "hotes")
    return _guichets(personne, rencontres, suivis, pleins)


def ecoles_qui_les_ont_fermes(personne: Personne) -> list[Etablissement]:
    """Of one's children, by name: what was booked there is kept, and not read here. One query and one a school, none while all are open."""
    siennes = droits.ecoles_fermees_aux_enfants_de(personne)
    if not siennes:
        return []
    fermes = [ecole for pk, ecole in ecoles_fermees_de(personne, droits.MODULE).items() if pk in siennes]
    module = etages.declaration(f"{etages.MODULE}{droits.MODULE}")
    return [ecole for ecole in fermes if qui_a_ferme(module, ecole)]  # those that never had them say nothing


def guichet_de(
    personne: Personne, rencontre: int, eleve: UUID, pour: str = "", *, ecrit: bool = False
) -> Guichet | None:
    """One of them; None when it is not this person's. `pour`: whose household (`uuid` of who confided), never another one than the one that is
    named. To write (`ecrit`), it must be named when several confided that child; one that is full is given, which its writing refuses in words.
    """
    tous = [*droits.enfants_de(personne), *droits.confies_de(personne)]
    suivis = [s for s in tous if s.eleve.uuid == eleve]
    lus = guichets_de(personne, suivis, pleins=ecrit) if suivis else []
    siens = [g for g in lus if g.rencontre.pk == rencontre]
    if pour:
        return next((g for g in siens if g.pour and str(g.pour.delegant.uuid) == pour), None)
    if ecrit and any(g.pour for g in siens) and any(len(foyers) > 1 for foyers in pour_qui(personne, eleve).values()):
        return None
    return siens[0] if siens else None


def _guichets(
    personne: Personne, rencontres: list[Rencontre], suivis: Sequence[Suivi], pleins: bool = False
) -> list[Guichet]:
    if not rencontres:
        return []
    confiees = pour_qui(personne)
    guichets = [
        Guichet(r, s, pour=pour)
        for r in rencontres
        for s in suivis
        if s.classe_id == r.classe_id
        for pour in (confiees[s.eleve.pk, s.etablissement_id] if s.delegation else (None,))
    ]
    par_rencontre = {r.pk: r for r in rencontres}
    creneaux: dict[int, list[Creneau]] = defaultdict(list)
    for creneau in CRENEAUX.lire(Q(rencontre__in=rencontres)):
        creneau.rencontre = par_rencontre[creneau.rencontre_id]
        creneaux[creneau.rencontre_id].append(creneau)
    for guichet in guichets:
        guichet.creneaux = creneaux[guichet.rencontre.pk]
    for prise in RESERVATIONS.lire(_prises(personne, confiees) & Q(creneau__rencontre__in=rencontres)):
        prise.creneau.rencontre = par_rencontre[prise.creneau.rencontre_id]
        _poser(prise, guichets)
    return [
        g
        for g in guichets
        if g.reservation
        or ((g.pour is None or g.est_a_prendre or (pleins and g.repond)) and not g.est_a_soi_seul(personne))
    ]


def _prises(personne: Personne, confiees: dict[Place, list[PourQui]]) -> Q:
    siennes = droits.reservations_du_foyer_de(personne, foyers_des_enfants(personne))
    if not confiees:
        return siennes
    return siennes | droits.reservations_confiees_a(personne, adultes_par_place(confiees))


def _poser(prise: Reservation, guichets: list[Guichet]) -> None:
    """Of one's own child: all that is read is one's household's. Of a child that was confided: to the household that booked it."""
    for guichet in guichets:
        if (guichet.rencontre.pk, guichet.suivi.eleve.pk) != (prise.creneau.rencontre_id, prise.eleve_id):
            continue
        if guichet.pour and prise.responsable_id not in guichet.pour.foyer:
            continue
        if prise.est_annulee:
            guichet.annulee = prise
        else:
            guichet.reservation = prise


def venues_pour(guichets: Sequence[Guichet]) -> list[Venue]:
    """For the children who have nothing yet and are met at school, when they are several."""
    return proposer([(g.suivi, g.libres) for g in guichets if g.est_a_prendre and Moyen.ECOLE in g.rencontre.moyens])


@dataclass
class GuichetsLus(PartLue):
    """What two parts of a home ask, of the same children most often: what is to be booked, what is."""

    guichets: dict[frozenset[tuple[int, int]], list[Guichet]] = field(default_factory=dict)


def guichets_de_l_accueil(
    personne: Personne, suivis: Sequence[Suivi], lignes: list[list[tuple]] | None
) -> list[Guichet]:
    """Read once for a page. No query while the rows of `questions` name no meeting of these children."""
    classes, lus = {s.classe_id for s in suivis}, personne.lu.part(GuichetsLus)
    if lignes is not None and not any(classe in classes for siennes in lignes for _pk, classe, _titre in siennes):
        return []
    cle = frozenset((s.eleve.pk, s.classe_id) for s in suivis)
    if cle not in lus.guichets:
        lus.guichets[cle] = [g for g in guichets_de(personne, suivis) if g.reservation or g.libres]
    return lus.guichets[cle]


def reservation_du_foyer(personne: Personne, uuid: UUID) -> Reservation | None:
    """What one's household booked, cancelled ones too."""
    siennes = Reservation.objects.du_foyer_de(personne, foyers_des_enfants(personne))
    return siennes.filter(uuid=uuid).select_related("creneau__rencontre__etablissement", "eleve").first()
