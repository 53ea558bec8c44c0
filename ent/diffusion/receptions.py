"""A device forgets whoever leaves it, and whoever is replaced on it."""

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from .actions.reglages import quitter_appareil

COOKIE_APPAREIL = "appareil"


@receiver(user_logged_in)
def entrer(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    if user is not None and (jeton := jeton_de(request)):
        quitter_appareil(jeton=jeton, personne=user, entre=True)


@receiver(user_logged_out)
def sortir(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    if user is not None and (jeton := jeton_de(request)):
        quitter_appareil(jeton=jeton, personne=user, entre=False)


def jeton_de(request: HttpRequest | None) -> str:
    return request.COOKIES.get(COOKIE_APPAREIL, "") if request is not None else ""
