"""Whoever goes out of here goes out of the services that this session opened."""

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from .actions import chaine, sortie


@receiver(user_logged_out)
def sortir(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    if request is not None:
        sortie.quitter_les_services(session=request.session, personne=user)


def par_les_services(request: HttpRequest, suite: str) -> str:
    """Asked before, while the session is there: first through those that a browser alone can tell. Nothing for who opened none."""
    cle = chaine.commencer(session=request.session, suite=suite)
    return reverse("tiers_saml_suivre", args=[cle]) if cle else ""
