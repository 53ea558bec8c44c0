"""Asking GAR's médiacentre what a person may open, by this ENT's own certificate. What comes back is bounded, judged, and kept as our own words.

Nothing is followed elsewhere. Pictures of publishers are not kept: read from their servers, each would learn who looks at this page before
anything was chosen (and our pages show images of ours alone).
"""

import http.client
import json
import ssl
import time
import uuid
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from ent.socle.textes import en_une_ligne

DELAI, DUREE = 4.0, 8.0  # seconds: of each wait, and in all
TAILLE_MAX, RESSOURCES_MAX, MOTS_MAX, ADRESSE_MAX = 2_000_000, 300, 200, 2_000
MORCEAU = 65_536


class Panne(Exception):
    """GAR is away, slow, or answered what could not be read."""


class Inconnu(Exception):
    """GAR does not know this person in that school."""


@lru_cache(maxsize=2)
def _porte(certificat: str, cle: str, autorite: str) -> ssl.SSLContext:
    """Who we are, and whom we trust to be GAR."""
    contexte = ssl.create_default_context(cafile=autorite or None)
    contexte.minimum_version = ssl.TLSVersion.TLSv1_2
    contexte.load_cert_chain(certificat, cle)
    return contexte


def demander(numero: uuid.UUID, uai: str) -> list[dict[str, str]]:
    """What this person may open in that school. Raises `Panne` or `Inconnu`."""
    base = urlsplit(settings.ENT_GAR_ADRESSE)
    chemin = "/".join(
        [base.path, "ressources", *(quote(mot, safe="") for mot in (settings.ENT_GAR_ID, uai, str(numero)))]
    )
    try:
        porte = _porte(settings.ENT_GAR_CERTIFICAT, settings.ENT_GAR_CLE, settings.ENT_GAR_AUTORITE)
        statut, corps = _lire(base.hostname or "", base.port or 443, chemin, porte)
    except (OSError, ValueError, http.client.HTTPException) as refus:  # ssl.SSLError is an OSError
        raise Panne(type(refus).__name__) from refus
    if statut == 404:
        raise Inconnu
    if statut != 200:
        raise Panne(str(statut))
    return ressources_de(corps)


def _lire(hote: str, port: int, chemin: str, porte: ssl.SSLContext) -> tuple[int, bytes]:
    fin, corps = time.monotonic() + DUREE, bytearray()
    connexion = http.client.HTTPSConnection(hote, port, timeout=DELAI, context=porte)
    try:
        connexion.request("GET", chemin, headers={"Accept": "application/json"})
        reponse = connexion.getresponse()
        # Piece by piece, as they come: a server that drips is left at its hour.
        while morceau := reponse.read1(MORCEAU):
            corps += morceau
            if len(corps) > TAILLE_MAX or time.monotonic() > fin:
                raise Panne("too much, or too slow")
        return reponse.status, bytes(corps)
    finally:
        connexion.close()


def ressources_de(corps: bytes) -> list[dict[str, str]]:
    """Of GAR's answer: those that have a name and a safe address, each once, as few words as are shown."""
    try:
        liste = json.loads(corps)["listeRessources"]["ressource"]
    except (ValueError, KeyError, TypeError, RecursionError) as refus:
        raise Panne("unreadable") from refus
    if not isinstance(liste, list):
        liste = [liste]  # of one alone, some versions give it bare
    lues: dict[str, dict[str, str]] = {}
    for brute in liste[:RESSOURCES_MAX]:
        if lue := _ressource(brute):
            lues.setdefault(lue["adresse"], lue)
    return list(lues.values())


def _mots(brut: Any) -> str:
    return en_une_ligne(" ".join(brut.split())[:MOTS_MAX], MOTS_MAX) if isinstance(brut, str) else ""


def _ressource(brute: Any) -> dict[str, str] | None:
    if not isinstance(brute, dict):
        return None
    nom, adresse = _mots(brute.get("nomRessource")), brute.get("urlAccesRessource")
    if not nom or not isinstance(adresse, str) or not _est_sure(adresse):
        return None
    return {"nom": nom, "editeur": _mots(brute.get("nomEditeur")), "adresse": adresse}


def _est_sure(adresse: str) -> bool:
    """https, a host, no account in it, nothing that a browser would read otherwise than we do."""
    try:
        parties = urlsplit(adresse)
        port_lisible = parties.port is None or parties.port > 0
    except ValueError:
        return False
    return (
        len(adresse) <= ADRESSE_MAX
        and adresse.isascii()
        and adresse.isprintable()
        and not any(signe in adresse for signe in ' "<>\\')
        and parties.scheme == "https"
        and bool(parties.hostname)
        and port_lisible
        and "@" not in parties.netloc
    )
