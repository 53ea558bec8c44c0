"""Another site of this product, read by the contract that it publishes (`exports.py`): a family's consent, then what it lets that collège say.

`/college/relier/` gives a code (PKCE), which `/college/flux/jeton` takes against a key of ten minutes and one that lasts while the family agrees there.
`/college/flux/famille` is a picture: what is no more in it is withdrawn. Each line says of which child it is, by a number of that accord alone.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from ent.socle import dehors
from ent.socle.textes import en_une_ligne

from ..lignes import VALEUR, Ligne, Par, Refusee, est, lire
from ..models import Plateforme
from .edifice import Cles, Refuse, appeler, cles_de, en_json

ACCORD, JETON, FAMILLE = "/college/relier/", "/college/flux/jeton", "/college/flux/famille"
PRENOM_MAX, ECOLE_MAX = 60, 120
ENFANTS_MAX, LIGNES_MAX = 12, 500


@dataclass(frozen=True)
class Enfant:
    """A child of whom it speaks: its number of them, their first name, their collège."""

    numero: str
    prenom: str
    ecole: str


@dataclass(frozen=True)
class Photo:
    """What it says now; `trop`, that there was more than what is kept."""

    enfants: Sequence[Enfant] = ()
    lignes: Sequence[Ligne] = ()


def defi(preuve: str) -> str:
    """What is shown of the proof until the code is taken (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(preuve.encode()).digest()).rstrip(b"=").decode()


def adresse_d_accord(plateforme: Plateforme, *, etat: str, retour: str, preuve: str) -> str:
    """Where a family signs in and says of whom."""
    dits = {
        "response_type": "code",
        "client_id": plateforme.client_id,
        "redirect_uri": retour,
        "state": etat,
        "code_challenge": defi(preuve),
        "code_challenge_method": "S256",
    }
    return f"{plateforme.adresse}{ACCORD}?{urlencode(dits)}"


def echanger(plateforme: Plateforme, *, code: str, retour: str, preuve: str) -> Cles:
    """Raises `Refuse`, or `dehors.Injoignable`."""
    dits = {"code": code, "redirect_uri": retour, "code_verifier": preuve}
    cles = cles_de(plateforme, JETON, grant_type="authorization_code", **dits)
    if not cles.renouvellement:
        raise dehors.Injoignable("illisible")
    return cles


def renouveler(plateforme: Plateforme, renouvellement: str) -> Cles:
    """The same; what renews stays as it was."""
    cles = cles_de(plateforme, JETON, grant_type="refresh_token", refresh_token=renouvellement)
    return Cles(cles.acces, cles.renouvellement or renouvellement, cles.dure)


def essayer(plateforme: Plateforme, *, retour: str) -> str:
    """As `edifice.essayer`: a code that it never gave is refused, and not who shows it."""
    try:
        echanger(plateforme, code="essai", retour=retour, preuve="essai")
    except Refuse as refus:
        return "client" if refus.de_nous else ""
    except dehors.Injoignable as refus:
        return refus.code
    return "illisible"


def nouvelles(plateforme: Plateforme, acces: str) -> Photo:
    """The picture of this moment. Raises `Refuse` for a key that is over, `dehors.Injoignable`."""
    entetes = {"authorization": f"Bearer {acces}", "accept": "application/json"}
    reponse = appeler("GET", plateforme.adresse + FAMILLE, entetes)
    if reponse.statut != 200:
        raise Refuse
    return lire_la_photo(reponse.corps, plateforme.adresse, timezone.localdate())


# --- What it says --------------------------------------------------------------------------------------------------------
def lire_la_photo(corps: bytes, adresse: str, aujourd_hui: dt.date) -> Photo:
    """Its lines, each by the contract that ours are held to: one that is nonsense, or of a child whom it does not name, takes no other away."""
    lu = en_json(corps)
    enfants, elements = lu.get("enfants"), lu.get("elements")
    if not isinstance(enfants, list) or not isinstance(elements, list):
        raise dehors.Injoignable("illisible")
    nommes = {e.numero: e for brut in enfants[:ENFANTS_MAX] if (e := _enfant(brut))}
    lignes: dict[str, Ligne] = {}
    for brut in elements[:LIGNES_MAX]:
        try:
            ligne = lire(brut, origines=[adresse], aujourd_hui=aujourd_hui)
        except Refusee:
            continue
        if not ligne.retire and ligne.par == Par.ID and ligne.valeur in nommes:
            lignes[ligne.identifiant] = ligne
    return Photo(list(nommes.values()), list(lignes.values()))


def _enfant(brut: Any) -> Enfant | None:
    if not isinstance(brut, dict) or not all(isinstance(brut.get(nom), str) for nom in ("id", "prenom", "ecole")):
        return None
    numero = brut["id"]
    prenom, ecole = en_une_ligne(brut["prenom"], PRENOM_MAX), en_une_ligne(brut["ecole"], ECOLE_MAX)
    return Enfant(numero, prenom, ecole) if prenom and est(VALEUR, numero) else None  # as its lines name them
