"""What the service worker keeps of a person, on purpose and on their own device alone: a room says which page, and read where.

Two ways. A `Copie` is a page made to be kept, that a script of its room asks for. A `Gardee` is a page as its reader saw it: the
answer says whose it is and that it may be kept (`ENTETE`), the worker keeps it, and shows it with its date once the network is cut.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

# Of an answer: « whose », « whose, rights » where their device may keep, « whose, rights, garder » for an answer that is kept. The rights are
# a digest: once it is another, what was kept under the former one goes. « - » stands for rights that were not read.
ENTETE = "X-Copie"


@dataclass(frozen=True)
class Copie:
    """`url_name` is the page that is kept; `lue_a` a regular expression of JavaScript, the addresses where it is read instead
    when the network is cut.
    """

    url_name: str
    lue_a: str

    @property
    def adresse(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Gardee:
    """Pages of this address, kept once read. `d_avance`: asked for quietly too, by who has not opened it (no argument then). `pour` judges the
    request, beyond the device. `parmi` gives the items that this person reads now, of which the address says one by `cle`: without it, the page lives
    as long as the rights it was kept under. `a_jour` says, of each (arguments of the address, mark that the answer bore: its ETag), whether it still
    holds what is there: where another thing may come under the same address.
    """

    url_name: str
    d_avance: bool = False
    pour: Callable[[HttpRequest], bool] | None = None
    cle: str = ""
    parmi: Callable[[Any], QuerySet] | None = None
    a_jour: Callable[[Sequence[tuple[dict[str, Any], str]]], list[bool]] | None = None


_copies: list[Copie] = []
_gardees: dict[str, Gardee] = {}


def enregistrer_copie(copie: Copie) -> None:
    _copies.append(copie)


def copies() -> list[Copie]:
    return _copies


def enregistrer_gardee(gardee: Gardee) -> None:
    _gardees[gardee.url_name] = gardee


def gardees() -> dict[str, Gardee]:
    return _gardees
