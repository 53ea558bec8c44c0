"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def portail(request: HttpRequest) -> dict:
    return {"ENT_NOM": settings.ENT_NOM, "ENT_TERRITOIRE": settings.ENT_TERRITOIRE}
