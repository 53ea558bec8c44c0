"""Whoever goes out of here goes out of the services that this session opened."""

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from .actions import sortie


@receiver(user_logged_out)
def sortir(sender, request: HttpRequest | None = None, user=None, **reste) -> None:
    if request is not None:
        sortie.quitter_les_services(session=request.session, personne=user)
