"""Menus as everybody reads them, on the public site of a school: nothing of a child is in them."""

from django.utils import timezone

from ent.annuaire.models import Etablissement
from ent.portail.registres import Repas

from .. import droits
from .menus import SEMAINE, lundi_de, semaine_publique


def repas_a_venir(ecole: Etablissement) -> list[Repas]:
    """Published ones, from today to the end of next week; a day that the school closed says so, and shows no meal."""
    if not ecole.a_le_module(droits.MODULE):
        return []
    aujourd_hui = timezone.localdate()
    lundi = lundi_de(aujourd_hui)
    jours = [jour for debut in (lundi, lundi + SEMAINE) for jour in semaine_publique(ecole, debut).jours]
    return [
        Repas(jour.jour, jour.en_mots, "" if jour.menu else jour.ferme)
        for jour in jours
        if jour.jour >= aujourd_hui and (jour.menu or jour.est_otee)
    ]
