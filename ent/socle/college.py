"""French as a collège says it: « le collège » where a sentence says « l’école »; and as it is said of an école and a collège at once. Pure: no database.

Sentences are written once, for écoles, and said again by these rules, one after the other; what they get wrong (a pronoun that agrees with
« école », an école that is one even there) is in the catalog of this French, `config/locale/fr_College`. Easy French goes by the same rules; of both,
a sentence is that of a collège, which names the école too. Other languages have one word for both.
"""

import re
from functools import lru_cache

AU_COLLEGE, AUX_DEUX = "college", "deux"  # what a page is about; of écoles, nothing
# French said simply (FALC): a variant that IANA registers, whose catalog holds the sentences of ten screens and falls back on French.
FACILE = "fr-simple"
COLLEGE, DEUX = f"fr-{AU_COLLEGE}", f"fr-{AUX_DEUX}"
# « l’école maternelle » is one everywhere.
_SEULE = r"école\b(?! (?:maternelle|élémentaire|primaire))"
# « Mes écoles » is the name of the product.
_PLUSIEURS = r"(?-i:(?<!Mes ))écoles\b(?! (?:maternelles|élémentaires|primaires))"
_UN_PARMI = {"une": "un", "d’une": "d’un", "qu’une": "qu’un", "aucune": "aucun", "quelle": "quel", "toute": "tout"}
_NOUVEAU = {"la": "le", "de la": "du", "ma": "mon", "ta": "ton", "sa": "son"}
_CONTRACTE = {"à la": "au", "de la": "du", "la": "le"}
_ACCORDES = {
    f"{mot}e{s}": f"{mot}{s}"
    for mot in (
        "prévenu",
        "fermé",
        "ouvert",
        "entré",
        "invité",
        "suivant",
        "atteint",
        "voisin",
        "concerné",
        "importé",
        "connu",
        "allé",
        "relié",
    )
    for s in ("", "s")
}
_VERBES = r"(?: (?:est|sont|sera|seront|n’est|ne sont|reste|restent|a été|n’a|pas|déjà|jamais|bien|y|plus|été))*"


def _des(mots: dict[str, str]) -> str:
    return "|".join(mots)


_REGLES = [
    (rf"(jours?|heures?) d’{_SEULE}", lambda m: f"{m[1]} de classe"),
    (rf"toutes ((?:les|ces|ses|vos|nos|leurs) (?:autres )?){_PLUSIEURS}", lambda m: f"tous {m[1]}établissements"),
    (rf"(aucune|chacune|une) (des|de vos) {_PLUSIEURS}", lambda m: f"{m[1][:-1]} {m[2]} établissements"),
    (rf"quelles {_PLUSIEURS}", lambda _m: "quels établissements"),
    (_PLUSIEURS, lambda _m: "établissements"),
    # One of several is no collège among collèges: a site holds écoles too.
    (rf"({_des(_UN_PARMI)}) (autre |même )?{_SEULE}", lambda m: f"{_UN_PARMI[m[1].lower()]} {m[2] or ''}établissement"),
    (rf"(l’autre|chaque|autre) {_SEULE}", lambda m: f"{m[1]} établissement"),
    (rf"cette (autre )?{_SEULE}", lambda m: f"cet {m[1]}établissement" if m[1] else "ce collège"),
    (rf"toute l’{_SEULE}", lambda _m: "tout le collège"),
    (rf"(de|à) l’{_SEULE}", lambda m: {"de": "du", "à": "au"}[m[1].lower()] + " collège"),
    (
        rf"(?:de )?la même {_SEULE}",
        lambda m: "du même collège" if m[0].lower().startswith("de ") else "le même collège",
    ),
    (rf"((?:de )?la|ma|ta|sa) nouvelle {_SEULE}", lambda m: f"{_NOUVEAU[m[1].lower()]} nouveau collège"),
    (rf"l’{_SEULE}", lambda _m: "le collège"),
    (rf"d’{_SEULE}", lambda _m: "de collège"),
    (rf"ma {_SEULE}", lambda _m: "mon collège"),
    (_SEULE, lambda _m: "collège"),
    ("collège seule", lambda _m: "collège seul"),
    (rf"((?:collège|établissement)s?{_VERBES}) ({_des(_ACCORDES)})", lambda m: f"{m[1]} {_ACCORDES[m[2].lower()]}"),
    (
        r"(à |de )?(ta|la) maîtresse ou (?:à ton|ton|au|du|le) maître",
        lambda m: _CONTRACTE.get(f"{m[1] or ''}{m[2]}".lower(), f"{m[1] or ''}ton") + " professeur",
    ),
    ("le maître ou la maîtresse", lambda _m: "le professeur"),
]


def _cherchee(patron: str) -> re.Pattern:
    return re.compile(rf"(?<!\w){patron}(?!\w)", re.IGNORECASE)


REGLES = [(_cherchee(patron), regle) for patron, regle in _REGLES]


def enregistrer_nom(d_une_ecole: str, d_un_college: str) -> None:
    """Something that a collège calls by another name: a room says which (« ONDE », « Siècle »), French is said here."""
    devant = "’" if d_un_college[0].lower() in "aàâeéèêiîoôuy" else "e "

    def regle(m: re.Match) -> str:
        return (f"{m[1]}{devant}" if m[1] else "") + d_un_college

    REGLES.append((_cherchee(rf"(?:(d|qu)’)?{re.escape(d_une_ecole)}"), regle))
    au_college.cache_clear()


@lru_cache(maxsize=8192)
def au_college(phrase: str) -> str:
    """The same sentence, said in a collège."""
    for patron, regle in REGLES:
        phrase = patron.sub(lambda m, regle=regle: _comme(m[0], regle(m)), phrase)
    return phrase


_ELARGIS = {
    "tout le": "toute l’école ou tout le collège",
    "le même": "la même école ou le même collège",
    "du même": "de la même école ou du même collège",
    "du": "de l’école ou du collège",
    "au": "à l’école ou au collège",
    "le": "l’école ou le collège",
    "ce": "cette école ou ce collège",
    "de": "d’école ou de collège",
} | {mot: f"{mot} école ou {mot} collège" for mot in ("mon", "ton", "son", "notre", "votre", "leur")}
_UN_COLLEGE = re.compile(rf"(?<!\w)(ni )?(?:({_des(_ELARGIS)}) )?(nouveau )?collège(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def aux_deux(d_une_ecole: str, d_un_college: str) -> str:
    """The same sentence, said of an école and a collège at once, from what it is of each. One that is about a collège already is as it was."""
    if d_une_ecole == d_un_college or "collège" in d_une_ecole.lower():
        return d_une_ecole
    return _UN_COLLEGE.sub(lambda m: _comme(m[0], _elargi(*m.groups())), d_un_college)


def _elargi(ni: str | None, mot: str | None, nouveau: str | None) -> str:
    if ni:  # neither of both
        return ni + _elargi(None, mot, nouveau).replace(" ou ", " ni ")
    if nouveau:
        return f"{mot} nouvel établissement" if mot else "nouvel établissement"
    return _ELARGIS[mot.lower()] if mot else "école ou collège"


def _comme(ecrit: str, dit: str) -> str:
    """With the capital that it had."""
    return dit[:1].upper() + dit[1:] if ecrit[:1].isupper() and ecrit != ecrit.upper() else dit
