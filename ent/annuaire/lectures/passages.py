"""A plan of September as its page shows it: flows from today's classes, and the lots under them. Six queries, whatever the pupils."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ..calendrier import prochain_jour_de_classe
from ..droits import en_cours
from ..models import (
    Affectation,
    Classe,
    ClassePrevue,
    Etablissement,
    Inscription,
    Passage,
    Personne,
    PlacePrevue,
    Role,
)

# Units of the drawing: a row and what is between two, the width between the columns, the thickest flow.
RANG, LARGEUR, EPAIS = 68, 192, 24
ETE = (7, 14)


@dataclass
class Colonne:
    """A class of today, or of September."""

    nom: str
    enseignant: str = ""
    eleves: list[PlacePrevue] = field(default_factory=list)
    prevue: ClassePrevue | None = None
    ecole: str = ""  # another, that joins


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
    rejoints: list[Passage] = field(default_factory=list)  # of the schools that join this one

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


PASSAGES = Passage.objects.select_related("annee", "fait_par", "etablissement", "rejoint")


def passage_de(ecole: Etablissement, annee) -> Passage | None:
    return PASSAGES.filter(etablissement=ecole, annee=annee).first() if annee is not None and annee.pk else None


def passage_a_montrer(ecole: Etablissement, annee) -> Passage | None:
    """The one that is prepared, or that was done and may be undone still."""
    faits = PASSAGES.filter(etablissement=ecole)
    return passage_de(ecole, annee) or faits.exclude(fait_le=None).last()


def passages_rejoints(passage: Passage) -> list[Passage]:
    """Of the schools that end by this one's turn, in the order of their numbers."""
    siens = Passage.objects.filter(rejoint=passage.etablissement_id, annee=passage.annee_id)
    return list(siens.select_related("etablissement").order_by("etablissement_id"))


def nature_apres(ecole: Etablissement, rejointes: Collection[Etablissement]) -> str:
    """What the school is once those have joined it: two that differ make an « école primaire »."""
    natures = {str(ecole.nature), *(str(autre.nature) for autre in rejointes)}
    return natures.pop() if len(natures) == 1 else str(Etablissement.Nature.PRIMAIRE)


def nature_du_plan(passage: Passage) -> str:
    return nature_apres(passage.etablissement, [p.etablissement for p in passages_rejoints(passage)])


def inscriptions_d_avant(passage: Passage, rejointes: Collection[Etablissement]) -> list[Inscription]:
    """Of pupils who are there today, in classes of the years before; in any, of a school that ends. The school's own first. Whose last day is today has
    left by then.
    """
    ecole = passage.etablissement
    avant = Q(classe__etablissement=ecole, classe__annee__debut__lt=passage.annee.debut)
    ici = Inscription.objects.filter(en_cours(), avant | Q(classe__etablissement__in=rejointes), classe__fermee_le=None)
    lues = ici.exclude(fin=timezone.localdate()).select_related("eleve", "classe__etablissement")
    lues = lues.order_by("classe__nom", "classe", "eleve__nom", "eleve__prenom", "pk")
    return sorted(lues, key=lambda i: i.classe.etablissement_id != ecole.pk)


@dataclass(frozen=True)
class Ecart:
    """Who moved since the plan was made."""

    arrives: list[Inscription]
    partis: list[PlacePrevue]
    deplaces: list[tuple[PlacePrevue, Inscription]]  # of another class, or another level

    def __bool__(self) -> bool:
        return bool(self.arrives or self.partis or self.deplaces)


def ecart_du_plan(passage: Passage, rejointes: Collection[Etablissement], places: Collection[PlacePrevue]) -> Ecart:
    """What the plan says of today, against today. Of a pupil of two of the schools, the place of the first. One query."""
    ici: dict[int, Inscription] = {}
    for inscription in inscriptions_d_avant(passage, rejointes):
        ici.setdefault(inscription.eleve_id, inscription)
    connues = {place.eleve_id: place for place in places}
    deplaces = [
        (place, ici[pk])
        for pk, place in connues.items()
        if pk in ici and (place.de_id, place.niveau_actuel) != (ici[pk].classe_id, ici[pk].niveau)
    ]
    return Ecart(
        [i for pk, i in ici.items() if pk not in connues],
        [place for pk, place in connues.items() if place.de_id and pk not in ici],
        deplaces,
    )


def plan_de(passage: Passage) -> Plan:
    """Of a school that joins another: its own pupils, and the classes of the other where they go."""
    accueil = passage_de(passage.rejoint, passage.annee) if passage.rejoint else passage
    lues = (accueil or passage).places.select_related("eleve", "de__etablissement", "vers")
    if passage.rejoint:
        lues = lues.filter(de__etablissement=passage.etablissement)
    places = list(lues.order_by("eleve__nom", "eleve__prenom", "eleve_id"))
    classes = {p.de.pk: p.de for p in places if p.de}
    noms = _enseignants(classes.values())
    ailleurs = {
        pk: classe.etablissement.nom
        for pk, classe in classes.items()
        if classe.etablissement_id != passage.etablissement_id
    }
    avant = {
        pk: Colonne(classe.nom, noms.get(pk, ""), ecole=ailleurs.get(pk, ""))
        for pk, classe in _par_nom(classes, ailleurs)
    }
    prevues = classes_prevues(accueil or passage).order_by("nom", "pk")
    gardees = {p.vers_id for p in places}
    apres = {
        prevue.pk: Colonne(prevue.nom, prevue.enseignant.nom_affiche if prevue.enseignant else "", prevue=prevue)
        for prevue in map(sans_qui_est_parti, prevues)
        if not passage.rejoint or prevue.pk in gardees
    }
    rejoints = [] if passage.rejoint else passages_rejoints(passage)
    plan = Plan(passage, list(avant.values()), list(apres.values()), Colonne(""), Colonne(""), places, rejoints)
    for place in places:
        (avant[place.de_id] if place.de_id else plan.arrivent).eleves.append(place)
        (apres[place.vers_id] if place.vers_id else plan.partent).eleves.append(place)
    return plan


