"""What image rights show on the homes: what is owed."""

from django.http import HttpRequest

from .lectures import familles as lectures


def a_repondre(request: HttpRequest) -> dict | None:
    """What this person owes for the children of the page, counted, and what they answered today."""
    if not request.suivis:
        return None
    billets = lectures.billets_du_jour(request.user, request.suivis)
    if not billets:
        return None
    return {"billets": billets, "attendus": sum(b.attendus for b in billets)}
