"""What rooms above plug into the directory: being told that ties of children or their class changed, the page of all schools, what makes two rows of two accounts one."""

from collections.abc import Callable, Collection
from functools import partial

from django.db import models, transaction
from django.urls import reverse

_identites: list[tuple[type[models.Model], str, tuple[str, ...]]] = []
_territoire: list[str] = []
_liens: list[Callable[[frozenset[int]], None]] = []
_travail: list[Callable[[frozenset[int]], None]] = []
_changements: list[Callable[[int, frozenset[int]], None]] = []


def enregistrer_liens_changes(fonction: Callable[[frozenset[int]], None]) -> None:
    """`fonction(enfants)` is called after commit when who answers for these children (ids), with what authority, or their
    class changed by an act or an import. What a date changes by itself is not told.
    """
    _liens.append(fonction)


def prevenir_des_liens(enfants: Collection[int]) -> None:
    """In the transaction of the change. One room that fails does not keep the others from being told."""
    lesquels = frozenset(enfants)
    if lesquels:
        for fonction in _liens:
            transaction.on_commit(partial(fonction, lesquels), robust=True)


def enregistrer_changement_de_classe(fonction: Callable[[int, frozenset[int]], None]) -> None:
    """`fonction(ecole, eleves)` is called when pupils (ids) of a school come to another of its classes: nothing of the former is theirs."""
    _changements.append(fonction)


def dire_les_changements_de_classe(ecole: int, eleves: Collection[int]) -> None:
    """In the transaction of the change, before anything of the new class is told."""
    if eleves:
        for fonction in _changements:
            fonction(ecole, frozenset(eleves))


def enregistrer_travail_rendu(fonction: Callable[[frozenset[int]], None]) -> None:
    """`fonction(personnes)` is called when a direction takes a class from people (ids) who still work in the school."""
    _travail.append(fonction)


def dire_le_travail_rendu(personnes: Collection[int]) -> None:
    """In the transaction of the change, once it is made."""
    for fonction in _travail:
        fonction(frozenset(personnes))


def enregistrer_page_du_territoire(url_name: str) -> None:
    """The page of all the schools, for the operator: whichever room has it."""
    _territoire.append(url_name)


def page_du_territoire() -> str | None:
    """Its address; None when no room has it."""
    return reverse(_territoire[-1]) if _territoire else None


def enregistrer_identite(modele: type[models.Model], champ: str, cles: tuple[str, ...]) -> None:
    """When two accounts become one: rows of this model follow the person in `champ`, unless one with the same `cles` is there."""
    _identites.append((modele, champ, cles))


def identites() -> list[tuple[type[models.Model], str, tuple[str, ...]]]:
    return _identites
