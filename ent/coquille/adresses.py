"""Addresses that a page writes a hundred times: Django's `reverse`, asked once per name and kind of arguments."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

# Numbers that no row has: where they stand in an address, those of the moment go.
PLACE = 8_000_000_000_000_000_000


def adresse(nom: str, *positions: Any, **nommes: Any) -> str:
    """`{% url %}`: arguments of one kind at a time. Anything but a number of row and a UUID goes by Django's own way."""
    genres = tuple(map(type, positions or nommes.values()))
    if not {int, UUID}.issuperset(genres):
        return reverse(nom, args=positions or None, kwargs=nommes or None)
    return _modele(nom, genres, tuple(nommes), get_urlconf(), get_script_prefix()) % (positions or nommes)


@lru_cache(maxsize=1024)
def _modele(nom: str, genres: tuple[type, ...], noms: tuple[str, ...], _urls: Any, _prefixe: str) -> str:
    """The address, with « %s » or « %(name)s » where its arguments go."""
    places = [UUID(int=PLACE + rang) if genre is UUID else PLACE + rang for rang, genre in enumerate(genres)]
    nommees = dict(zip(noms, places, strict=True)) if noms else None
    modele = reverse(nom, args=None if noms else places, kwargs=nommees).replace("%", "%%")
    for rang, place in enumerate(places):
        modele = modele.replace(str(place), f"%({noms[rang]})s" if noms else "%s")
    return modele
