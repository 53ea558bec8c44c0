"""`manage.py verifier_journal`: nobody touched the journal."""

from django.core.management.base import BaseCommand, CommandError

from ent.annuaire import sceaux


class Command(BaseCommand):
    help = "Vérifie les sceaux du journal : aucune ligne n’a été changée, ôtée ni glissée."

    def handle(self, *args, **options) -> None:
        verdict = sceaux.verifier()
        if verdict.fautes:
            raise CommandError("\n".join(verdict.fautes))
        self.stdout.write(
            f"{verdict.lignes} lignes sous {verdict.sceaux} sceaux : le journal est tel qu’il a été écrit."
        )
