"""A machine that translates, by LibreTranslate's API. Off unless `ENT_TRADUCTION_URL` is set.

The words that are read leave, and nothing else: no name of a reader, no number, no address of anyone.
"""

import hashlib
import json
import logging
import time
import urllib.error
import urllib.request
from http.client import HTTPException

from django.conf import settings
from django.core.cache import cache

journal = logging.getLogger(__name__)

DELAI = 6.0  # seconds, all in: a person waits
REPONSE_MAX = 256 * 1024
MEMOIRE = 30 * 86_400  # seconds that a translation is kept in the cache, under a print of the words


class TraductionImpossible(Exception):
    """The service did not answer, or answered something else than a translation."""


def est_branchee() -> bool:
    return bool(settings.ENT_TRADUCTION_URL)


def traduire(texte: str, langue: str) -> str:
    """These words in this language. Raises `TraductionImpossible`, whatever went wrong there."""
    envoi = {"q": texte, "source": "auto", "target": langue, "format": "text"}
    if settings.ENT_TRADUCTION_CLE:
        envoi["api_key"] = settings.ENT_TRADUCTION_CLE
    requete = urllib.request.Request(  # noqa: S310 (the address is the operator's, checked at start)
        settings.ENT_TRADUCTION_URL.rstrip("/") + "/translate",
        data=json.dumps(envoi).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    try:
        traduit = json.loads(_demander(requete))["translatedText"]
    except urllib.error.HTTPError as refus:
        refus.close()
        journal.warning("La traduction a répondu %s", refus.code)
        raise TraductionImpossible from refus
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as refus:
        journal.warning("La traduction n’a pas répondu : %s", type(refus).__name__)
        raise TraductionImpossible from refus
    if not isinstance(traduit, str) or not traduit.strip():
        raise TraductionImpossible
    return traduit


def traduire_une_fois(texte: str, langue: str) -> str:
    """`traduire`, asked once for the thirty families of a class: what changed has another print, and is asked again."""
    cle = "traduction:" + hashlib.sha256(f"{langue}\0{texte}".encode()).hexdigest()
    if (deja := cache.get(cle)) is None:
        deja = traduire(texte, langue)
        cache.set(cle, deja, MEMOIRE)
    return deja


class _SansDetour(urllib.request.HTTPRedirectHandler):
    """The words of a family go where the operator said, and nowhere that an answer would send them."""

    def redirect_request(self, *_arguments, **_options):
        return None


_ouvreur = urllib.request.build_opener(_SansDetour, urllib.request.ProxyHandler({}))


def _demander(requete: urllib.request.Request) -> bytes:
    """The whole answer, within the delay and the size: a service that drips is one that does not answer."""
    limite = time.monotonic() + DELAI
    recu = b""
    with _ouvreur.open(requete, timeout=DELAI) as reponse:
        while morceau := reponse.read1(16 * 1024):
            recu += morceau
            if len(recu) > REPONSE_MAX or time.monotonic() > limite:
                raise TimeoutError
    return recu
