"""Tablets of a class: devices where one of its pupils came in, or that its teacher let in. Their mistakes are theirs alone.

A signed cookie holds the link of the class and a number. That of a device let in by its teacher is drawn; that of a device where a pupil came in first
is theirs, so that coming in again without the cookie, to guess somebody else's secret, begins no new count. It opens nothing: it says which count of wrong secrets is this
device's, and whether the wall opens here when the school keeps it for its tablets. Another link, and the mark is worth nothing.
"""

import secrets

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

COOKIE = "tablette_connue"
UN_AN = 365 * 24 * 3600  # seconds


class Mur(TextChoices):
    """Where the wall of first names opens for whoever holds its address, from the most open."""

    PARTOUT = "partout", _("sur tout appareil, à toute heure")
    CLASSE = "classe", _("pendant la classe ; à toute heure sur les tablettes de la classe")
    TABLETTES = "tablettes", _("sur les tablettes de la classe seulement")


def appareil_connu(request: HttpRequest, classe) -> str:
    """The number of this device in that class; « » for one that the class does not know."""
    jeton, _point, numero = request.get_signed_cookie(COOKIE, default="", max_age=UN_AN).partition(".")
    return numero if jeton == classe.jeton_tablette else ""


def retenir(request: HttpRequest, reponse: HttpResponse, classe, eleve=None) -> None:
    """`eleve`: who has just come in; None when the wall is open to new tablets."""
    numero = appareil_connu(request, classe) or (_numero(classe, eleve) if eleve else secrets.token_hex(8))
    valeur = f"{classe.jeton_tablette}.{numero}"
    reponse.set_signed_cookie(
        COOKIE, valeur, max_age=UN_AN, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _numero(classe, eleve) -> str:
    return salted_hmac("connexion.tablette_connue", f"{classe.pk}.{eleve.uuid}", algorithm="sha256").hexdigest()[:16]
