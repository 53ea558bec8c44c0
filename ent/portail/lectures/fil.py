"""The feed of a family: what waits, the days, then what they were told, by day, over all their children, schools and rooms."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Personne
from ent.annuaire.natures import dire_de
from ent.diffusion.droits import notifications_visibles_par
from ent.diffusion.sortes import natures_a_ouvrir
from ent.socle.lu import PartLue
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

from .. import registres
from ..models import EPOQUE, PlusTard
from ..registres import Chose, DuJour, Lignes, Programme
from . import reponses_de
from .groupes import DITES, Nouvelle, dites_de, grouper

RECENT = dt.timedelta(days=7)  # how long a piece of news stays on the home
NOUVELLES = 60  # notifications read for a page of the feed
LIGNES = 24  # of the news on the home: past these, « Les jours d’avant »
HORIZON = dt.timedelta(days=21)
MICRO = dt.timedelta(microseconds=1)
REMISES = Preparee(lambda: PlusTard.objects.order_by().values_list("cle"))


@dataclass
class FilLu(PartLue):
    """What the parts of one home ask of each other while it is drawn."""

    tailles: dict[str, list[int]] = field(default_factory=dict)  # how many questions each part of a tile asks
    choses: list[Chose] | None = None
    dues: list[Chose] = field(default_factory=list)  # those that wait today


def questions_des(personne: Personne, tuile: str, parties: Iterable[Any]) -> list:
    """Those of each part of a tile that rooms make, one after the other."""
    posees = [partie.questions(personne) if partie.questions else [] for partie in parties]
    personne.lu.part(FilLu).tailles[tuile] = [len(siennes) for siennes in posees]
    return [question for siennes in posees for question in siennes]


def partager(personne: Personne, tuile: str, lues: Lignes) -> list[Lignes]:
    """The rows of each part."""
    restent = iter(lues)
    return [[next(restent) for _n in range(taille)] for taille in personne.lu.part(FilLu).tailles[tuile]]


@contextmanager
def montrer(request: HttpRequest, salle: str) -> Iterator[bool]:
    """While a room draws its part, `request.suivis` holds no child who was confided without that room. Whether there is one left."""
    tous = request.suivis
    request.suivis = [s for s in tous if s.delegation is None or s.delegation.lit(salle)]
    try:
        yield bool(request.suivis)
    finally:
        request.suivis = tous


# --- What waits -------------------------------------------------------------------------------------------------------
@dataclass
class AFaire:
    """What waits for this person today, and what they put off."""

    choses: list[Chose]
    remises: list[Chose]

    @property
    def dues(self) -> list[Chose]:
        return [chose for chose in self.choses if not chose.est_faite]

    @property
    def minutes(self) -> int:
        return sum(chose.minutes for chose in self.dues)


def questions_de_ce_qui_attend(personne: Personne, univers: str) -> list:
    remises = (REMISES, Q(personne=personne, jusqu_a__gt=timezone.localdate()))
    return [remises, *questions_des(personne, univers, registres.attentes(univers))]


def ce_qui_attend(request: HttpRequest, univers: str) -> AFaire:
    """What waits, soonest first, done today included. No query of its own while nothing does."""
    personne = request.user
    remises, *lues = reponses_de(personne, univers, "a-faire")
    parts = zip(registres.attentes(univers), partager(personne, univers, lues), strict=True)
    choses = []
    for attente, lignes in parts:
        with montrer(request, attente.salle) as il_y_en_a:
            choses += attente.lire(request, lignes) if il_y_en_a or univers != "famille" else []
    if univers == "famille":
        for chose in choses:
            chose.dessiner = partial(dire_de, [s for s in request.suivis if s.eleve.pk in chose.eleves], chose.dessiner)
    choses.sort(key=lambda chose: chose.avant or dt.date.max)
    personne.lu.part(FilLu).choses = choses
    aujourd_hui, cles = timezone.localdate(), {remise for (remise,) in remises}
    attendent = [c for c in choses if c.cle in cles and not c.est_faite and (c.avant is None or c.avant > aujourd_hui)]
    a_faire = AFaire([c for c in choses if c not in attendent], attendent)
    personne.lu.part(FilLu).dues = a_faire.dues
    return a_faire


def par_enfant(personne: Personne) -> Counter[int]:
    """How many things wait for each child (id), of those that the home shows: once it has read them."""
    return Counter(eleve for chose in personne.lu.part(FilLu).dues for eleve in set(chose.eleves))


# --- The days ---------------------------------------------------------------------------------------------------------
@dataclass
class GroupeDuJour:
    """What the same children have on one day, under their gommettes."""

    suivis: list[Any]
    choses: list[DuJour]


@dataclass
class Jour:
    date: dt.date
    groupes: list[GroupeDuJour]


def _programmees(request: HttpRequest, debut: dt.date, fin: dt.date, lues: Iterable[Lignes | None]) -> list[DuJour]:
    """What each room has on these days, of the children of the page."""
    choses: list[DuJour] = []
    for programme, lignes in zip(registres.programmes(), lues, strict=True):
        choses += du_programme(request, programme, debut, fin, lignes)
    return choses


def du_programme(
    request: HttpRequest, programme: Programme, debut: dt.date, fin: dt.date, lignes: Lignes | None = None
) -> list[DuJour]:
    """What one of them has: of a sister that the page leaves out, nothing. Without rows, it reads."""
    with montrer(request, programme.salle) as il_y_en_a:
        siennes = programme.lire(request, debut, fin, lignes) if il_y_en_a else []
    for chose in siennes:
        chose.dessiner = partial(dire_de, chose.suivis, chose.dessiner)
    return [chose for chose in siennes if chose.suivis]


def en_jours(choses: Iterable[DuJour]) -> list[Jour]:
    """By day; in a day, each child by first name, then what several have together."""
    dates: dict[dt.date, dict[tuple, GroupeDuJour]] = {}
    for chose in choses:
        ensemble = tuple(s.eleve.pk for s in chose.suivis)
        groupes = dates.setdefault(chose.jour, {})
        groupes.setdefault(ensemble, GroupeDuJour(chose.suivis, [])).choses.append(chose)
    jours = []
    for date in sorted(dates):
        groupes = sorted(dates[date].values(), key=lambda g: (len(g.suivis), cle(g.suivis[0].eleve.prenom)))
        for groupe in groupes:
            groupe.choses.sort(key=lambda chose: chose.heure)
        jours.append(Jour(date, groupes))
    return jours


@dataclass
class JoursAVenir:
    """Today and the next class day of each child; how many things are on the days after."""

    jours: list[Jour]
    ensuite: int


def questions_des_jours(personne: Personne) -> list:
    return questions_des(personne, "jours", registres.programmes())


def jours_a_venir(request: HttpRequest) -> JoursAVenir:
    aujourd_hui = timezone.localdate()
    lues = partager(request.user, "jours", reponses_de(request.user, "famille", "jours"))
    choses = _programmees(request, aujourd_hui, aujourd_hui + HORIZON, lues)
    fin = max(
        calendrier.prochain_jour_de_classe(suivi.inscription.classe.etablissement, aujourd_hui)
        for suivi in request.suivis
    )
    montres = [chose for chose in choses if chose.jour <= fin]
    return JoursAVenir(en_jours(montres), len(choses) - len(montres))


def lundi_de_la_semaine(maintenant: dt.datetime) -> dt.date:
    """This week's Monday; from Friday evening on, that of the week which families then prepare."""
    lundi = maintenant.date() - dt.timedelta(days=maintenant.weekday())
    est_finie = maintenant.weekday() > 4 or (maintenant.weekday() == 4 and maintenant.hour >= 18)
    return lundi + dt.timedelta(days=7 * est_finie)


