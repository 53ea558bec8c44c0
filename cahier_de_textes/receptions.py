"""A calendar address is a secret that needs no password: it ends with one that had to be made again."""

from allauth.account.signals import password_reset
from django.dispatch import receiver

from .actions.agenda import revoquer_les_agendas


@receiver(password_reset)
def refaire_son_mot_de_passe(sender, user=None, **reste) -> None:
    """Who forgot it, or fears that somebody knows it, closes all that it opened; a phone's calendar is given a new address."""
    if user is not None:
        revoquer_les_agendas(personne=user)
