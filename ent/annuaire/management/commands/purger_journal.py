"""`manage.py purger_journal`: lines older than a year leave, by the one way that the database lets them."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ent.annuaire import sceaux


class Command(BaseCommand):
    help = "Efface du journal ce qui a plus d’un an (ou plus, avec --jours)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jours", type=int, default=sceaux.GARDE.days)

    def handle(self, *, jours: int, **options) -> None:
        if jours < sceaux.GARDE.days:
            raise CommandError("Le journal se garde un an.")
        lignes = sceaux.purger(avant=timezone.now() - dt.timedelta(days=jours))
        self.stdout.write(f"{lignes} lignes effacées.")
