"""Run deferred tasks in a process of its own."""

from django.core.management.base import BaseCommand

from ent.diffusion import vapid
from ent.diffusion.ouvrier import Ouvrier, travailler


class Command(BaseCommand):
    help = "Exécute les tâches différées (annonces du matin, imports, e-mails du jour), jusqu’à l’arrêt."

    def handle(self, *args, **options) -> None:
        if not vapid.est_ouvert():
            self.stdout.write("Notifications sur téléphone : fermées (ENT_VAPID_PRIVEE n’est pas donnée).")
        ouvrier = Ouvrier()
        ouvrier.configure_signals()
        travailler(ouvrier)
