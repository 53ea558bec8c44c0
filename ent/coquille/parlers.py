"""Whether a page speaks of a collège: the shell knows no school, a room of the ground says it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

Juge = Callable[[HttpRequest, Mapping[str, Any]], bool]
_juges: list[Juge] = []


def enregistrer_parler(juge: Juge) -> None:
    """`juge(request, named)` reads what the address names; it costs no query that the page would not make."""
    _juges.append(juge)


def parle_d_un_college(request: HttpRequest, nommes: Mapping[str, Any]) -> bool:
    return any(juge(request, nommes) for juge in _juges)
