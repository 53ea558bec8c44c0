"""`manage.py importer_zip FICHIER.zip [--annee 2026-2027] [--appliquer] [--json]`: many schools at once, `UAI/fichier.csv`."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from ent.services.onde.annees import choisie
from ent.services.onde.lignes import Illisible
from ent.services.onde.plan import COMPTES
from ent.services.onde.recit import ligne_de_comptes
from ent.services.onde.territoire import phrase_du_bilan, traiter

ARCHIVE_MAX = 200 * 1024 * 1024


class Command(BaseCommand):
    help = (
        "Montre ce qu’une archive d’exports ONDE (UAI/fichier.csv) changerait, école par école ; --appliquer l’écrit."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", metavar="FICHIER.zip", type=Path)
        parser.add_argument("--annee", default="", metavar="2026-2027", help="à dire de juillet à septembre")
        parser.add_argument("--appliquer", action="store_true", help="écrire, une transaction par école")
        parser.add_argument("--json", action="store_true", help="pour les machines")

    def handle(self, *, archive: Path, annee: str, appliquer: bool, **options) -> None:
        try:
            self._verifier(archive)
            bilan = traiter(nom=archive.name, contenu=archive.read_bytes(), annee=choisie(annee), appliquer=appliquer)
        except Illisible as illisible:
            erreur = {"fichier": illisible.fichier, "ligne": illisible.ligne, "raison": illisible.raison}
            if options["json"]:
                self.stdout.write(json.dumps({"erreur": erreur}, ensure_ascii=False, indent=2))
            else:
                self.stderr.write(f"{illisible.fichier} : {illisible.raison}".removeprefix(" : "))
            sys.exit(2)
        if options["json"]:
            totaux = {nom: sum(e["comptes"][nom] for e in bilan["ecoles"] if "comptes" in e) for nom in COMPTES}
            self.stdout.write(json.dumps(totaux | bilan | {"applique": appliquer}, ensure_ascii=False, indent=2))
            return
        for ecole in bilan["ecoles"]:
            suite = ecole["erreur"] if "erreur" in ecole else ligne_de_comptes(ecole["comptes"])
            self.stdout.write(f"{ecole['uai']} {ecole['nom']} : {suite}")
        for remarque in bilan["remarques"]:
            self.stdout.write(remarque)
        self.stdout.write(phrase_du_bilan(bilan["ecoles"]))
        self.stdout.write(
            _("Tout est écrit.") if appliquer else _("Rien n’est écrit. Ajoutez --appliquer pour écrire.")
        )

    def _verifier(self, archive: Path) -> None:
        if not archive.is_file():
            raise Illisible(str(archive), 0, _("Ce fichier n’existe pas."))
        if archive.stat().st_size > ARCHIVE_MAX:
            raise Illisible(archive.name, 0, _("Cette archive est trop grosse."))
