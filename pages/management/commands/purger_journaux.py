"""Erase the journals whose families had three months to keep them; the day's round of workers does the same."""

from django.core.management.base import BaseCommand

from ent.annuaire.models import Classe
from pages.actions import archives


class Command(BaseCommand):
    help = (
        "Efface les journaux de classe trois mois après la fin de l’année, une fois l’archive proposée aux familles. "
        "Une classe qui a des élèves présents, ou qui n’est pas fermée, est gardée et dite."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--essai", action="store_true", help="dire ce qui serait effacé, sans rien effacer")

    def handle(self, *args, essai: bool, **options) -> None:
        a_purger = list(archives.classes_a_purger())
        for classe in archives.classes_passees_a_temps().exclude(pk__in=[c.pk for c in a_purger]):
            self.stdout.write(f"{classe.etablissement} · {classe} · {classe.annee} : gardé, {_raison(classe)}")
        for classe in a_purger:
            if essai:
                self.stdout.write(f"{classe.etablissement} · {classe} · {classe.annee} : serait effacé")
                continue
            nombre = archives.purger(classe=classe)
            self.stdout.write(f"{classe.etablissement} · {classe} · {classe.annee} : {nombre} billets effacés")


def _raison(classe: Classe) -> str:
    if classe.fermee_le is None:
        return "son année n’a jamais été fermée : importez les classes de cette année"
    return "des élèves y sont encore inscrits : importez les classes de cette année"
