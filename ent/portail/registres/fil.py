"""What rooms put in the feed of a family: what waits for an answer, the days to come, and more of a piece of news than its sentence."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

type Lignes = list[list[tuple]]  # the rows of questions, in their order


@dataclass
class Chose:
    """One thing that waits for this person: a line of « À faire maintenant ».

    `cle` names it among all (« mot-12-7 »), so that it can be put off; `dessiner` gives its whole `<li class="fil__article">`, where
    `{% plus_tard chose child title %}` stands. Answered (`est_faite`), it stays where it is, to change one's mind: it is counted apart.
    """

    cle: str
    eleves: Collection[int]
    dessiner: Callable[["Chose"], str]
    minutes: int = 1
    avant: dt.date | None = None  # the last day to do it: it is put off no further
    est_faite: bool = False
    dits: Collection[
        tuple[str, int]
    ] = ()  # the natures and things of the news that told it, which are not said again below


@dataclass(frozen=True)
class Attente:
    """A kind of things that wait, in one universe. `lire(request, rows)` gives those of `request.suivis` to a family; `rows` are those of `questions(person)`, small
    readings (two numbers and a word a row) that a home makes with the count of unread news. `evenements` make the list ask for itself again.
    """

    nom: str
    lire: Callable[[HttpRequest, Lignes], list[Chose]]
    evenements: tuple[str, ...] = ()
    questions: Callable[[Any], list] | None = None
    univers: str = "famille"
    salle: str = ""  # in which it may be confided (`enregistrer_salle_confiee`): without it, children who were confided are not in `request.suivis`


@dataclass
class DuJour:
    """Something of one day for one's children: `dessiner()` gives a whole `<li>`, under their names, where the day is shown; `mots`, the same in a
    line of text, on paper (nothing: it is not there). Of several at no hour, the order is that of the rooms.
    """

    jour: dt.date
    suivis: list[Any]
    dessiner: Callable[[], str]
    heure: dt.time = field(default_factory=dt.time)
    mots: str = ""


@dataclass(frozen=True)
class Programme:
    """What a room has in the days of a family: on the home today and tomorrow, and in « Semaine ».

    `lire(request, first day, last day, rows)` gives what concerns `request.suivis`; without rows (a page that is not the home), it reads.
    `au_dehors`: what `mots` is called (« devoir », « evenement ») where a parent lets another ENT show it; nothing: it stays here.
    """

    nom: str
    lire: Callable[[HttpRequest, dt.date, dt.date, Lignes | None], list[DuJour]]
    evenements: tuple[str, ...] = ()
    questions: Callable[[Any], list] | None = None
    salle: str = ""  # as of an `Attente`
    au_dehors: str = ""


def en_ligne(cle: str, icone: str, titre: Any, adresse: str, precision: Any = "", **options: Any) -> Chose:
    """A thing that waits for who works: one line, that leads where it is done."""

    def dessiner(chose: Chose) -> str:
        contexte = {"chose": chose, "icone_de": icone, "titre": titre, "adresse": adresse, "precision": precision}
        return render_to_string("portail/_attend.html", contexte)

    return Chose(cle, (), dessiner, **options)


type Recit = Callable[[HttpRequest, Collection[int]], Mapping[int, str]]

_attentes: dict[str, Attente] = {}
_programmes: dict[str, Programme] = {}
_recits: dict[str, Recit] = {}
_d_ailleurs: list[Callable[[Any], list[Any]]] = []


def enregistrer_attente(attente: Attente) -> None:
    _attentes[attente.nom] = attente


def attentes(univers: str) -> list[Attente]:
    return [attente for attente in _attentes.values() if attente.univers == univers]


def enregistrer_programme(programme: Programme) -> None:
    _programmes[programme.nom] = programme


def programmes() -> list[Programme]:
    return list(_programmes.values())


def enregistrer_enfants_d_ailleurs(fonction: Callable[[Any], list[Any]]) -> None:
    """`fonction(personne)` gives children in no class of here (`Suivi`) of whom a room has something to say to this person: a page may keep to one of
    them as to any other.
    """
    _d_ailleurs.append(fonction)


def enfants_d_ailleurs(personne: Any) -> list[Any]:
    return [suivi for fonction in _d_ailleurs for suivi in fonction(personne)]


def enregistrer_recit(nature: str, recit: Recit) -> None:
    """`recit(request, ids)` gives, of things that this person was told of, what stands under the sentence: a few photos, the first words.

    Rights are judged there again: what one may read no more says nothing.
    """
    _recits[nature] = recit


def recits() -> dict[str, Recit]:
    return _recits
