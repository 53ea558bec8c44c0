"""The journal: write a line in the transaction of the act itself, and say it in a sentence.

Each room says its own verbs, in its `branchements.py`. A verb that has no sentence yet is told by its name, never hidden.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise

from .models import EntreeJournal

# « a donné un travail », or what says it from the details of the line.
Phrase = str | Promise | Callable[[dict[str, Any]], str]
_phrases: dict[str, Phrase] = {}


def consigner(verbe: str, *, auteur=None, etablissement=None, objet: str = "", **details) -> None:
    """Add one line. `verbe` is « room.verb »; `objet` a kind and an id; `details` counts and reasons, never contents."""
    EntreeJournal.objects.create(
        verbe=verbe, auteur_uuid=auteur and auteur.uuid, etablissement=etablissement, objet=objet, details=details
    )


def enregistrer_phrases(salle: str, phrases: Mapping[str, Phrase]) -> None:
    """The verbs of a room, each with what it did, without who: ``{"donner_role": "a donné un rôle dans l’école"}``."""
    _phrases.update({f"{salle}.{verbe}": phrase for verbe, phrase in phrases.items()})


def raconter(entree: EntreeJournal) -> str:
    """What was done, without who."""
    phrase = _phrases.get(entree.verbe) or entree.verbe.partition(".")[2].replace("_", " ")
    return phrase(entree.details) if callable(phrase) else str(phrase)
