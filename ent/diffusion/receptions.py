"""A device forgets whoever leaves it, and whoever is replaced on it; what it still shows hears nothing more."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from .actions import congedier_les_sessions
from .actions.reglages import quitter_appareil

COOKIE_APPAREIL = "appareil"


@receiver(user_logged_in)
def entrer(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    if user is not None and (jeton := jeton_de(request)):
        quitter_appareil(jeton=jeton, personne=user, entre=True)


@receiver(user_logged_out)
def sortir(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    if user is None:
        return
    if jeton := jeton_de(request):
        quitter_appareil(jeton=jeton, personne=user, entre=False)
    congedier_les_sessions(personnes=[user.pk])


@receiver([password_changed, password_reset, password_set, authenticator_removed])
def changer_de_mot_de_passe_ou_de_cle(sender, user=None, **reste) -> None:
    """Every other session of the account is over; or it opens no more, for want of the second key that is asked of it."""
    if user is not None:
        congedier_les_sessions(personnes=[user.pk])


def jeton_de(request: HttpRequest | None) -> str:
    return request.COOKIES.get(COOKIE_APPAREIL, "") if request is not None else ""
