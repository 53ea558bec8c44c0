"""What the service worker keeps of a person, on purpose and on their own device alone: a room says which page, and read where."""

from dataclasses import dataclass

from django.urls import reverse


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


_copies: list[Copie] = []


def enregistrer_copie(copie: Copie) -> None:
    _copies.append(copie)


def copies() -> list[Copie]:
    return _copies
