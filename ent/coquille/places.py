"""Named places of the pages of the ground, where rooms above put what is theirs: the page names none of them.

A template says ``{% place "ecole.avis" ecole %}``; a room says, in its `branchements.py`,
``enregistrer_fragment(Fragment("ecole.avis", "room/_avis.html", contexte, ordre=10))``.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .patrons import patron


def _objet_seul(request: HttpRequest, objet: Any) -> dict:
    return {"objet": objet}


@dataclass(frozen=True)
class Fragment:
    """What a room puts in a place. `contexte(request, objet)` gives its template's variables, or None when it has nothing to say.

    `objet` is what the page is about: a school, a class, a pupil. Places have their own order, from the least `ordre`. What depends
    on nothing but its variables and the language (`est_fixe`) is drawn once.
    """

    place: str
    gabarit: str
    contexte: Callable[[HttpRequest, Any], dict | None] = _objet_seul
    ordre: int = 100
    est_fixe: bool = False


_fragments: dict[str, list[Fragment]] = defaultdict(list)


def enregistrer_fragment(fragment: Fragment) -> None:
    _fragments[fragment.place] = sorted([*_fragments[fragment.place], fragment], key=lambda f: f.ordre)


def dessiner(place: str, request: HttpRequest, objet: Any = None) -> SafeString:
    """What rooms put there, one after the other; nothing when none does."""
    morceaux = []
    for fragment in _fragments.get(place, ()):
        if (variables := fragment.contexte(request, objet)) is not None:
            if fragment.est_fixe:
                morceaux.append(patron(fragment.gabarit, **variables))
            else:
                morceaux.append(render_to_string(fragment.gabarit, variables, request))
    return SafeString("".join(morceaux))