def jours_de_la_semaine(request: HttpRequest, lundi: dt.date) -> list[Jour]:
    """Each day from Monday to Friday, and those of the weekend that have something. Each room reads what it has."""
    dimanche = lundi + dt.timedelta(days=6)
    rien_de_lu = [None] * len(registres.programmes())
    lus = {jour.date: jour for jour in en_jours(_programmees(request, lundi, dimanche, rien_de_lu))}
    dates = [lundi + dt.timedelta(days=n) for n in range(7)]
    return [lus.get(date, Jour(date, [])) for date in dates if date.weekday() < 5 or date in lus]


def jours_passes(jours: list[Jour], aujourd_hui: dt.date) -> list[Jour]:
    """Those of a week that has begun, which a phone folds; of a week that is over, none: it is read whole."""
    passes = [jour for jour in jours if jour.date < aujourd_hui]
    return passes if len(passes) < len(jours) else []


# --- What was told ----------------------------------------------------------------------------------------------------
@dataclass
class JourDeNouvelles:
    date: dt.date
    nouvelles: list[Nouvelle]


@dataclass
class Fil:
    """A page of what was told, newest first; `suivante`: the number of the page of before, if there is one."""

    jours: list[JourDeNouvelles]
    a_lire: int  # of those that are not yet, but what only opening reads
    jusqu_a: int  # the last one: what came since stays unread. 0 where not all are shown
    suivante: int | None = None
    vu_le: int = 0  # the latest moment of those that are shown (`moment`)

    @property
    def tout_est_vu(self) -> bool:
        """Messages too, which nothing but opening reads."""
        return not any(nouvelle.est_non_lue for jour in self.jours for nouvelle in jour.nouvelles)


