"""What GAR shows: a tile to who learns and teaches, a row of « Plus » to the operator, a line among the services of a family."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .lectures import pages
from .models import EnvoiGar


def ressources(request: HttpRequest) -> dict | None:
    """No query where GAR is not set; one otherwise."""
    return {} if settings.ENT_GAR_ID and pages.ecoles_ouvertes_a(request.user) else None


def parmi_les_services(request: HttpRequest, objet: Any = None) -> dict | None:
    """Beside the services of the registry: of whom GAR knows, to who answers for them or is known oneself."""
    if not settings.ENT_GAR_ID:
        return None
    suivis = pages.enfants_connus(request.user)
    sienne = bool(pages.ecoles_ouvertes_a(request.user))
    enfants = list({s.eleve.pk: s.eleve for s in suivis}.values())
    return {"enfants": enfants, "sienne": sienne} if enfants or sienne else None


def etat_des_envois(request: HttpRequest) -> str:
    if not settings.ENT_GAR_ID:
        return _("pas réglé")
    dernier = EnvoiGar.objects.tenus_par(request.user).first()
    if dernier is None:
        return _("rien n’est encore parti")
    return _("dernier fait le %(jour)s") % {"jour": date_format(dernier.fait_le, "j F")}
