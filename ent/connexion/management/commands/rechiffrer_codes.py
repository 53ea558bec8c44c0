"""`manage.py rechiffrer_codes`: codes and secrets keep their value, under the first key of `ENT_CLE_CODES`."""

from django.core.management.base import BaseCommand

from ent.connexion import actions


class Command(BaseCommand):
    help = "Scelle sous la première clé de ENT_CLE_CODES ce dont viennent codes et secrets : les autres clés peuvent partir."

    def handle(self, *args, **options) -> None:
        actions.rechiffrer_la_cle()
        self.stdout.write(
            "Les codes et les secrets gardent leur valeur, sous la première clé. Les autres peuvent être retirées."
        )
