"""Translations already made, for who reads a thread in another language."""

from collections.abc import Iterable

from ..models import Message, Traduction


def traductions_de(messages: Iterable[Message], langue: str) -> dict[int, str]:
    """By message (id), what the machine made of it as it now reads. One query; what was corrected since is left out."""
    revisions = {m.pk: m.revision for m in messages}
    faites = Traduction.objects.filter(message__in=revisions, langue=langue).order_by()
    lignes = faites.values_list("message_id", "revision", "texte")
    return {pk: texte for pk, revision, texte in lignes if revision == revisions[pk]}
