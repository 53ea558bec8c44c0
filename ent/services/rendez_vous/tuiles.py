"""What meetings show on the homes: to take a slot, the coming one; to a teacher, the families without one."""

from django.http import HttpRequest

from .lectures import familles, suivi


def famille(request: HttpRequest) -> dict | None:
    """What waits for an answer first, then what is booked."""
    if not request.suivis:
        return None
    guichets = familles.guichets_de_l_accueil(request.user, request.suivis)
    if not guichets:
        return None
    a_prendre = [g for g in guichets if g.reservation is None]
    return {"guichets": [*a_prendre, *(g for g in guichets if g.reservation)], "a_prendre": a_prendre}


def enseignant(request: HttpRequest) -> dict | None:
    """The meetings that one keeps and that are to come."""
    suivis = suivi.rencontres_de_l_accueil(request.user)
    return {"suivis": suivis} if suivis else None
