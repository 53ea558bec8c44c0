"""`manage.py importer_onde UAI FICHIER [FICHIER…] [--annee 2026-2027] [--appliquer] [--json]`."""

import json
import sys
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.db import IntegrityError
from django.utils.translation import gettext as _

from ent.annuaire.codes import valider_uai
from ent.annuaire.models import Etablissement
from ent.services.onde.annees import choisie
from ent.services.onde.importer import importer, lire_fichiers
from ent.services.onde.lignes import Illisible
from ent.services.onde.planifier import planifier
from ent.services.onde.recit import recit

ILLISIBLE = 2


class Command(BaseCommand):
    help = "Montre ce que des exports ONDE changeraient dans une école ; avec --appliquer, l’écrit d’un coup."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("uai", metavar="UAI")
        parser.add_argument("fichiers", metavar="FICHIER", nargs="+", type=Path)
        parser.add_argument("--annee", default="", metavar="2026-2027", help="à dire de juillet à septembre")
        parser.add_argument("--appliquer", action="store_true", help="écrire le plan, en une seule fois")
        parser.add_argument("--json", action="store_true", help="pour les machines")

    def handle(self, *, uai: str, fichiers: list[Path], annee: str, appliquer: bool, **options) -> None:
        self.en_json = options["json"]
        try:
            etablissement = self._etablissement(uai.strip().upper())
            annee_visee = choisie(annee)
            lectures = lire_fichiers(fichiers)
            if appliquer:
                plan = importer(etablissement=etablissement, lectures=lectures, annee=annee_visee)
            else:
                plan = planifier(etablissement, lectures, annee=annee_visee)
        except Illisible as illisible:
            self._refuser(illisible.fichier, illisible.ligne, illisible.raison)
        except IntegrityError:
            self._refuser("", 0, _("L’annuaire a changé pendant l’import : rien n’a été écrit. Recommencez."))
        if self.en_json:
            # Once applied, the counts are those of what was written.
            contenu = plan.en_dict() | plan.applique | {"applique": appliquer}
            self.stdout.write(json.dumps(contenu, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(recit(plan, applique=appliquer))

    def _etablissement(self, uai: str) -> Etablissement:
        try:
            valider_uai(uai)
        except ValidationError as erreur:
            raise Illisible("", 0, erreur.messages[0]) from None
        etablissement = Etablissement.objects.filter(uai=uai).first()
        if etablissement is None:
            raise Illisible(
                "",
                0,
                _(
                    "Aucune école n’a l’UAI %(uai)s. Créez-la d’abord : manage.py creer_etablissement %(uai)s"
                    " --nom « Nom de l’école » --nature elementaire --commune 78621"
                )
                % {"uai": uai},
            )
        return etablissement

    def _refuser(self, fichier: str, ligne: int, raison: str) -> None:
        if self.en_json:
            erreur = {"fichier": fichier, "ligne": ligne, "raison": raison}
            self.stdout.write(json.dumps({"erreur": erreur}, ensure_ascii=False, indent=2))
        else:
            ou = ", ".join(([fichier] if fichier else []) + ([_("ligne %(n)s") % {"n": ligne}] if ligne else []))
            self.stderr.write(f"{ou} : {raison}" if ou else raison)
        sys.exit(ILLISIBLE)
