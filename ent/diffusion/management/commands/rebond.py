"""Read a mail that came back, as a mail server gives it to a pipe."""

import sys
from email import policy
from email.parser import BytesParser

from django.core.management.base import BaseCommand

from ent.diffusion import rebonds
from ent.diffusion.actions.envois import noter_rebond

TAILLE_MAX = 1_000_000


class Command(BaseCommand):
    help = "Lit sur l’entrée un avis de non-remise (RFC 3464) et note l’adresse qui refuse nos e-mails."

    def handle(self, *args, **options) -> None:
        message = BytesParser(policy=policy.default).parsebytes(sys.stdin.buffer.read(TAILLE_MAX))
        # Never an error for the mail server: it would send a notification about the notification.
        self.stdout.write(traiter(message))


def traiter(message) -> str:
    rebond = rebonds.lire(message)
    if rebond is None:
        return "Rien à noter : ce message n’est pas un avis de non-remise d’un de nos e-mails."
    if not rebond.est_definitif:
        return "Rien à noter : le refus est passager."
    envoi = rebonds.envoi_de(rebond)
    if envoi is None or not noter_rebond(envoi=envoi, motif=f"{rebond.statut} {rebond.motif}".strip()):
        return "Rien à noter : cet e-mail est déjà connu comme refusé, ou oublié."
    return "Noté : l’adresse a refusé notre e-mail."
