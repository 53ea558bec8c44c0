"""`manage.py code_activation UAI COURRIEL`: the paper that no school may print.

That of a directeur, and the new one of a family that several schools know.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ent.annuaire.journal import consigner
from ent.annuaire.models import Etablissement
from ent.connexion import actions, droits, lectures


class Command(BaseCommand):
    help = "Affiche le code d’activation d’une personne du personnel ou des familles d’un établissement."

    def add_arguments(self, parser) -> None:
        parser.add_argument("uai")
        parser.add_argument("courriel", help="l’adresse que l’école connaît")
        parser.add_argument(
            "--nouveau", action="store_true", help="la personne a déjà un compte : elle choisira un autre mot de passe"
        )

    @transaction.atomic
    def handle(self, *, uai: str, courriel: str, nouveau: bool, **options) -> None:
        etablissement = Etablissement.objects.filter(uai=uai).first()
        if etablissement is None:
            raise CommandError(f"Aucun établissement {uai}.")
        gens = {d.personne for d in lectures.personnel_de(etablissement)} | lectures.familles_de(etablissement)
        trouves = [p for p in gens if courriel.casefold() in (p.courriel_contact.casefold(), p.courriel)]
        if len(trouves) != 1:
            raise CommandError(
                f"{len(trouves)} personne avec cette adresse dans le personnel ou les familles de {etablissement}."
            )
        [personne] = trouves
        if droits.est_activee(personne) and not nouveau:
            raise CommandError(f"{personne} a déjà un compte. Ajoutez --nouveau si elle ne peut plus entrer.")
        code = actions.emettre_code(personne=personne, etablissement=etablissement, renouveler=nouveau)
        consigner(
            "connexion.imprimer_papiers_du_personnel", etablissement=etablissement, personnels=1, nouveaux=int(nouveau)
        )
        self.stdout.write(f"{personne} : {code[:4]} {code[4:]}")
