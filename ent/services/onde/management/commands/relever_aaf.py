"""`manage.py relever_aaf [DOSSIER]`: take what the folder of the AAF holds, now."""

import sys
from pathlib import Path

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from ent.services.onde.aaf import releve
from ent.services.onde.models import EcoleAaf
from ent.services.onde.recit import ligne_de_comptes


class Command(BaseCommand):
    help = "Relève le dossier de l’annuaire de l’État (AAF) : lit les lots nouveaux et les applique, école par école."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dossier", metavar="DOSSIER", nargs="?", type=Path, help="à défaut, ENT_AAF_DOSSIER")

    def handle(self, *, dossier: Path | None, **options) -> None:
        dossier = dossier or releve.dossier()
        if dossier is None:
            self.stderr.write(_("Dites le dossier : l’installation n’en règle aucun."))
            sys.exit(2)
        lots = releve.relever(dossier)
        for remarque in (cache.get(releve.VU) or {}).get("remarques", []):
            self.stderr.write(remarque)
        for lot in lots:
            lot.refresh_from_db()
            self.stdout.write(
                f"{lot.flux}, {lot.get_genre_display()} du {lot.jour:%d/%m/%Y} : {lot.erreur or lot.get_etat_display()}"
            )
            for ecole in EcoleAaf.objects.filter(lot=lot).select_related("etablissement"):
                suite = ecole.erreur or ligne_de_comptes(ecole.comptes)
                self.stdout.write(f"  {ecole.etablissement.uai} {ecole.etablissement.nom} : {suite}")
        if not lots:
            self.stdout.write(_("Aucun lot nouveau."))
