"""A plan of September as its page shows it: flows from today's classes, and the lots under them. Six queries, whatever the pupils."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from ..droits import en_cours
from ..models import Affectation, Classe, ClassePrevue, Etablissement, Passage, Personne, PlacePrevue, Role

# Units of the drawing: a row and what is between two, the width between the columns, the thickest flow.
RANG, LARGEUR, EPAIS = 68, 192, 24


@dataclass
class Colonne:
    """A class of today, or of September."""

    nom: str
    enseignant: str = ""
    eleves: list[PlacePrevue] = field(default_factory=list)
    prevue: ClassePrevue | None = None


@dataclass(frozen=True)
class Flux:
    de: int
    vers: int
    n: int
    epaisseur: str
    chemin: str


@dataclass
class Plan:
    """Who goes where. The last row of each side is out of the school: who arrives, who leaves."""

    passage: Passage
    avant: list[Colonne]
    apres: list[Colonne]
    arrivent: Colonne
    partent: Colonne
    places: list[PlacePrevue]

    @cached_property
    def flux(self) -> list[Flux]:
        comptes: Counter[tuple[int, int]] = Counter()
        rang_apres = {col.prevue.pk: n for n, col in enumerate(self.apres) if col.prevue}
        for rang, colonne in enumerate([*self.avant, self.arrivent]):
            for place in colonne.eleves:
                comptes[rang, rang_apres.get(place.vers_id, len(self.apres))] += 1
        plus = max([len(c.eleves) for c in [*self.avant, *self.apres, self.arrivent, self.partent]] or [1]) or 1
        return [
            Flux(de, vers, n, f"{max(2, EPAIS * n / plus):.1f}", _courbe(de, vers))
            for (de, vers), n in sorted(comptes.items())
        ]

    @property
    def largeur(self) -> int:
        return LARGEUR

    @property
    def hauteur(self) -> int:
        return RANG * (max(len(self.avant), len(self.apres)) + 1)

    @property
    def a_nommer(self) -> list[Colonne]:
        return [c for c in self.apres if c.prevue and c.prevue.enseignant_id is None]

    @property
    def maintenus(self) -> list[PlacePrevue]:
        return [p for p in self.places if p.est_maintenu and p.de_id]

    @property
    def d_onde(self) -> list[PlacePrevue]:
        return [p for p in self.places if p.vient_d_onde]

    @property
    def jumeaux(self) -> list[list[PlacePrevue]]:
        """Same name, same day of birth: to be kept together or apart is the family's question and the direction's answer."""
        fratries: dict[tuple[str, dt.date], list[PlacePrevue]] = defaultdict(list)
        for place in self.places:
            if place.eleve.date_naissance:
                fratries[place.eleve.nom, place.eleve.date_naissance].append(place)
        return [fratrie for fratrie in fratries.values() if len(fratrie) > 1]

    @property
    def sans_niveau(self) -> list[PlacePrevue]:
        return [p for p in self.places if p.vers_id and not p.niveau]

    @property
    def questions(self) -> int:
        return len(self.jumeaux) + len(self.maintenus) + len(self.sans_niveau)

    @property
    def veille(self) -> dt.date | None:
        """The day on which families read the class."""
        return self.passage.jour and self.passage.jour - dt.timedelta(days=1)


def _courbe(de: int, vers: int) -> str:
    y1, y2 = de * RANG + RANG // 2, vers * RANG + RANG // 2
    return f"M0 {y1}C90 {y1} 102 {y2} {LARGEUR} {y2}"


def passage_de(ecole: Etablissement, annee) -> Passage | None:
    return (
        Passage.objects.filter(etablissement=ecole, annee=annee)
        .select_related("annee", "fait_par", "etablissement")
        .first()
        if annee is not None and annee.pk
        else None
    )


def passage_a_montrer(ecole: Etablissement, annee) -> Passage | None:
    """The one that is prepared, or that was done and may be undone still."""
    faits = Passage.objects.filter(etablissement=ecole).select_related("annee", "fait_par", "etablissement")
    return passage_de(ecole, annee) or faits.exclude(fait_le=None).last()


def plan_de(passage: Passage) -> Plan:
    places = list(
        passage.places.select_related("eleve", "de", "vers").order_by("eleve__nom", "eleve__prenom", "eleve_id")
    )
    classes = {p.de.pk: p.de for p in places if p.de}
    noms = _enseignants(classes.values())
    avant = {pk: Colonne(classe.nom, noms.get(pk, "")) for pk, classe in _par_nom(classes)}
    apres = {
        prevue.pk: Colonne(prevue.nom, prevue.enseignant.nom_affiche if prevue.enseignant else "", prevue=prevue)
        for prevue in passage.classes.select_related("enseignant").order_by("nom", "pk")
    }
    plan = Plan(passage, list(avant.values()), list(apres.values()), Colonne(""), Colonne(""), places)
    for place in places:
        (avant[place.de_id] if place.de_id else plan.arrivent).eleves.append(place)
        (apres[place.vers_id] if place.vers_id else plan.partent).eleves.append(place)
    return plan


def _par_nom(classes: dict[int, Classe]) -> list[tuple[int, Classe]]:
    return sorted(classes.items(), key=lambda une: (une[1].nom, une[0]))


def _enseignants(classes) -> dict[int, str]:
    tenues = Affectation.objects.filter(Q(fin=None) | en_cours(), classe__in=classes).select_related("enseignant")
    noms: dict[int, list[str]] = defaultdict(list)
    for tenue in tenues:
        noms[tenue.classe_id].append(tenue.enseignant.nom_affiche)
    return {pk: ", ".join(dits) for pk, dits in noms.items()}


def equipe_de(ecole: Etablissement) -> list[Personne]:
    """Who may be named: those who teach or direct there today."""
    natures = [Role.Nature.ENSEIGNANT, Role.Nature.DIRECTEUR]
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature__in=natures).order_by()
    return list(Personne.objects.filter(pk__in=roles.values("personne")).order_by("nom", "prenom", "pk"))


def rentree_pas_faite(ecoles) -> frozenset[int]:
    """Of these schools (ids), those whose open classes are of a year that is over. One query in September and October, none else."""
    jour = timezone.localdate()
    if jour.month not in (9, 10) or not ecoles:
        return frozenset()
    ouvertes = Classe.objects.filter(etablissement__in=ecoles, fermee_le=None, annee__fin__lt=jour).order_by()
    return frozenset(ouvertes.values_list("etablissement", flat=True))


def annonces_de(personne: Personne) -> list[PlacePrevue]:
    """Of one's children, the class of September, from the eve of the day on which it is done. One query, from June to October."""
    jour = timezone.localdate()
    enfants = [s for s in personne.portee.suivis if s.eleve.pk != personne.pk]
    if not enfants or not 6 <= jour.month <= 10:
        return []
    siens = Q()
    for suivi in enfants:
        siens |= Q(eleve=suivi.eleve.pk, passage__etablissement=suivi.etablissement_id)
    dites = PlacePrevue.objects.filter(
        siens, passage__fait_le=None, passage__jour__lte=jour + dt.timedelta(days=1), vers__isnull=False
    )
    return list(dites.select_related("eleve", "vers__enseignant").order_by("eleve__prenom", "pk"))