def fil_de(request: HttpRequest, *, depuis: dt.date | None = None, numero: int = 1) -> Fil:
    """What this person was told, of `request.suivis` and of nobody in particular. One query, and those of the rooms that say more."""
    personne = request.user
    siennes = notifications_visibles_par(personne)
    if depuis is not None:
        siennes &= Q(visible_le__gte=timezone.make_aware(dt.datetime.combine(depuis, dt.time())))
    # By their place, and not by their number: what quiet hours held is read later than what was told after it.
    debut = (numero - 1) * NOUVELLES
    lues = dites_de(DITES.lire(siennes, (debut, debut + NOUVELLES + 1)))
    reste, lues = lues[NOUVELLES:], lues[:NOUVELLES]
    vus = {s.eleve.pk for s in request.suivis}
    tous = (*personne.portee.suivis, *personne.portee.suivis_confies)
    if est_filtre := vus < {s.eleve.pk for s in tous if s.eleve != personne}:
        lues = [n for n in lues if n.eleve is not None and n.eleve.pk in vus]
    deja = {dit for chose in personne.lu.part(FilLu).choses or () for dit in chose.dits}
    nouvelles = grouper([n for n in lues if (n.nature, n.objet_id) not in deja])
    if depuis is not None:
        reste, nouvelles = reste or nouvelles[LIGNES:], nouvelles[:LIGNES]
    _raconter(request, nouvelles)
    jours = groupby(nouvelles, key=lambda n: n.jour)
    return Fil(
        [JourDeNouvelles(date, list(siens)) for date, siens in jours],
        sum(n.est_non_lue and n.premiere.nature not in natures_a_ouvrir() for n in nouvelles),
        0 if est_filtre else max((n.pk for n in lues), default=0),
        numero + 1 if reste else None,
        max(((n.visible_le - EPOQUE) // MICRO for n in lues), default=0),
    )


def moment(micros: int | None) -> dt.datetime | None:
    """`Fil.vu_le`, as the page sends it back."""
    return None if micros is None else EPOQUE + micros * MICRO


def _raconter(request: HttpRequest, nouvelles: list[Nouvelle]) -> None:
    for nature, recit in registres.recits().items():
        siennes = {n.premiere.objet_id: n for n in nouvelles if n.premiere.nature == nature and not n.en_lot}
        if siennes:
            for objet, corps in recit(request, list(siennes)).items():
                siennes[objet].recit = corps
