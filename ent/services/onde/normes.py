"""How texts of an export are compared and cleaned. Pure: no database."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.codes import NIVEAUX
from ent.socle.textes import norme

DATE_FRANCAISE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
DATE_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
COURRIEL = re.compile(r"[^\s@;,<>\"]+@[^\s@;,<>\"]+\.[A-Za-z]{2,}")

# Levels written in full.
NIVEAUX_EN_TOUTES_LETTRES = {
    "TRESPETITESECTION": "TPS", "TOUTEPETITESECTION": "TPS", "PETITESECTION": "PS", "MOYENNESECTION": "MS",
    "GRANDESECTION": "GS", "COURSPREPARATOIRE": "CP", "COURSELEMENTAIRE1": "CE1", "COURSELEMENTAIRE2": "CE2",
    "COURSMOYEN1": "CM1", "COURSMOYEN2": "CM2",
    "COURSELEMENTAIRE1EREANNEE": "CE1", "COURSELEMENTAIRE2EMEANNEE": "CE2",
    "COURSMOYEN1EREANNEE": "CM1", "COURSMOYEN2EMEANNEE": "CM2", "6EME": "6E", "5EME": "5E", "4EME": "4E", "3EME": "3E",
}  # fmt: skip

NIVEAU_ECRIT_MAX = 40


class CelluleRefusee(ValueError):
    """A cell that makes its line unreadable: what is written, why, what to do."""

    def __init__(self, ecrit: str, raison: str, que_faire: str) -> None:
        super().__init__(raison)
        self.ecrit, self.raison, self.que_faire = ecrit, raison, que_faire


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


def lire_niveau(texte: str) -> tuple[str, str]:
    """A level of `codes.NIVEAUX`; or none, and what is written instead: a dispositif, two levels at once, an unknown word.

    Nothing is guessed from it and nobody is refused for it: the child and their parents are there, whatever that column says.
    """
    reduit = norme(texte).upper() if texte else ""
    niveau = NIVEAUX_EN_TOUTES_LETTRES.get(reduit, reduit)
    return (niveau, "") if niveau in NIVEAUX else ("", texte[:NIVEAU_ECRIT_MAX].rstrip())


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


# What the column « Décision de passage » writes, in words that vary with the year: the first that it holds says which one it is.
MOTS_DE_LA_DECISION = {
    "maintien": ("maintien", "maintenu", "redouble", "allongement"),
    "saut": ("accelere", "raccourci", "anticip", "saut"),
    "passage": ("passage", "passe", "poursuite", "admis", "superieur"),
}


def lire_decision(texte: str) -> str:
    """« Maintien » before « passage »: « Maintien (refus de passage) ». Empty for what is not understood: the direction says it in the plan."""
    mots = norme(texte)
    return next((d for d, signes in MOTS_DE_LA_DECISION.items() if any(s in mots for s in signes)), "")