def _par_nom(classes: dict[int, Classe], ailleurs: dict[int, str]) -> list[tuple[int, Classe]]:
    """The school's own first."""
    return sorted(classes.items(), key=lambda une: (ailleurs.get(une[0], ""), une[1].nom, une[0]))


def _enseignants(classes) -> dict[int, str]:
    tenues = Affectation.objects.filter(Q(fin=None) | en_cours(), classe__in=classes).select_related("enseignant")
    noms: dict[int, list[str]] = defaultdict(list)
    for tenue in tenues:
        noms[tenue.classe_id].append(tenue.enseignant.nom_affiche)
    return {pk: ", ".join(dits) for pk, dits in noms.items()}


ENSEIGNENT = [Role.Nature.ENSEIGNANT, Role.Nature.DIRECTEUR]


def equipe_de(ecole: Etablissement, rejoints: Collection[Passage] = ()) -> list[Personne]:
    """Who may be named: those who teach or direct there today, or in a school that joins it."""
    ecoles = [ecole.pk, *(p.etablissement_id for p in rejoints)]
    roles = Role.objects.filter(en_cours(), etablissement__in=ecoles, nature__in=ENSEIGNENT).order_by()
    return list(Personne.objects.filter(pk__in=roles.values("personne")).order_by("nom", "prenom", "pk"))


def _y_travaille(qui: str) -> Exists:
    """Of a row of a plan that names somebody at this path: that they are among those still (`equipe_de`)."""
    ecole, annee = OuterRef("passage__etablissement"), OuterRef("passage__annee")
    ici = Q(etablissement=ecole) | Q(etablissement__passages__rejoint=ecole, etablissement__passages__annee=annee)
    return Exists(Role.objects.filter(en_cours(), ici, personne=OuterRef(qui), nature__in=ENSEIGNENT).order_by())


def classes_prevues(passage: Passage) -> QuerySet[ClassePrevue]:
    """Each to be read by `sans_qui_est_parti`."""
    lues = passage.classes.select_related("classe", "enseignant", "vient_de")
    return lues.annotate(y_travaille=_y_travaille("enseignant"))


def sans_qui_est_parti(prevue: ClassePrevue) -> ClassePrevue:
    """Whoever was named and works there no more is named no more; the row keeps them, for a departure that is undone."""
    if not prevue.y_travaille:
        prevue.enseignant = None
    return prevue


def il_y_a_encore_classe(passage: Passage) -> bool:
    """Whether pupils come to school again before that September. Past the official calendar, the summer begins with the bank holiday of July."""
    ecole, rentree = passage.etablissement, passage.annee.debut
    hier = timezone.localdate() - dt.timedelta(days=1)
    return prochain_jour_de_classe(ecole, hier) < dt.date(rentree.year, *ETE)


def _est_la_rentree() -> bool:
    return timezone.localdate().month in (9, 10)


def _de_l_an_dernier() -> QuerySet[Classe]:
    """Open classes of a year that is over; none, and no query, but in September and October."""
    if not _est_la_rentree():
        return Classe.objects.none()
    return Classe.objects.filter(fermee_le=None, annee__fin__lt=timezone.localdate()).order_by()


def rentree_pas_faite(ecoles) -> frozenset[int]:
    """Of these schools (ids), those whose open classes are of a year that is over. One query in September and October, none else."""
    return frozenset(annees_en_retard(ecoles))


def annees_en_retard(ecoles) -> dict[int, tuple[str, str]]:
    """Of the same, their name and the year of their classes."""
    if not ecoles or not _est_la_rentree():
        return {}
    lues = _de_l_an_dernier().filter(etablissement__in=ecoles)
    return {
        pk: (nom, annee) for pk, nom, annee in lues.values_list("etablissement", "etablissement__nom", "annee__nom")
    }


def passages_empeches(ecoles: Collection[int]) -> dict[int, dt.date]:
    """Of these schools (ids), the day on which a passage was to be done by itself, and was not: somebody is to be placed. One query from June to October."""
    jour = timezone.localdate()
    if not ecoles or not 6 <= jour.month <= 10:
        return {}
    manques = Passage.objects.filter(etablissement__in=ecoles, fait_le=None, rejoint=None, jour__lt=jour)
    return dict(manques.order_by("jour").values_list("etablissement", "jour"))


def sans_rentree() -> QuerySet:
    """All such schools (their ids)."""
    return _de_l_an_dernier().values("etablissement")


def annonces_de(personne: Personne) -> list[PlacePrevue]:
    """Of one's children, the class of September, from the eve of the day on which it is done. One query, from June to October."""
    jour = timezone.localdate()
    enfants = personne.portee.enfants_suivis
    if not enfants or not 6 <= jour.month <= 10:
        return []
    siens = Q()
    for suivi in enfants:
        ici = Q(passage__etablissement=suivi.etablissement_id) | Q(de__etablissement=suivi.etablissement_id)
        siens |= Q(eleve=suivi.eleve.pk) & ici
    dites = PlacePrevue.objects.filter(
        siens, passage__fait_le=None, passage__jour__lte=jour + dt.timedelta(days=1), vers__isnull=False
    )
    lues = dites.select_related("eleve", "vers__enseignant", "de", "passage__etablissement")
    places = list(lues.annotate(y_travaille=_y_travaille("vers__enseignant")).order_by("eleve__prenom", "pk"))
    for place in places:
        if not place.y_travaille:
            place.vers.enseignant = None
    return places
