"""`manage.py tout_sur UUID dossier`: all that is held on an adult, for who asks on paper or has no account any more (RGPD art. 15)."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ent.annuaire.exports import tout_sur
from ent.annuaire.models import Personne


class Command(BaseCommand):
    help = "Écrit dans un dossier tout ce que l’installation tient sur une personne, en ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("uuid", metavar="UUID", help="le numéro opaque de la personne, dans l’adresse de sa fiche")
        parser.add_argument("dossier", type=Path)

    def handle(self, *, uuid: str, dossier: Path, **options) -> None:
        try:
            personne = Personne.objects.get(uuid=uuid)
        except (Personne.DoesNotExist, ValidationError):
            raise CommandError(_("Personne n’a ce numéro ici.")) from None
        if not dossier.is_dir():
            raise CommandError(_("%(dossier)s n’est pas un dossier.") % {"dossier": dossier})
        fichier = dossier / f"{personne.uuid}.zip"
        fichier.touch(mode=0o600)  # its reader is whoever wrote it, until it is handed over
        fichier.write_bytes(tout_sur(personne))
        self.stdout.write(_("C’est écrit dans %(fichier)s.") % {"fichier": fichier})
