"""Which pupil of a collège a line names."""

import hashlib
from collections.abc import Collection

from ent.annuaire import destinataires
from ent.connexion.registres import personnes_des_jointures

from ..lignes import Par
from ..models import Emetteur

type Nommes = dict[tuple[Par, str], int]


def hachage_ine(emetteur: Emetteur, ine: str) -> str:
    """As its own ENT computes it: another for each sender, so that two of them cannot put their pupils side by side."""
    return hashlib.sha256(f"{emetteur.uuid}:{ine}".encode()).hexdigest()


def eleves_nommes(emetteur: Emetteur, dits: Collection[tuple[Par, str]]) -> Nommes:
    """Id of each pupil who is named, among those enrolled in this collège today; no other is ever found. Two queries at most."""
    presents = {
        (pk, str(uuid)): ine
        for pk, uuid, ine in destinataires.presents(emetteur.etablissement_id)
        .order_by()
        .values_list("eleve_id", "eleve__uuid", "eleve__ine")
    }
    nommes: Nommes = {}
    for (pk, uuid), ine in presents.items():
        nommes[Par.ID, uuid] = pk
        if ine:
            nommes[Par.INE, hachage_ine(emetteur, ine)] = pk
    ids = {pk for pk, _uuid in presents}
    par_educonnect = {valeur for par, valeur in dits if par == Par.FREDUCTID}
    for valeur, personne in personnes_des_jointures(Par.FREDUCTID, par_educonnect).items():
        if personne.pk in ids:
            nommes[Par.FREDUCTID, valeur] = personne.pk
    return nommes
