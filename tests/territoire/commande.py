"""Build an invented territory of any size, and its ONDE exports, to try the product at real size."""

from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import Etablissement, Personne

from .peupler import ECOLES_MAX, peupler


def gens_hors_distribution() -> bool:
    """Whether the database holds people other than the cast, whose UUIDs are all of version 5 (derived from a name)."""
    return any(uuid.version != 5 for uuid in Personne.objects.order_by().values_list("uuid", flat=True).iterator())


class Command(BaseCommand):
    help = "Peuple la base d’un territoire inventé, aux proportions du plan (204 écoles, 28 000 élèves)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--ecoles", type=int, required=True, help=f"nombre d’écoles, de 1 à {ECOLES_MAX}")
        parser.add_argument(
            "--graine", type=int, default=1, help="même graine, même jour : mêmes personnes, mêmes fichiers"
        )
        parser.add_argument(
            "--fichiers", type=Path, metavar="DOSSIER", help="y écrire aussi les exports ONDE des écoles"
        )
        parser.add_argument(
            "--aaf", type=Path, metavar="DOSSIER", help="y écrire aussi un lot complet de l’annuaire de l’État (AAF)"
        )
        parser.add_argument(
            "--sans-personnes", action="store_true", help="ne créer que les écoles, pour essayer l’import"
        )
        parser.add_argument("--ajouter", action="store_true", help="accepter une base qui contient déjà des personnes")

    def handle(self, *args, ecoles: int, graine: int, fichiers: Path | None, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("Un territoire inventé ne se mêle pas à la production.")
        deja = Etablissement.objects.filter(uai__startswith="079").count()
        if not 1 <= ecoles <= ECOLES_MAX - deja:
            raise CommandError(f"Le nombre d’écoles va de 1 à {ECOLES_MAX - deja}.")
        if not options["ajouter"] and (deja or gens_hors_distribution()):
            raise CommandError(
                "Cette base contient déjà d’autres écoles inventées ou d’autres personnes que la démonstration. "
                "Ajoutez --ajouter pour les garder, ou choisissez une autre base."
            )
        debut = monotonic()
        avec = {"dossier": fichiers, "aaf": options["aaf"], "avec_personnes": not options["sans_personnes"]}
        bilan = peupler(ecoles=ecoles, graine=graine, **avec)
        self.afficher(bilan, monotonic() - debut, fichiers, options["sans_personnes"])

    def afficher(self, bilan, duree: float, fichiers: Path | None, sans_personnes: bool) -> None:
        ecrire = self.stdout.write
        nombres = [
            (bilan.ecoles, "écoles"), (bilan.classes, "classes"), (bilan.eleves, "élèves"),
            (bilan.responsables, "responsables"), (bilan.enseignants, "enseignants, directions comprises"),
            (bilan.travaux, "travaux donnés"),
        ]  # fmt: skip
        ecrire(f"Territoire inventé en {duree:.0f} s" + (" (écoles seules dans la base) :" if sans_personnes else " :"))
        for nombre, nom in nombres:
            ecrire(f"  {f'{nombre:,}'.replace(',', ' '):>8} {nom}")
        if fichiers:
            ecrire(
                f"Exports ONDE : {fichiers}/<UAI>/eleves.csv et responsables.csv, tous dans {fichiers}/territoire.zip"
            )
        if bilan.entrees:
            ecrire(f"Entrées (mot de passe des adultes : {MOT_DE_PASSE}) :")
            for qui, comment in bilan.entrees:
                ecrire(f"  {comment:<48} {qui}")
