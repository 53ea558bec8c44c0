"""`manage.py fermer_sessions --territoire | --ecole UAI | --compte COURRIEL`: an incident, accounts in wrong hands."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from ent.annuaire.models import Etablissement, Personne
from ent.connexion import actions, lectures


class Command(BaseCommand):
    help = "Ferme d’un coup les sessions d’un compte, d’une école ou de tout le territoire : chacun rentre avec son mot de passe."

    def add_arguments(self, parser: CommandParser) -> None:
        qui = parser.add_mutually_exclusive_group(required=True)
        qui.add_argument("--territoire", action="store_true")
        qui.add_argument("--ecole", metavar="UAI", default="")
        qui.add_argument("--compte", metavar="COURRIEL_OU_IDENTIFIANT", default="")

    def handle(self, *, ecole: str, compte: str, **options) -> None:
        etablissement = None
        personnes = Personne.objects.all()
        if ecole:
            etablissement = Etablissement.objects.filter(uai=ecole.strip().upper()).first()
            if etablissement is None:
                raise CommandError(f"Aucun établissement {ecole}.")
            personnes = lectures.gens_d_une_ecole(etablissement)
        elif compte:
            personnes = personnes.filter(Q(courriel=compte.strip().lower()) | Q(identifiant=compte.strip().lower()))
        combien = actions.fermer_les_sessions(personnes=personnes, etablissement=etablissement)
        if not combien:
            raise CommandError("Personne de ce nom : rien n’est fermé.")
        self.stdout.write(f"{combien} compte(s) : toutes leurs sessions sont fermées.")
