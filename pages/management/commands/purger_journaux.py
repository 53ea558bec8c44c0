"""Erase the journals whose families had three months to keep them; the day's round of workers does the same."""

from django.core.management.base import BaseCommand

from pages.actions import archives


class Command(BaseCommand):
    help = "Efface les journaux de classe trois mois après la fin de l’année, une fois l’archive proposée aux familles."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--essai", action="store_true", help="dire ce qui serait effacé, sans rien effacer")

    def handle(self, *args, essai: bool, **options) -> None:
        for classe in list(archives.classes_a_purger()):
            if essai:
                self.stdout.write(f"{classe.etablissement} · {classe} · {classe.annee} : serait effacé")
                continue
            nombre = archives.purger(classe=classe)
            self.stdout.write(f"{classe.etablissement} · {classe} · {classe.annee} : {nombre} billets effacés")
