"""What kind of school a page is about: the one place that says it, for its words. No query but those of a portée."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import activate, get_language, override

from ent.socle.college import AU_COLLEGE, AUX_DEUX
from ent.socle.francais import FRANCAIS, d_un_college, parlee_de, sans_nature

from .models import Etablissement, Personne
from .models.portee import Portee, Suivi

# What an address names a child by, in every room.
ENFANT = ("eleve", "enfant")


def nature_de_la_page(request: HttpRequest, nommes: Mapping[str, Any]) -> str:
    """Of a school or a child whom the address names, what it is; else what all of its reader's schools are: to a household with a child in each, both.
    Who works reads « l’école » of both: « Mon école » is one.
    """
    lecteur = request.user
    if not isinstance(lecteur, Personne) or not (colleges := lecteur.portee.colleges):
        return ""
    portee = lecteur.portee
    if "uai" in nommes:
        return AU_COLLEGE if nommes["uai"] in portee.uai_des_colleges else ""
    ecoles = _de_l_enfant(portee, _nomme(request, nommes)) or portee.ecoles
    nature = _nature(ecoles, colleges)
    return "" if nature == AUX_DEUX and portee.est_personnel else nature


def _nature(ecoles: Iterable[int], colleges: frozenset[int]) -> str:
    ecoles = frozenset(ecoles)
    if not ecoles & colleges:
        return ""
    return AU_COLLEGE if ecoles <= colleges else AUX_DEUX


def dire_de(suivis: Iterable[Suivi], dessiner: Callable[..., str], *arguments: Any) -> str:
    """A part of a page about both kinds of schools, in the words of those of these children: a line is about one of them, most of the time."""
    langue = get_language() or ""
    suivis = list(suivis) if langue == parlee_de(base := sans_nature(langue), AUX_DEUX) else []
    if not suivis or base == langue:
        return dessiner(*arguments)
    ecoles = {s.etablissement_id: s.inscription.classe.etablissement.est_college for s in suivis}
    nature = _nature(ecoles, frozenset(pk for pk, est_college in ecoles.items() if est_college))
    with override(parlee_de(base, nature)):
        return dessiner(*arguments)


def _parlee_d_une(ecole: Etablissement) -> str:
    """The language in force, as it is spoken of this school."""
    langue = get_language() or ""
    base = sans_nature(langue)
    return d_un_college(base, ecole.est_college) if base in FRANCAIS else langue


def dire_d_une[T](ecole: Etablissement, dessiner: Callable[..., T], *arguments: Any) -> T:
    """What is of this school alone, in its words, whatever the page is about."""
    with override(_parlee_d_une(ecole)):
        return dessiner(*arguments)


def parler_d_une(ecole: Etablissement) -> None:
    """From here on, the page speaks as this school: its address names something of it, which only the view has read."""
    activate(_parlee_d_une(ecole))


def _nomme(request: HttpRequest, nommes: Mapping[str, Any]) -> str:
    dits = (nommes.get(nom) or request.GET.get(nom) for nom in ENFANT)
    return next((str(dit) for dit in dits if dit), "")


def _de_l_enfant(portee: Portee, uuid: str) -> frozenset[int]:
    suivis = portee.suivis if uuid else []
    return frozenset(s.etablissement_id for s in suivis if str(s.eleve.uuid) == uuid)
