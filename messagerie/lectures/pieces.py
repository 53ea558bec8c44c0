"""What a message without words says: what is joined to it."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.utils.translation import ngettext

from ent.fichiers.models import Fichier

from ..models import Message

Nature = Fichier.Nature


def en_mots(message: Message) -> str:
    """Its words; without any, how many photos, sounds and videos are joined to it, and the names of documents."""
    if message.texte:
        return message.texte
    pieces = list(message.pieces.all())
    nombres = {nature: sum(piece.nature == nature for piece in pieces) for nature in Nature}
    dits = [
        (nombres[Nature.IMAGE], ngettext("%(n)s photo", "%(n)s photos", nombres[Nature.IMAGE])),
        (nombres[Nature.SON], ngettext("%(n)s son", "%(n)s sons", nombres[Nature.SON])),
        (nombres[Nature.VIDEO], ngettext("%(n)s vidéo", "%(n)s vidéos", nombres[Nature.VIDEO])),
    ]
    noms = [piece.nom for piece in pieces if piece.nature == Nature.DOCUMENT]
    return ", ".join([*(phrase % {"n": n} for n, phrase in dits if n), *noms]) or "…"


def lire_les_pieces(messages: Iterable[Message | None]) -> None:
    """Of those that have no words, for `en_mots`: one query, or none."""
    prefetch_related_objects([m for m in messages if m and not m.texte and m.rappele_le is None], "pieces")
