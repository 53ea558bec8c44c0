"""The record as the school reads it: classes, one child by parts that one opens, the gate."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from ent.annuaire import destinataires
from ent.annuaire.droits import dits_par_un_autre, est_le_sien
from ent.annuaire.models import Classe, Inscription, Personne, Responsabilite
from ent.annuaire.registres.enfants import Depart, Venant, Venants, departs_de
from ent.socle.dates import aujourd_hui

from .. import droits
from ..models import Autorise, Contact, FicheSante, Ouverture
from . import entre_eux
from .sante import ecoles_nommees


@dataclass
class ClasseLue:
    classe: Classe
    places: list[Inscription] = field(default_factory=list)
    lisibles: frozenset[int] = frozenset()  # pupils whose record has something for who reads
    sante: frozenset[int] = frozenset()  # of those whose health they may read, who has a sheet


@dataclass
class Partie:
    """A part of a child's record: closed until one opens it."""

    nom: str
    est_ouverte: bool


@dataclass
class DossierLu:
    place: Inscription
    parties: list[Partie]
    adultes: list[Responsabilite] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    autorises: list[Autorise] = field(default_factory=list)
    sante: FicheSante | None = None
    est_le_sien: bool = False  # of who reads, who answers for the child at home
    contacts_de_l_autre: list[Contact] = field(default_factory=list)
    autorises_de_l_autre: list[Autorise] = field(default_factory=list)
    corrections_de_l_autre: int = 0

    @property
    def eleve(self) -> Personne:
        return self.place.eleve

    def ouvre(self, partie: str) -> bool:
        return any(p.nom == partie and p.est_ouverte for p in self.parties)

    @property
    def ouvertes(self) -> frozenset[str]:
        return frozenset(p.nom for p in self.parties if p.est_ouverte)


def classes_de(personne: Personne) -> QuerySet[Classe]:
    """Whose gate one keeps."""
    return _par_ecole(droits.classes_de_sortie_par(personne))


def classes_a_fiches_de(personne: Personne) -> QuerySet[Classe]:
    """Whose records one reads, of health alone where one was named for it. One query more than those of the gate."""
    return _par_ecole(droits.classes_de_fiches_par(personne, ecoles_nommees(personne)))


def travaille_au_dossier(personne: Personne) -> bool:
    return droits.travaille_au_dossier(personne) or bool(ecoles_nommees(personne))


def _par_ecole(lues: Q) -> QuerySet[Classe]:
    return Classe.objects.filter(lues).select_related("etablissement").order_by("etablissement__nom", "nom", "pk")


def classe_de(personne: Personne, classe: Classe) -> ClasseLue:
    """Its pupils of today; which of them have a health sheet, for who may read it."""
    nommees = ecoles_nommees(personne)
    siennes = droits.places_de_sortie_par(personne) | droits.places_de_sante_par(personne, nommees)
    places = list(
        Inscription.objects.filter(siennes, classe=classe)
        .select_related("eleve", "classe")
        .order_by("eleve__prenom", "eleve__nom", "pk")
    )
    lisibles, sante = set(), set()
    for place in places:
        lues = droits.parties_lues_par(personne, place, nommees)
        if lues:
            lisibles.add(place.eleve_id)
        if droits.SANTE in lues:
            sante.add(place.eleve_id)
    fiches = FicheSante.objects.filter(etablissement=classe.etablissement_id, eleve__in=sante)
    remplies = frozenset(fiche.eleve_id for fiche in fiches if fiche.dit_quelque_chose)
    return ClasseLue(classe, places, frozenset(lisibles), remplies)


def place_de(personne: Personne, ecole: int, eleve: UUID) -> Inscription | None:
    """The pupil there today, if this person may open any part of their record."""
    places = Inscription.objects.filter(droits.places_de_sante_par(personne, ecoles_nommees(personne)))
    ici = places.filter(classe__etablissement=ecole, eleve__uuid=eleve)
    return ici.select_related("eleve", "classe__etablissement").first()


