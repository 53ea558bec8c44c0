"""`manage.py creer_etablissement UAI --nom … --nature … --commune CODE_INSEE [--circonscription …]`."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ent.annuaire import actions
from ent.annuaire.models import Etablissement


class Command(BaseCommand):
    help = "Crée une école, prête à recevoir ses exports ONDE."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("uai", metavar="UAI")
        parser.add_argument("--nom", required=True)
        parser.add_argument("--nature", required=True, choices=Etablissement.Nature.values)
        parser.add_argument("--commune", required=True, metavar="CODE_INSEE")
        parser.add_argument("--circonscription", default="")

    def handle(self, *, uai: str, nom: str, nature: str, commune: str, circonscription: str, **options) -> None:
        try:
            etablissement = actions.creer_etablissement(
                uai=uai.strip().upper(), nom=nom, nature=nature, code_insee=commune, circonscription=circonscription
            )
        except ValidationError as erreur:
            raise CommandError(" ".join(erreur.messages)) from None
        self.stdout.write(
            _("%(nom)s (%(uai)s) est créée. Ensuite : manage.py importer_onde %(uai)s élèves.csv responsables.csv")
            % {"nom": etablissement.nom, "uai": etablissement.uai}
        )
