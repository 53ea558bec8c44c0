"""Run inside one site (`python -m tests.charge.diffusion.ecriture 7`): milliseconds that writing in this thread takes before its
commit, rights, notifications and journal included, as the middle of several writings.
"""

import statistics
import sys
import time
import uuid

import django

django.setup()

from django.db import transaction  # noqa: E402

from config import ramasse_miettes  # noqa: E402 (as the product's own server)
from ent.annuaire.models import Personne, Role  # noqa: E402
from messagerie.actions.messages import envoyer  # noqa: E402
from messagerie.models import Fil  # noqa: E402

CHAUFFE, MESSAGES = 3, 15
TEXTE = "Chers parents, la sortie à la ferme est déplacée à jeudi. " * 4


def ecrire(fil: Fil, auteur: int) -> float:
    personne = Personne.objects.get(pk=auteur)  # as a request has just fetched them
    debut = time.perf_counter()
    with transaction.atomic():
        envoyer(fil=fil, auteur=personne, uuid=uuid.uuid4(), texte=TEXTE)
        return 1_000 * (time.perf_counter() - debut)


def main(pk: int) -> None:
    fil = Fil.objects.get(pk=pk)
    directeur = Role.objects.filter(etablissement=fil.etablissement_id, nature=Role.Nature.DIRECTEUR).order_by("pk")[0]
    ramasse_miettes.regler()
    durees = [ecrire(fil, directeur.personne_id) for _n in range(CHAUFFE + MESSAGES)]
    print(statistics.median(durees[CHAUFFE:]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
