"""Write a line of the journal, in the transaction of the act itself."""

from .models import EntreeJournal


def consigner(verbe: str, *, auteur=None, etablissement=None, objet: str = "", **details) -> None:
    """Add one line. `verbe` is « room.verb »; `objet` a kind and an id; `details` counts and reasons, never contents."""
    EntreeJournal.objects.create(
        verbe=verbe, auteur_uuid=auteur and auteur.uuid, etablissement=etablissement, objet=objet, details=details
    )
