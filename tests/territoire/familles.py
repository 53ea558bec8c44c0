"""Families of the invented territory: children on the places of its classes, and the adults who answer for them."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field

from config.demonstration.distribution import COMMUNES
from ent.annuaire import gommettes
from ent.annuaire.codes import NIVEAUX_1D
from ent.annuaire.models import Inscription, Personne, Responsabilite

from . import noms
from .ecoles import Ecole, Salle
from .personnel import inconnu

# Of a hundred families: children in the primary schools of the territory, and the adults known to them. Together they
# give the plan's 46,000 responsables for 28,000 pupils.
FRATRIES = ([1, 2, 3, 4], [88.5, 9.1, 1.9, 0.5])
FOYERS = (["couple", "separes", "seul", "recompose"], [62, 17, 16, 5])
AGES = {niveau: rang + 2 for rang, niveau in enumerate(NIVEAUX_1D)}
PART_VOISINE = 0.9  # a brother or sister goes to the same school, or the one beside it


@dataclass(eq=False)
class Place:
    ecole: Ecole
    salle: Salle
    niveau: str


@dataclass(eq=False)
class Enfant:
    eleve: Personne
    place: Place


@dataclass(eq=False)
class Famille:
    enfants: list[Enfant]
    adultes: list[tuple[Personne, str]] = field(default_factory=list)  # with the kind of tie


class Peuplement:
    """The families of one commune. Iterating draws them one after the other, until every place is taken."""

    def __init__(self, ecoles: list[Ecole], alea: random.Random, rentree: dt.date) -> None:
        self.alea, self.rentree, self.code_postal = alea, rentree, ecoles[0].code_postal
        self.ville = COMMUNES[ecoles[0].etablissement.commune.code_insee]
        self.noms_pris: dict[int, set[tuple[str, str]]] = defaultdict(set)  # by class
        self.numeros: dict[str, int] = defaultdict(int)  # by school, for INE
        # An élémentaire and the maternelle that follows it share their brothers and sisters.
        self.quartiers: dict[int, list[Place]] = defaultdict(list)
        for rang, ecole in enumerate(ecoles):
            places = [
                Place(ecole, s, n) for s in ecole.salles for n, combien in s.places.items() for _ in range(combien)
            ]
            self.quartiers[rang // 2] += places
        for places in self.quartiers.values():
            alea.shuffle(places)
        # The first families drawn in a commune have three children: each kind of home exists at every size.
        self.a_venir = [3, 3, 2, 4]
        self.homonyme_attendu = True

    def __iter__(self):
        for rang, places in self.quartiers.items():
            while places:
                yield self._famille(rang)

    def _famille(self, quartier: int) -> Famille:
        nombre = self.a_venir.pop() if self.a_venir else self.alea.choices(*FRATRIES)[0]
        places = [self.quartiers[quartier].pop()]
        while len(places) < nombre and (place := self._place_voisine(quartier, {p.niveau for p in places})):
            places.append(place)
        pere, mere = noms.nom_de_famille(self.alea), noms.nom_de_famille(self.alea)
        nom = self.alea.choices([pere, mere, f"{mere}-{pere}", f"{pere} {mere}"], [74, 14, 7, 5])[0]
        homonyme = self._homonyme(places[0]) if nombre == 1 else None
        nom = homonyme[0] if homonyme else nom
        famille = Famille([])
        for place in places:
            prenom = homonyme[1] if homonyme else None
            famille.enfants.append(Enfant(self._eleve(place, nom, pere, famille, prenom), place))
        self._coller_gommettes(famille)
        famille.adultes = self._adultes(pere, mere)
        for enfant in famille.enfants:
            enfant.eleve.adresse = famille.adultes[0][0].adresse
        return famille

    def _place_voisine(self, quartier: int, niveaux: set[str]) -> Place | None:
        """A place for a brother or a sister: most often nearby, rarely at the same level."""
        ailleurs = [q for q, places in self.quartiers.items() if places and q != quartier]
        if not self.quartiers[quartier] or (ailleurs and self.alea.random() > PART_VOISINE):
            if not ailleurs:
                return None
            quartier = self.alea.choice(ailleurs)
        places = self.quartiers[quartier]
        jumeaux = self.alea.random() < 0.04
        for recul in range(1, min(len(places), 40) + 1):
            if jumeaux or places[-recul].niveau not in niveaux:
                return places.pop(-recul)
        return None

    def _homonyme(self, place: Place) -> tuple[str, str] | None:
        """Now and then, the names of a pupil of another class of the school (same names, another child)."""
        if not (self.homonyme_attendu or self.alea.random() < 0.002):
            return None
        for autre in place.ecole.salles:
            libres = self.noms_pris[id(autre)] - self.noms_pris[id(place.salle)]
            if autre is not place.salle and libres:
                self.homonyme_attendu = False
                return sorted(libres)[0]
        return None

    def _eleve(self, place: Place, nom: str, usage: str, famille: Famille, prenom: str | None) -> Personne:
        alea = self.alea
        sexe = alea.choice("FM") if prenom is None else ("F" if prenom in noms.FILLES else "M")
        fratrie = {e.eleve.prenom for e in famille.enfants}
        pris = self.noms_pris[id(place.salle)]
        while prenom is None or (nom, prenom) in pris or prenom in fratrie:
            prenom = noms.prenom_enfant(alea, sexe)
        pris.add((nom, prenom))
        self.numeros[place.ecole.uai] += 1
        age = AGES[place.niveau] if place.niveau else alea.randint(6, 10)
        age += alea.choices([0, 1, -1], [95, 4, 1])[0] if age > 3 else 0
        jour = dt.date(self.rentree.year - age, 1, 1) + dt.timedelta(days=alea.randrange(365))
        lettres = "".join(alea.choices("ABCDEFGHJK", k=2))
        ine = (
            f"79{place.ecole.numero:04d}{self.numeros[place.ecole.uai]:03d}{lettres}" if alea.random() > 0.03 else None
        )
        return inconnu(
            alea,
            prenom=prenom,
            nom=nom,
            nom_usage=usage if usage != nom and alea.random() < 0.02 else "",
            sexe=sexe,
            date_naissance=jour,
            ine=ine,
            code_postal=self.code_postal,
            ville=self.ville,
        )

    def _coller_gommettes(self, famille: Famille) -> None:
        """Stickers: unlike in the class, nothing in common between brothers and sisters."""
        fratrie: list[gommettes.Triple] = []
        for enfant in famille.enfants:
            prises = enfant.place.salle.gommettes
            triple = gommettes.attribuer(prises=prises, fratrie=fratrie, graine=self.alea.randrange(1000))
            prises.add(triple)
            fratrie.append(triple)
            eleve = enfant.eleve
            eleve.gommette_couleur, eleve.gommette_forme, eleve.gommette_image = triple

    def _adultes(self, pere: str, mere: str) -> list[tuple[Personne, str]]:
        alea = self.alea
        foyer = alea.choices(*FOYERS)[0]
        adresse = noms.adresse(alea)
        usage = pere if foyer == "couple" and alea.random() < 0.45 else ""
        maman = self._adulte("Mme", mere, usage, adresse)
        adultes = [(maman, "mere")]
        if foyer == "seul":
            return adultes if alea.random() < 0.85 else [(self._adulte("M.", pere, "", adresse), "pere")]
        papa = self._adulte("M.", pere, "", adresse if foyer == "couple" else noms.adresse(alea))
        adultes.append((papa, "pere"))
        if foyer == "couple" and alea.random() < 0.15:
            papa.courriel_contact = maman.courriel_contact  # one address for both: it opens nothing
        if foyer == "recompose":
            civilite = alea.choice(["M.", "Mme"])
            adultes.append((self._adulte(civilite, noms.nom_de_famille(alea), "", adresse), "autre"))
        return adultes

    def _adulte(self, civilite: str, nom: str, usage: str, adresse: str) -> Personne:
        alea = self.alea
        prenom = noms.prenom_adulte(alea, civilite)
        return inconnu(
            alea,
            civilite=civilite,
            prenom=prenom,
            nom=nom,
            nom_usage=usage if usage != nom else "",
            courriel_contact=noms.courriel(alea, prenom, usage or nom) if alea.random() < 0.92 else "",
            telephone=noms.fixe(alea) if alea.random() < 0.3 else "",
            telephone_travail=noms.fixe(alea) if alea.random() < 0.2 else "",
            telephone_portable=noms.mobile(alea) if alea.random() < 0.95 else "",
            adresse=adresse,
            code_postal=self.code_postal,
            ville=self.ville,
        )


def liens(famille: Famille, rentree: dt.date, confirmee_le: dt.datetime) -> list[Responsabilite]:
    """The ties of a family, as the schools declared them: most confirmed by the direction, some still to be."""
    confirmee = int(famille.enfants[0].eleve.uuid) % 10 != 0
    return [
        Responsabilite(
            adulte=adulte,
            enfant=enfant.eleve,
            etablissement=enfant.place.ecole.etablissement,
            lien=lien if confirmee else "",
            autorite="a_confirmer" if not confirmee else "confirmee" if lien != "autre" else "sans",
            confirmee_par=enfant.place.ecole.directeur if confirmee else None,
            confirmee_le=confirmee_le if confirmee else None,
            debut=rentree,
        )
        for enfant in famille.enfants
        for adulte, lien in famille.adultes
    ]


def inscriptions(famille: Famille, rentree: dt.date) -> list[Inscription]:
    return [
        Inscription(eleve=e.eleve, classe=e.place.salle.classe, niveau=e.place.niveau, debut=rentree)
        for e in famille.enfants
    ]