def parties_de(personne: Personne, place: Inscription) -> list[str]:
    lues = droits.parties_lues_par(personne, place, ecoles_nommees(personne))
    return [*lues, droits.AUTRE] if entre_eux.est_sans_collegue(personne, place) else lues


def role_de(personne: Personne, place: Inscription) -> str:
    """As what they open it."""
    if droits.dirige(personne, place.classe.etablissement_id):
        return Ouverture.Role.DIRECTION
    return Ouverture.Role.CLASSE if place.classe_id in personne.portee.classes_tenues else Ouverture.Role.NOMME


def dossier_lu(personne: Personne, place: Inscription) -> DossierLu:
    """What this person opened less than a quarter of an hour ago; nothing of the rest is read."""
    ecole = place.classe.etablissement_id
    durent = Ouverture.objects.qui_durent(personne).filter(eleve=place.eleve_id, etablissement=ecole)
    ouvertes = set(durent.values_list("partie", flat=True))
    lu = DossierLu(place, [Partie(nom, nom in ouvertes) for nom in parties_de(personne, place)])
    lu.est_le_sien = est_le_sien(personne, place.eleve_id)
    if lu.ouvre(droits.COORDONNEES):
        lu.adultes = list(destinataires.liens(ecole, [place.eleve_id]).select_related("adulte").order_by("pk"))
    if lu.ouvre(droits.URGENCE):
        lu.contacts = list(_contacts(place).lus_a_l_ecole_par(personne))
        lu.autorises = list(_autorises(place).lus_a_l_ecole_par(personne))
    if lu.ouvre(droits.AUTRE):
        siens = dits_par_un_autre(personne)
        if not entre_eux.un_collegue_appelle(personne, place):
            lu.contacts_de_l_autre = list(_contacts(place).filter(siens))
            lu.autorises_de_l_autre = list(_autorises(place).filter(siens))
        lu.corrections_de_l_autre = entre_eux.corrections_de_l_autre(personne, place)
    if lu.ouvre(droits.SANTE):
        lu.sante = FicheSante.objects.de_la_place(place).select_related("par", "document").first()
    return lu


def _contacts(place: Inscription) -> QuerySet[Contact]:
    return Contact.objects.de_la_place(place).en_vigueur().select_related("par").order_by("par_id", "rang", "pk")


def _autorises(place: Inscription) -> QuerySet[Autorise]:
    return Autorise.objects.de_la_place(place).encore_vrais().select_related("par")


def sortie_de(personne: Personne, classe: Classe) -> list[tuple[Personne, Depart]]:
    """Each pupil of the class today, by first name, and how they leave. A fixed number of queries, whatever theirs."""
    places = (
        Inscription.objects.filter(droits.places_de_sortie_par(personne), classe=classe)
        .select_related("eleve")
        .order_by("eleve__prenom", "eleve__nom", "pk")
    )
    eleves = {place.eleve_id: place.eleve for place in places}
    departs = departs_de(personne, classe.etablissement_id, eleves.keys(), aujourd_hui())
    return [(eleve, departs[pk]) for pk, eleve in eleves.items()]


def venants_de(personne: Personne, ecole: int, eleves: Collection[int], jour: dt.date) -> dict[int, Venants]:
    """Who may come that day, of the pupils whose gate this person keeps. Names, ties and photos: no telephone, no address; of a day that is over,
    nothing. Two queries.
    """
    if jour < aujourd_hui():
        return {}
    places = Inscription.objects.filter(
        droits.places_de_sortie_par(personne), classe__etablissement=ecole, eleve__in=eleves
    )
    lus: dict[int, list[Venant]] = {pk: [] for pk in places.order_by().values_list("eleve_id", flat=True)}
    du_jour = Autorise.objects.lus_par(personne).du_jour(jour).filter(eleve__in=lus, etablissement=ecole)
    for un in du_jour.select_related("photo", "par"):
        lus[un.eleve_id].append(Venant(un.nom, un.lien, un.par, un.fin, un.photo))
    return {pk: Venants(tuple(siens), est_le_sien(personne, pk)) for pk, siens in lus.items()}
