"""Erase deposits that nothing took for a day, and objects without a row. Deposits already plan it; cron may call it too."""

from django.core.management.base import BaseCommand

from ent.fichiers import actions


class Command(BaseCommand):
    help = "Efface les dépôts de fichiers sans suite depuis un jour et les objets orphelins du stockage."

    def handle(self, *args, **options) -> None:
        bilan = actions.purger()
        self.stdout.write(
            f"{bilan['fichiers']} fichier(s) sans suite et {bilan['objets']} objet(s) orphelin(s) effacés."
        )
