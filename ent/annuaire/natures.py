"""What kind of school a page is about: the one place that says it, for its words. No query but those of a portée."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from .models import Personne
from .models.portee import Portee

# What an address names a child by, in every room.
ENFANT = ("eleve", "enfant")


def est_d_un_college(request: HttpRequest, nommes: Mapping[str, Any]) -> bool:
    """Of a child whom the address names, or of a school where its reader has a child, that it is a collège; else that all of its reader's schools
    are. Of a household with a child in an école too, what is said of both keeps the word that stands for both.
    """
    lecteur = request.user
    if not isinstance(lecteur, Personne) or not (colleges := lecteur.portee.colleges):
        return False
    portee = lecteur.portee
    ecoles = _de_l_enfant(portee, _nomme(request, nommes)) or _dite(portee, nommes) or portee.ecoles
    return bool(ecoles) and ecoles <= colleges


def _nomme(request: HttpRequest, nommes: Mapping[str, Any]) -> str:
    dits = (nommes.get(nom) or request.GET.get(nom) for nom in ENFANT)
    return next((str(dit) for dit in dits if dit), "")


def _de_l_enfant(portee: Portee, uuid: str) -> frozenset[int]:
    suivis = portee.suivis if uuid else []
    return frozenset(s.etablissement_id for s in suivis if str(s.eleve.uuid) == uuid)


def _dite(portee: Portee, nommes: Mapping[str, Any]) -> frozenset[int]:
    suivis = portee.suivis if "uai" in nommes else []
    return frozenset(s.etablissement_id for s in suivis if s.inscription.classe.etablissement.uai == nommes["uai"])
