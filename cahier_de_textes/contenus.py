"""What is read of a content: its blocks, its files, its words. Writing one: `forms/contenus.py`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wagtail.blocks import StreamValue

from .blocs import BLOCS, BOUTONS, FICHIERS


def brut_simple(valeur: Any) -> Any:
    """A raw value without the envelopes that Wagtail puts around the items of a list."""
    if isinstance(valeur, dict):
        return {cle: brut_simple(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        return [brut_simple(v["value"] if isinstance(v, dict) and v.get("type") == "item" else v) for v in valeur]
    return valeur


def blocs_de(contenu: StreamValue | Iterable[dict] | None) -> list[dict]:
    """Blocks of a content as plain {"type", "value", "id"}, whatever holds them; unknown types are left out."""
    bruts = contenu.raw_data if isinstance(contenu, StreamValue) else (contenu or [])
    return [
        {"type": b["type"], "value": brut_simple(b["value"]), "id": b.get("id")} for b in bruts if b["type"] in BOUTONS
    ]


def fichiers_de(contenu: StreamValue | Iterable[dict] | None) -> set[UUID]:
    """The files that a content names."""
    return {uuid for b in blocs_de(contenu) if b["type"] in FICHIERS and (uuid := en_uuid(b["value"]["fichier"]))}


def en_uuid(texte: str) -> UUID | None:
    try:
        return UUID(texte)
    except (ValueError, AttributeError, TypeError):
        return None


def phrase_de(bloc: dict) -> str:
    """What a block says aloud; empty for a picture without a word."""
    return BLOCS.child_blocks[bloc["type"]].dire(bloc["value"])


def texte_brut(contenu: StreamValue | Iterable[dict] | None) -> str:
    """The words of a content, a line each: for speech, paper and search."""
    return "\n".join(phrase for bloc in blocs_de(contenu) if (phrase := phrase_de(bloc)))
