"""A session is noted with its person when it begins, and when a new password gives it another key; forgotten when it is left."""

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from .actions.sessions import finir_de_loin, noter_session, oublier_session
from .droits import se_liste
from .navigateurs import nommer


@receiver([user_logged_in, password_changed, password_set])
def entrer(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    if request is not None and user is not None and se_liste(request.session, user):
        noter_session(session=request.session, personne=user, nom=nommer(request.headers.get("User-Agent", "")))


@receiver([password_changed, password_reset, password_set])
def changer_de_mot_de_passe(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    """Every other session of the account is over: after `entrer`, by which the line of the one in hand bears its new key."""
    if user is not None:
        ici = request.session.session_key if request is not None else None
        finir_de_loin(personnes=[user.pk], sauf=ici or "")


@receiver(user_logged_out)
def sortir(sender, request: HttpRequest | None = None, **reste) -> None:
    if request is not None and request.session.session_key:
        oublier_session(cle=request.session.session_key)
