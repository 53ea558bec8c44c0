"""The files that a content names, held by its item."""

from django.db import transaction

from ent.annuaire.models import Personne
from ent.fichiers import actions as depots
from ent.fichiers.models import Fichier

from ..contenus import fichiers_de


@transaction.atomic
def tenir_les_fichiers(*, ecrit, auteur: Personne) -> None:
    """Once a travail or séance is saved: hold the files that its content names, let go of those it no longer names.

    A file is taken if this person deposited it and nothing holds it, or if the item holds it already: whatever the content
    names beside is not held, hence never shown.
    """
    nommes = fichiers_de(ecrit.contenu)
    actuels = {f.uuid: f for f in ecrit.fichiers.all()}
    neufs = list(Fichier.objects.deposes_par(auteur).filter(uuid__in=nommes - actuels.keys()))
    otes = [f for uuid, f in actuels.items() if uuid not in nommes]
    if neufs:
        depots.attacher(fichiers=neufs)
        ecrit.fichiers.add(*neufs)
    if otes:
        ecrit.fichiers.remove(*otes)
        depots.detacher(fichiers=otes)
