"""What the carnet de liaison shows on the homes: what is owed first, the school's news last."""

from django.http import HttpRequest

from .lectures import mots_familles as lectures


def _carnet(request: HttpRequest) -> lectures.Carnet:
    """Read once for the two tiles of a home."""
    if not hasattr(request, "carnet"):
        request.carnet = lectures.carnet_de_famille(request.user, request.suivis)
    return request.carnet


def a_signer(request: HttpRequest) -> dict | None:
    """« À signer », and what was signed today."""
    if not request.suivis:
        return None
    carnet = _carnet(request)
    if not (carnet.a_signer or carnet.signes):
        return None
    return {"a_signer": carnet.a_signer, "coupons": carnet.coupons}


def nouvelles(request: HttpRequest) -> dict | None:
    """What is only to be read, for a week."""
    if not request.suivis:
        return None
    nouvelles = _carnet(request).nouvelles
    return {"nouvelles": nouvelles} if nouvelles else None
