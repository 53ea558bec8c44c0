"""Run deferred tasks in a process of its own."""

from django.core.management.base import BaseCommand

from ent.diffusion.ouvrier import Ouvrier, travailler


class Command(BaseCommand):
    help = "Exécute les tâches différées (annonces du matin, imports), jusqu’à l’arrêt."

    def handle(self, *args, **options) -> None:
        ouvrier = Ouvrier()
        ouvrier.configure_signals()
        travailler(ouvrier)
