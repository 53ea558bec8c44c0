"""Which pupil of a collège a line names."""

import datetime as dt
import hashlib
from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from ent.annuaire import destinataires
from ent.annuaire.droits import classe_finie, en_cours
from ent.annuaire.models import Inscription
from ent.connexion.registres import personnes_des_jointures

from ..lignes import Par
from ..models import Emetteur

BOUT = dt.timedelta(days=75)  # of a year: its passage may be made in June

type Nommes = dict[tuple[Par, str], int]


def hachage_ine(emetteur: Emetteur, ine: str) -> str:
    """As its own ENT computes it: another for each sender, so that two of them cannot put their pupils side by side."""
    return hashlib.sha256(f"{emetteur.uuid}:{ine}".encode()).hexdigest()


def eleves_nommes(emetteur: Emetteur, dits: Collection[tuple[Par, str]]) -> Nommes:
    """Id of each pupil who is named, among those enrolled in this collège today and those who left for it; no other is ever found. Three queries at most."""
    lus = ("eleve_id", "eleve__uuid", "eleve__ine")
    presents = {
        (pk, str(uuid)): ine
        for pk, uuid, ine in (
            *destinataires.presents(emetteur.etablissement_id).order_by().values_list(*lus),
            *_partis_pour(emetteur.etablissement_id).values_list(*lus),
        )
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


def _partis_pour(college: int) -> QuerySet[Inscription]:
    """Last places of who left, at the end of the CM2 and a year ago at most, an école of the sector of this collège, and is in no class of here: the
    directory may never learn in which class of it they are. Who left during the year went elsewhere.
    """
    places = Inscription.objects.filter(en_cours(), classe__fermee_le=None).order_by().values("eleve")
    jusqu_au_bout = Q(fin=None) | Q(fin__gte=F("classe__annee__fin") - BOUT)
    fins = Inscription.objects.filter(
        classe_finie("classe__"), jusqu_au_bout, niveau="CM2", classe__etablissement__college_de_secteur=college
    )
    return fins.exclude(eleve__in=places).filter(eleve__fusionnee_dans=None).order_by()
