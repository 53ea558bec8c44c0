"""How words are compared and cleaned, whoever wrote them. Pure: no database."""

import re
import unicodedata
from collections.abc import Collection
from difflib import SequenceMatcher
from functools import lru_cache
from uuid import UUID, uuid5

from .tri import LIGATURES, cle

CONTROLES = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00a0\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u202f\u2060\u2066-\u2069\ufeff]+"
)
HORS_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")  # of XML 1.0
JOINTS = "\u200c\u200d"  # inside words of Tamil or Persian, and between the signs of one emoji
# Elsewhere than between two letters of such a script, something left it there. They stand above U+0600.
JOINT_PERDU = re.compile(rf"(?<![\u0600-\ufeff])[{JOINTS}]+|[{JOINTS}]+(?![\u0600-\ufeff])")
ESPACES = re.compile(r"\s+")
VIDES = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe0e\ufe0f"  # drawn as nothing, and no space to Unicode
INVISIBLES = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}  # what Unicode names none yet (Cn) may be the emoji of this year
# Signs that stand on a letter. A language written in Latin or Cyrillic letters, or its phonetics, puts two of them where no letter has them already; pointed
# Hebrew and the Arabic of the Coran put five.
SUR_TOUTE_LETTRE = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
MARQUES = "".join(c for c in map(chr, range(0x300, 0xFF00)) if unicodedata.category(c) in ("Mn", "Me"))
EMPILES = re.compile(rf"([{SUR_TOUTE_LETTRE}]{{3}})[{SUR_TOUTE_LETTRE}]+|([{MARQUES}]{{6}})[{MARQUES}]+")
FAUTE = 0.8  # two words as alike as that are one, and a slip of the pen


@lru_cache(maxsize=20_000)
def norme(texte: str) -> str:
    """Letters and figures only, without case nor accents: « Le Gall », « LE-GALL » and « le gall » are one name."""
    decompose = unicodedata.normalize("NFKD", texte.translate(LIGATURES)).casefold()
    reduit = "".join(c for c in decompose if c.isalnum())
    return reduit or texte.strip().casefold()


def propre(cellule: str) -> str:
    """A cell without the invisible characters that spreadsheets and copies leave around."""
    return ESPACES.sub(" ", JOINT_PERDU.sub(" ", CONTROLES.sub(" ", cellule))).strip()


def sobre(texte: str) -> str:
    """Each letter written one way (NFC), under a few signs at most. What stands above is taken off first: to put thousands in order takes long."""
    if texte.isascii():
        return texte
    return unicodedata.normalize("NFC", EMPILES.sub(lambda m: m[1] or m[2], texte))


def autres_mots(avant: str, apres: str) -> bool:
    """What was said is said in other words or figures, and not with a letter that was mended. What was not said at all and now is, is a precision."""
    anciens, nouveaux = _mots(avant), _mots(apres)
    if not anciens:
        return False
    if len(anciens) != len(nouveaux):
        return True
    return any(_est_un_autre(a, b) for a, b in zip(anciens, nouveaux, strict=True) if a != b)


def _est_un_autre(avant: str, apres: str) -> bool:
    """« 13h30 » is never « 14h30 » that was mended."""
    return any(c.isdigit() for c in avant + apres) or SequenceMatcher(None, avant, apres).ratio() < FAUTE


def _mots(texte: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in cle(texte)[0]).split()


def se_voit(texte: str) -> bool:
    """Whether a reader would see anything: a keyboard, a copy or a joke leaves signs that take no room, or room alone."""
    return any(signe not in VIDES and unicodedata.category(signe) not in INVISIBLES for signe in texte)


def en_une_ligne(texte: str, maximum: int) -> str:
    """At most so many signs, nothing that breaks the line, hides or turns the direction of what follows; empty where nothing would be seen."""
    signes = texte[: 20 * maximum]
    vus = "".join(s if s in JOINTS or unicodedata.category(s)[0] != "C" else " " for s in signes).split()
    ligne = " ".join(mot for mot in vus if mot.strip(JOINTS))
    return ligne if len(ligne) <= maximum else f"{ligne[: maximum - 1].rstrip()}…"


def pour_xml(texte: str, a_la_place: str = "") -> str:
    """Without what XML refuses, as the new line that Word puts in a title: one such sign, and nothing reads the rest."""
    return HORS_XML.sub(a_la_place, texte)


def est_formule(texte: str, *, nom: bool) -> bool:
    """A spreadsheet would run it. A name starts with no sign at all; a phone may start with « + »."""
    return texte[:1] in ("=", "@") or (nom and texte[:1] in ("+", "-"))


def lisible(prenom: str) -> str:
    """A first name that a six-year-old recognises: « INÈS » becomes « Inès », « Maria-Luísa » stays as written."""
    if len(prenom) > 1 and prenom.isupper():
        return re.sub(r"[^\W\d_]+", lambda mot: mot[0].capitalize(), prenom)
    return prenom


PARTICULES = {
    "de",
    "du",
    "des",
}  # nobiliary or of place: « le », « la », « el », « da » begin a name in France, and keep their capital
FLAMANDES = {"van", "von"}


def nom_lisible(nom: str) -> str:
    """A family name as one signs it: « DE KERSAINT » becomes « de Kersaint », « D'ANGELO » « d’Angelo », « EL HADDAD » « El Haddad ».

    One that holds a small letter was written by somebody, and stays.
    """
    if len(nom) < 2 or not nom.isupper():
        return nom
    mots = re.split(r"([ -]+)", nom)
    for rang in range(0, len(mots), 2):
        avant = mots[rang - 2].lower() if rang else ""
        dernier = rang == len(mots) - 1
        mots[rang] = _mot_de_nom(mots[rang], est_particule=not dernier, apres_van=avant in FLAMANDES)
    return "".join(mots)


def _mot_de_nom(mot: str, *, est_particule: bool, apres_van: bool) -> str:
    petit = mot.lower()
    if est_particule and (petit in PARTICULES or (apres_van and petit in {"den", "der"})):
        return petit
    tete, _apostrophe, reste = mot.replace("'", "’").partition("’")
    if tete and reste:
        return f"{'d' if tete == 'D' else tete.capitalize()}’{_mot_de_nom(reste, est_particule=False, apres_van=False)}"
    if petit.startswith("mc") and len(petit) > 3:
        return f"Mc{mot[2:].capitalize()}"
    return re.sub(r"[^\W\d_]+", lambda lettres: lettres[0].capitalize(), mot)


def meme_texte(ancien: str, nouveau: str) -> bool:
    """Whether a file brings nothing new: case does not count, nor the shape of an apostrophe, nor an accent that the file has lost."""
    ancien, nouveau = ancien.replace("'", "’"), nouveau.replace("'", "’")
    if ancien.casefold() == nouveau.casefold():
        return True
    sans_accent = unicodedata.normalize("NFKD", nouveau).casefold() == nouveau.casefold()
    return sans_accent and norme(ancien) == norme(nouveau) and len(ancien) == len(nouveau)


def chiffres(telephone: str) -> str:
    """The last nine figures of a phone: +33 6 12… and 06 12… are the same."""
    return "".join(c for c in telephone if c.isdigit())[-9:]


def numero_de_l_envoi(uuid: UUID, texte: str, fichiers: Collection[str] = ()) -> UUID:
    """What says all that a browser sent under the number of its page: the words, and what tells each file. A page gone back to and filled otherwise
    sends something else, which is not to be dropped as sent already.
    """
    return uuid5(uuid, "\n".join([texte, *sorted(fichiers)]))
