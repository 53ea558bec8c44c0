"""How texts of an export are compared and cleaned. Pure: no database."""

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from ..codes import NIVEAUX

LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)
CONTROLES = re.compile(r"[\x00-\x1f\x7f-\x9f\u00a0\u200b-\u200f\u2028\u2029\u202a-\u202e\u202f\u2060\ufeff]+")
ESPACES = re.compile(r"\s+")
DATE_FRANCAISE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
DATE_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
COURRIEL = re.compile(r"[^\s@;,<>\"]+@[^\s@;,<>\"]+\.[A-Za-z]{2,}")

# Levels written in full, and dispositifs that are not a level (formats.md §6).
NIVEAUX_EN_TOUTES_LETTRES = {
    "TRESPETITESECTION": "TPS", "TOUTEPETITESECTION": "TPS", "PETITESECTION": "PS", "MOYENNESECTION": "MS",
    "GRANDESECTION": "GS", "COURSPREPARATOIRE": "CP", "COURSELEMENTAIRE1": "CE1", "COURSELEMENTAIRE2": "CE2",
    "COURSMOYEN1": "CM1", "COURSMOYEN2": "CM2", "ULIS": "", "UPE2A": "", "CLIS": "",
    "COURSELEMENTAIRE1EREANNEE": "CE1", "COURSELEMENTAIRE2EMEANNEE": "CE2",
    "COURSMOYEN1EREANNEE": "CM1", "COURSMOYEN2EMEANNEE": "CM2", "6EME": "6E", "5EME": "5E", "4EME": "4E", "3EME": "3E",
}  # fmt: skip


class CelluleRefusee(ValueError):
    """A cell that makes its line unreadable: what is written, why, what to do."""

    def __init__(self, ecrit: str, raison: str, que_faire: str) -> None:
        super().__init__(raison)
        self.ecrit, self.raison, self.que_faire = ecrit, raison, que_faire


@lru_cache(maxsize=20_000)
def norme(texte: str) -> str:
    """Letters and figures only, without case nor accents: « Le Gall », « LE-GALL » and « le gall » are one name."""
    decompose = unicodedata.normalize("NFKD", texte.translate(LIGATURES)).casefold()
    reduit = "".join(c for c in decompose if c.isalnum())
    return reduit or texte.strip().casefold()


def propre(cellule: str) -> str:
    """A cell without the invisible characters that spreadsheets and copies leave around."""
    return ESPACES.sub(" ", CONTROLES.sub(" ", cellule)).strip()


def est_formule(texte: str, *, nom: bool) -> bool:
    """A spreadsheet would run it. A name starts with no sign at all; a phone may start with « + »."""
    return texte[:1] in ("=", "@") or (nom and texte[:1] in ("+", "-"))


def lisible(prenom: str) -> str:
    """A first name that a six-year-old recognises: « INÈS » becomes « Inès », « Maria-Luísa » stays as written."""
    if len(prenom) > 1 and prenom.isupper():
        return re.sub(r"[^\W\d_]+", lambda mot: mot[0].capitalize(), prenom)
    return prenom


def lire_date(texte: str) -> dt.date | None:
    """A date written JJ/MM/AAAA or AAAA-MM-JJ."""
    if not texte:
        return None
    if trouve := DATE_FRANCAISE.fullmatch(texte):
        jour, mois, annee = (int(n) for n in trouve.groups())
    elif trouve := DATE_ISO.fullmatch(texte):
        annee, mois, jour = (int(n) for n in trouve.groups())
    else:
        raise CelluleRefusee(texte, _("Cette date n’est pas écrite jour/mois/année."), _("Corriger dans ONDE"))
    try:
        date = dt.date(annee, mois, jour)
    except ValueError:
        raise CelluleRefusee(texte, _("Cette date de naissance n’existe pas."), _("Corriger dans ONDE")) from None
    if date > timezone.localdate() or annee < 1900:
        raise CelluleRefusee(texte, _("Personne n’est né à cette date."), _("Corriger dans ONDE"))
    return date


def lire_niveau(texte: str) -> str:
    """A level of `codes.NIVEAUX`, or nothing for a dispositif such as ULIS."""
    reduit = norme(texte).upper() if texte else ""
    if not reduit or reduit in NIVEAUX:
        return reduit
    if reduit in NIVEAUX_EN_TOUTES_LETTRES:
        return NIVEAUX_EN_TOUTES_LETTRES[reduit]
    raise CelluleRefusee(
        texte, _("Ce niveau n’existe pas."), _("Écrire l’un de : TPS, PS, MS, GS, CP, CE1, CE2, CM1, CM2")
    )


def lire_civilite(texte: str) -> str:
    reduit = norme(texte)
    if reduit in ("mme", "mlle", "madame", "mademoiselle"):
        return "Mme"
    return "M." if reduit in ("m", "mr", "monsieur") else ""


def lire_oui(texte: str) -> bool:
    return norme(texte) in ("oui", "o", "vrai", "x", "1")


def lire_oui_non(texte: str) -> bool | None:
    """None when nothing is written, or nothing that says yes or no."""
    return True if lire_oui(texte) else False if norme(texte) in ("non", "n", "faux", "0") else None


def meme_texte(ancien: str, nouveau: str) -> bool:
    """Whether a file brings nothing new: case does not count, nor an accent that the file has lost."""
    if ancien.casefold() == nouveau.casefold():
        return True
    sans_accent = unicodedata.normalize("NFKD", nouveau).casefold() == nouveau.casefold()
    return sans_accent and norme(ancien) == norme(nouveau) and len(ancien) == len(nouveau)


def chiffres(telephone: str) -> str:
    """The last nine figures of a phone: +33 6 12… and 06 12… are the same."""
    return "".join(c for c in telephone if c.isdigit())[-9:]
