"""What French does to a word by what stands beside it: « d’Estelle », a title that holds guillemets, what its « : » becomes elsewhere; and easy French.
Pure: no database.
"""

import re

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .college import AU_COLLEGE, AUX_DEUX, FACILE
from .textes import FLAMANDES, PARTICULES, norme

FRANCAIS = ("fr", FACILE)


def langue_de_base() -> str:
    """The language in force, as people name it: easy French is French, that of a collège too. For what leaves a page, and for what a language does."""
    langue = get_language() or "fr"
    return "fr" if langue.startswith("fr-") else langue


def parlee_de(langue: str, nature: str) -> str:
    """This language, as it is spoken of what is of this nature: a collège, both kinds, or écoles (nothing). French alone has words of each."""
    return f"{langue}-{nature}" if nature and langue in FRANCAIS else langue


def sans_nature(langue: str) -> str:
    """The same, as of écoles."""
    return next((base for base in FRANCAIS for n in (AU_COLLEGE, AUX_DEUX) if langue == f"{base}-{n}"), langue)


def d_un_college(langue: str, est_college: bool = True) -> str:
    """This language, as it is spoken of a collège, or of an école."""
    return parlee_de(langue, AU_COLLEGE if est_college else "")


def en_francais(dit: str) -> str:
    """French words as somebody wrote them, in a line of the language in force: in one that is read from the right, they keep their own direction."""
    return dit if langue_de_base() == "fr" else f"\u2068{dit}\u2069"


def est_facile() -> bool:
    return sans_nature(get_language() or "") == FACILE


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


def initiale(nom: str) -> str:
    """The letter under which a name stands beside a first name: « K » of « de Kersaint », « A » of « d’Artagnan ». A particle is none."""
    mots = [mot for mot in re.split(r"[\s-]+", nom.replace("'", "’")) if mot]
    while len(mots) > 1 and mots[0].lower() in PARTICULES | FLAMANDES | {"den", "der"}:
        mots.pop(0)
    seul = mots[0] if mots else ""
    tete, _apostrophe, reste = seul.partition("’")
    return (reste if reste and tete.lower() == "d" else seul)[:1].upper()


def _devant(mot: str, nom: str) -> str:
    if langue_de_base() != "fr":
        return nom
    lettres = norme(nom)
    elide = lettres[:1] in "aeiou" if lettres[:1] != "y" else lettres[1:2] not in "aeiou"
    return f"{mot[:-1]}’{nom}" if lettres and (elide or H_MUET.match(lettres)) else f"{mot} {nom}"


def objet_de(dit: str) -> str:
    """« (its name) : votre compte vous attend »: the subject of an e-mail, in the language in force."""
    return _("%(site)s : %(objet)s") % {"site": settings.ENT_NOM, "objet": dit}
