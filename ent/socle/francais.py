"""What French does to a word by what stands beside it: « d’Estelle », a title that holds guillemets; and easy French. Pure: no database."""

import re

from django.utils.translation import get_language

from .college import COLLEGE
from .textes import norme

# French said simply (FALC): a variant that IANA registers, whose catalog holds the sentences of ten screens and falls back on French.
FACILE = "fr-simple"


def langue_de_base() -> str:
    """The language in force, as people name it: easy French is French, that of a collège too. For what leaves a page, and for what a language does."""
    return "fr" if (langue := get_language() or "fr") in (FACILE, COLLEGE) else langue


def d_un_college(langue: str, est_college: bool = True) -> str:
    """This language, as it is spoken of a collège, or of an école."""
    return COLLEGE if est_college and langue == "fr" else langue


def est_facile() -> bool:
    return get_language() == FACILE


# First names whose h is silent to everybody; « Hamza », « Hassan », « Heidi » are not elided.
H_MUET = re.compile(
    r"h(?:adrien|ector|elen|elia|elie|elo[iy]|enri|ermance|ermine|ermione|erve|ilaire|ilda|ippoly|onor|ortens|uber|ugo|ugue|yacinth)"
)
GUILLEMETS = str.maketrans({"«": "“", "»": "”"})
BLANCS_DU_DEDANS = re.compile(r"(?<=«)[\s\u00a0\u202f]+|[\s\u00a0\u202f]+(?=»)")


def de_qui(nom: object) -> str:
    """« d’Estelle », « de Paul », « d’Yves », « de Yasmine ». In another language the name alone: its sentence says its own word."""
    return _devant("de", str(nom))


def que_qui(nom: object) -> str:
    """« qu’Estelle », « que Paul »."""
    return _devant("que", str(nom))


def cite(titre: object) -> str:
    """What goes between « and »: the guillemets that it holds are those of the second rank, “ and ”."""
    return BLANCS_DU_DEDANS.sub("", str(titre)).translate(GUILLEMETS)


def _devant(mot: str, nom: str) -> str:
    if langue_de_base() != "fr":
        return nom
    lettres = norme(nom)
    elide = lettres[:1] in "aeiou" if lettres[:1] != "y" else lettres[1:2] not in "aeiou"
    return f"{mot[:-1]}’{nom}" if lettres and (elide or H_MUET.match(lettres)) else f"{mot} {nom}"
