"""One line of the feed, as another system writes it: what it may hold, and why it is refused. Without a row or a request.

The contract is public: `exports.py` gives the JSON Schema of each kind, made of what stands here.
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LIEN_MAX, TITRE_MAX = 500, 140  # signs
VERSION_MAX = 2**53 - 1  # what every reader of JSON counts exactly
AVANT, APRES = dt.timedelta(days=60), dt.timedelta(days=366)  # days that a line may speak of, around today
IDENTIFIANT = r"^[A-Za-z0-9._:-]{1,64}$"
# What a pupil is named by: numbers and digests.
VALEUR = r"^[A-Za-z0-9._:=+/-]{1,128}$"
# One line of text: something to see, no control, no end of line, nothing that turns the direction of what follows.
TITRE = r"^(?=.*[^\s\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufeff])[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]{1,140}$"
JOUR = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
HEURE = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
LIEN = r"^https://[!-;=?-\[\]_a-z~]+$"  # ASCII, nothing that a browser would read otherwise than we do
# Whole, and not by `$`: an end of line at the end is one sign more.
_MOTIFS = {
    m: re.compile(m.removeprefix("^").removesuffix("$")) for m in (IDENTIFIANT, VALEUR, TITRE, JOUR, HEURE, LIEN)
}


class Nature(StrEnum):
    """The kinds of line."""

    DEVOIR = "devoir"
    MOT = "mot"
    MESSAGE = "message"
    ABSENCE = "absence"
    EVENEMENT = "evenement"
    DOCUMENT = "document"


A_UNE_HEURE = frozenset({Nature.ABSENCE, Nature.EVENEMENT})
NOMS: dict[Nature, Promise] = {
    Nature.DEVOIR: _("Devoir"),
    Nature.MOT: _("Mot du collège"),
    Nature.MESSAGE: _("Message"),
    Nature.ABSENCE: _("Absence"),
    Nature.EVENEMENT: _("Événement"),
    Nature.DOCUMENT: _("Document"),
}


class Par(StrEnum):
    """By what a line names its pupil."""

    ID = "id"  # our own opaque number
    INE = "ine"  # SHA-256, in hexadecimal, of « client_id:INE »
    FREDUCTID = "FrEduCtId"  # what ÉduConnect says of a pupil of a collège


class Raison(StrEnum):
    """Why a line is refused. The others of its batch pass."""

    FORME = "forme"
    IDENTIFIANT = "id"
    VERSION = "version"
    NATURE = "nature"
    ELEVE = "eleve"
    INCONNU = "eleve_inconnu"
    TITRE = "titre"
    JOUR = "jour"
    LOIN = "jour_trop_loin"
    HEURE = "heure"
    LIEN = "lien"
    AILLEURS = "lien_ailleurs"


PHRASES: dict[Raison, Promise] = {
    Raison.FORME: _("La ligne n’est pas un objet, ou elle a un champ de trop."),
    Raison.IDENTIFIANT: _("« id » : de 1 à 64 lettres, chiffres, points, tirets ou deux-points."),
    Raison.VERSION: _("« version » : un nombre entier, à partir de 1."),
    Raison.NATURE: _("« nature » n’est pas de celles du contrat."),
    Raison.ELEVE: _("« eleve » : « par » et « valeur », comme le contrat les dit."),
    Raison.INCONNU: _("Cet élève n’est pas inscrit ici dans ce collège aujourd’hui, ni parti d’une de ses écoles."),
    Raison.TITRE: _("« titre » : une ligne de texte, 140 signes au plus."),
    Raison.JOUR: _("« jour » : une date, AAAA-MM-JJ."),
    Raison.LOIN: _("« jour » : de soixante jours avant à un an après aujourd’hui."),
    Raison.HEURE: _("« heure » : HH:MM, pour une absence ou un événement."),
    Raison.LIEN: _("« lien » : une adresse https, 500 signes au plus."),
    Raison.AILLEURS: _("« lien » : son serveur n’est pas de ceux que l’opérateur a déclarés."),
}


class Refusee(Exception):
    """A line that is not taken, and why."""

    def __init__(self, raison: Raison) -> None:
        super().__init__(raison)
        self.raison = raison


@dataclass(frozen=True)
class Ligne:
    """A line that holds: of a withdrawal, its id and its version alone."""

    identifiant: str
    version: int
    retire: bool = False
    nature: Nature = Nature.DEVOIR
    par: Par = Par.ID
    valeur: str = ""
    titre: str = ""
    jour: dt.date = dt.date.min
    heure: dt.time | None = None
    lien: str = ""


DITS = frozenset({"id", "version", "nature", "eleve", "titre", "jour", "heure", "lien", "retire"})


def lire(brut: Any, *, origines: Collection[str], aujourd_hui: dt.date) -> Ligne:
    """A line, judged field by field; `origines` are those (« https://college.exemple.fr ») that a link may have. Raises `Refusee`."""
    if not isinstance(brut, dict) or brut.keys() - DITS:
        raise Refusee(Raison.FORME)
    identifiant, version = brut.get("id"), brut.get("version")
    if not est(IDENTIFIANT, identifiant):
        raise Refusee(Raison.IDENTIFIANT)
    if type(version) is not int or not 0 < version <= VERSION_MAX:
        raise Refusee(Raison.VERSION)
    if brut.get("retire", False) is True:
        if brut.keys() - {"id", "version", "retire"}:
            raise Refusee(Raison.FORME)
        return Ligne(str(identifiant), version, retire=True)
    if brut.get("retire", False) is not False:
        raise Refusee(Raison.FORME)
    nature = _nature(brut.get("nature"))
    par, valeur = _eleve(brut.get("eleve"))
    if not est(TITRE, brut.get("titre")):
        raise Refusee(Raison.TITRE)
    jour = _jour(brut.get("jour"), aujourd_hui)
    heure = _heure(brut, nature)
    lien = _lien(brut.get("lien"), origines)
    return Ligne(str(identifiant), version, False, nature, par, valeur, brut["titre"].strip(), jour, heure, lien)


def id_lisible(brut: Any) -> str:
    """The id of a line that was refused, to be said back: nothing where it is none."""
    identifiant = brut.get("id") if isinstance(brut, dict) else None
    return str(identifiant) if est(IDENTIFIANT, identifiant) else ""


def est(motif: str, valeur: Any) -> bool:
    """A text that one of the patterns above says, whole."""
    return isinstance(valeur, str) and _MOTIFS[motif].fullmatch(valeur) is not None


def _nature(brute: Any) -> Nature:
    try:
        return Nature(brute)
    except ValueError:
        raise Refusee(Raison.NATURE) from None


def _eleve(brut: Any) -> tuple[Par, str]:
    if not isinstance(brut, Mapping) or set(brut) != {"par", "valeur"}:
        raise Refusee(Raison.ELEVE)
    valeur = brut["valeur"]
    if brut["par"] not in list(Par) or not est(VALEUR, valeur):
        raise Refusee(Raison.ELEVE)
    return Par(brut["par"]), valeur


def _jour(brut: Any, aujourd_hui: dt.date) -> dt.date:
    if not est(JOUR, brut):
        raise Refusee(Raison.JOUR)
    try:
        jour = dt.date.fromisoformat(brut)
    except ValueError:
        raise Refusee(Raison.JOUR) from None
    if not aujourd_hui - AVANT <= jour <= aujourd_hui + APRES:
        raise Refusee(Raison.LOIN)
    return jour


def _heure(brut: Mapping, nature: Nature) -> dt.time | None:
    if "heure" not in brut:
        return None
    if nature not in A_UNE_HEURE or not est(HEURE, brut["heure"]):
        raise Refusee(Raison.HEURE)
    return dt.time.fromisoformat(brut["heure"])


def _lien(brut: Any, origines: Collection[str]) -> str:
    if not est(LIEN, brut) or len(brut) > LIEN_MAX:
        raise Refusee(Raison.LIEN)
    if any(brut.startswith(f"{origine}/") for origine in origines):
        return brut
    origine = origine_de(brut)
    if origine is None:
        raise Refusee(Raison.LIEN)
    if origine not in origines:
        raise Refusee(Raison.AILLEURS)
    return brut


def origine_de(adresse: str) -> str | None:
    """« https://college.exemple.fr:8443 »; None for what is no address, or bears an account."""
    try:
        parties = urlsplit(adresse)
        port = parties.port
    except ValueError:
        return None
    if parties.scheme != "https" or not parties.hostname or "@" in parties.netloc or "\\" in adresse:
        return None
    return f"https://{parties.hostname}" + (f":{port}" if port not in (None, 443) else "")
