"""What a page speaks of, a collège or an école and a collège at once: the shell knows no school, a room of the ground says it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

Juge = Callable[[HttpRequest, Mapping[str, Any]], str]
_juges: list[Juge] = []


def enregistrer_parler(juge: Juge) -> None:
    """`juge(request, named)` reads what the address names and gives a nature of `ent.socle.college`; it costs no query that the page would not make."""
    _juges.append(juge)


def nature_dite(request: HttpRequest, nommes: Mapping[str, Any]) -> str:
    return next((nature for juge in _juges if (nature := juge(request, nommes))), "")
