"""Kinds of acts that the journal is asked for, and what of it is not read by all who read it."""

from collections.abc import Collection, Mapping
from typing import Any

from ent.socle.tri import cle

# By its name in an address: what a kind of acts is called, and its verbs.
_sortes: dict[str, tuple[Any, list[str]]] = {}


def enregistrer_sorte_de_gestes(nom: str, libelle: Any, verbes: Collection[str]) -> None:
    """Rooms that say the same kind are asked for together."""
    _sortes[nom] = (libelle, [*_sortes.get(nom, (libelle, []))[1], *verbes])


def sortes_de_gestes() -> list[tuple[str, Any]]:
    """By their words."""
    return sorted(((nom, libelle) for nom, (libelle, _verbes) in _sortes.items()), key=lambda sorte: cle(str(sorte[1])))


def verbes_de(sorte: str) -> list[str]:
    return _sortes[sorte][1] if sorte in _sortes else []


# Verbs by which one who answers for a child says something that another who does is not to read, each with the kind of what it names.
_entre_eux: dict[str, str] = {}


def enregistrer_entre_eux(verbes: Mapping[str, str]) -> None:
    _entre_eux.update(verbes)


def verbes_entre_eux() -> Mapping[str, str]:
    return _entre_eux
