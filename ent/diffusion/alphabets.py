"""Scripts that our own font lacks: whose font draws them, and where the pieces of a line stand, from left to right.

The order is Unicode's (UAX 9, by fpdf2's own `bidi`); joining and moving letters is HarfBuzz's. Pure: opens no font.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

POLICES = Path(__file__).parent / "polices"
POLICE = "Atkinson"
GAUCHE_A_DROITE, DROITE_A_GAUCHE = TextDirection.LTR, TextDirection.RTL
# They say how a line is ordered and draw nothing: marks, embeddings and isolates.
SENS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# A space, a sign or a vowel stays with the letters before it where their font has it.
SUIVEUSES = ("Z", "P", "M", "C")


@dataclass(frozen=True)
class Alphabet:
    """A font of `polices/` and the letters for which it is opened."""

    police: str
    plages: tuple[tuple[int, int], ...]
    est_faconnee: bool  # its letters join or move: HarfBuzz draws them


ALPHABETS = (
    Alphabet("NotoSansArabic", ((0x600, 0x6FF), (0x750, 0x77F)), True),
    Alphabet("NotoSansTamil", ((0xB80, 0xBFF),), True),
    # Cyrillic, and the Latin letters of names that our font lacks (İ, ễ, ợ, ṭ).
    Alphabet("NotoSans", ((0x400, 0x4FF), (0x100, 0x24F), (0x1E00, 0x1EFF), (0x2BC, 0x2BC), (0x2116, 0x2116)), False),
)
FACONNEES = frozenset(e.police for e in ALPHABETS if e.est_faconnee)


@dataclass(frozen=True)
class Suite:
    """A piece of a line: one font, one direction."""

    texte: str
    police: str
    sens: TextDirection

    @property
    def est_faconnee(self) -> bool:
        return self.police in FACONNEES or self.sens == DROITE_A_GAUCHE


def fichier_de(police: str, style: str) -> Path:
    return POLICES / f"{police}-{'Bold' if style else 'Regular'}.ttf"


def alphabet_de(lettre: str) -> Alphabet | None:
    """The script that this letter, which our font lacks, may belong to."""
    code = ord(lettre)
    return next((e for e in ALPHABETS if any(debut <= code <= fin for debut, fin in e.plages)), None)


def a_des_lettres_de_droite(texte: str) -> bool:
    return any(unicodedata.bidirectional(lettre) in ("R", "AL") for lettre in texte)


def est_de_droite(texte: str) -> bool:
    """Whether its first letter that has a direction goes to the left."""
    return auto_detect_base_direction(texte) == DROITE_A_GAUCHE


def suites(texte: str, de_droite: bool, connait: Callable[[str, str], bool]) -> list[Suite]:
    """The pieces of a line as they are drawn, from left to right. `connait(police, lettre)`: whether this font has it."""
    if not texte:
        return []
    paragraphe = BidiParagraph(
        texte, base_direction=DROITE_A_GAUCHE if de_droite else GAUCHE_A_DROITE, preserve_bn_chars=True
    )
    niveaux = [
        (lettre.character, lettre.embedding_level) for lettre in paragraphe.get_characters_with_embedding_level()
    ]
    logiques = list(_morceaux([paire for paire in niveaux if paire[0] not in SENS], connait))
    return [Suite(texte, police, _sens(niveau)) for texte, police, niveau in _en_vue(logiques)]


def _sens(niveau: int) -> TextDirection:
    return DROITE_A_GAUCHE if niveau % 2 else GAUCHE_A_DROITE


def _morceaux(niveaux: list[tuple[str, int]], connait) -> Iterator[tuple[str, str, int]]:
    """(text, font, level) in the order of reading."""
    police, posees = POLICE, []
    for lettre, niveau in niveaux:
        suit = unicodedata.category(lettre)[0] in SUIVEUSES
        if not (suit and connait(police, lettre)):
            police = _police_de(lettre, connait)
        posees.append((lettre, police, niveau))
    for (police, niveau), lot in groupby(posees, key=lambda posee: posee[1:]):
        yield "".join(lettre for lettre, _police, _niveau in lot), police, niveau


def _police_de(lettre: str, connait) -> str:
    if connait(POLICE, lettre):
        return POLICE
    alphabet = alphabet_de(lettre)
    return alphabet.police if alphabet else POLICE


def _en_vue(morceaux: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """UAX 9, rule L2: from the deepest level to the first odd one, what is that deep is turned round."""
    for niveau in range(max((n for _t, _p, n in morceaux), default=0), 0, -1):
        ranges: list[tuple[str, str, int]] = []
        for est_profond, groupe in groupby(morceaux, key=lambda morceau: morceau[2] >= niveau):
            lot = list(groupe)
            ranges += lot[::-1] if est_profond else lot
        morceaux = ranges
    return morceaux
