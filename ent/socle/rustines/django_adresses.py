"""An address reads no number that a database could not hold: eighteen figures at most.

Django's `<int:…>` reads up to four thousand three hundred of them. Most lookups answer that nothing has such a number; one through a foreign key, or
prepared by us, asks the database, which refuses it: 500 for whoever changed an address by hand. One that is forgotten is enough: every address is
bounded here, those of libraries included. It is then no page, as one whose day does not exist. An address that we write ourselves is not judged.

Nor a text that holds a NUL (« %00 »), which PostgreSQL keeps nowhere and refuses to look for.
"""

from collections.abc import Callable

from django.urls.converters import IntConverter, StringConverter

ESSAYEE = {"Django": "6.1.3"}


def borner(lire: Callable[[str], int | None]) -> None:
    """`lire` gives the number that figures write, None when it is none. Twice is once."""

    def to_python(_convertisseur: IntConverter, ecrit: str) -> int:
        lu = lire(ecrit)
        if lu is None:
            raise ValueError(ecrit)
        return lu

    IntConverter.to_python = to_python
    StringConverter.to_python = sans_nul


def sans_nul(_convertisseur: StringConverter, ecrit: str) -> str:
    if "\0" in ecrit:
        raise ValueError(ecrit)
    return ecrit
