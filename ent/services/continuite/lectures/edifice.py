"""The contract of an Edifice platform (entcore), as its public code has it: a family's consent, then its own timeline (decision 0172).

`/auth/oauth2/auth` gives a code, which `/auth/oauth2/token` takes against two keys: one for an hour, one that renews it. `/timeline/lastNotifications` gives the
last 25 news of the account; nothing there says of which child they speak. Its scope is one word, the module's name: what the account may do
elsewhere is not asked. Without « version=2.0 » in Accept, no extract of a content comes with a sentence.
"""

import base64
import datetime as dt
import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

import nh3
from django.utils import timezone

from ent.socle import dehors
from ent.socle.nombres import entier
from ent.socle.textes import en_une_ligne

from ..lignes import IDENTIFIANT, LIEN, LIEN_MAX, TITRE_MAX, Nature, origine_de
from ..models import Plateforme
from . import sceaux

PORTEE = "timeline"
ACCORD, JETON, NOUVELLES, ACCUEIL = (
    "/auth/oauth2/auth",
    "/auth/oauth2/token",
    "/timeline/lastNotifications?page=0",
    "/timeline/timeline",
)
CLE_MAX = 4_000  # signs of a key that is kept
PAR_PAGE = 25  # what the platform gives at most
RECENTES = dt.timedelta(days=30)
DUREE, DUREE_MAX = 3_600, 86_400  # seconds that a key lasts: where it is not said, and at most
NATURES = {"MESSAGERIE": Nature.MESSAGE, "SCHOOLBOOK": Nature.MOT, "NEWS": Nature.MOT}
REFUS = {400, 401, 403} | dehors.SUIVIS
CLIENT_REFUSE = {"invalid_client", "unauthorized_client", "unsupported_grant_type"}


class Refuse(Exception):
    """What was shown opens nothing. `de_nous`: our own secret, and not what a family let us read."""

    def __init__(self, *, de_nous: bool = False) -> None:
        super().__init__("client" if de_nous else "accord")
        self.de_nous = de_nous


@dataclass(frozen=True)
class Cles:
    """What a consent opens: the key of the hour, what renews it (nothing: it does not renew), and how many seconds the first lasts."""

    acces: str
    renouvellement: str
    dure: int


@dataclass(frozen=True)
class Fil:
    """A page of a timeline, newest first; `depuis`, the oldest moment that it speaks of (nothing: it is all there)."""

    nouvelles: Sequence["Nouvelle"] = ()
    depuis: dt.datetime | None = None


@dataclass(frozen=True)
class Nouvelle:
    """One line of a timeline: its number there, what, when, where it is read."""

    identifiant: str
    nature: Nature
    titre: str
    le: dt.datetime
    lien: str


def adresse_d_accord(plateforme: Plateforme, *, etat: str, retour: str) -> str:
    """Where a family signs in. It takes no PKCE, and gives `state` back as it came: letters and figures alone."""
    dits = {
        "response_type": "code",
        "client_id": plateforme.client_id,
        "redirect_uri": retour,
        "scope": PORTEE,
        "state": etat,
    }
    return f"{plateforme.adresse}{ACCORD}?{urlencode(dits)}"


def echanger(plateforme: Plateforme, *, code: str, retour: str) -> Cles:
    """Raises `Refuse`, or `dehors.Injoignable`."""
    return cles_de(plateforme, JETON, grant_type="authorization_code", code=code, redirect_uri=retour)


def renouveler(plateforme: Plateforme, renouvellement: str) -> Cles:
    """The same; what renews is often given back as it was, and sometimes not at all: the former one then stays."""
    cles = cles_de(plateforme, JETON, grant_type="refresh_token", refresh_token=renouvellement)
    return Cles(cles.acces, cles.renouvellement or renouvellement, cles.dure)


def essayer(plateforme: Plateforme, *, retour: str) -> str:
    """Whether it is there and knows us, without anybody's consent: a code that it never gave is refused, and not who shows it. Nothing when all is
    well; else a code of `plateformes.RAISONS`.
    """
    try:
        cles_de(plateforme, JETON, grant_type="authorization_code", code="essai", redirect_uri=retour)
    except Refuse as refus:
        return "client" if refus.de_nous else ""
    except dehors.Injoignable as refus:
        return refus.code
    return "illisible"  # it takes any code


def nouvelles(plateforme: Plateforme, acces: str) -> Fil:
    """The last ones. Raises `Refuse` for a key that is over (or a scope that is missing), `dehors.Injoignable`."""
    entetes = {"authorization": f"Bearer {acces}", "accept": "application/json", "accept-language": "fr"}
    reponse = appeler("GET", plateforme.adresse + NOUVELLES, entetes)
    if reponse.statut != 200:  # 401; or 302, to its own page of sign-in
        raise Refuse
    return lire(reponse.corps, plateforme.adresse, timezone.now())


def cles_de(plateforme: Plateforme, chemin: str, **dits: str) -> Cles:
    """What that address gives (RFC 6749), to whom the operator said that we are. Raises `Refuse`, or `dehors.Injoignable`."""
    compte = f"{plateforme.client_id}:{sceaux.ouvrir(plateforme.secret_scelle)}"
    entetes = {
        "authorization": f"Basic {base64.b64encode(compte.encode()).decode()}",
        "content-type": "application/x-www-form-urlencoded",
        "accept": "application/json",
    }
    reponse = appeler("POST", plateforme.adresse + chemin, entetes, urlencode(dits).encode())
    lu = en_json(reponse.corps)
    if reponse.statut in dehors.SUIVIS:
        raise dehors.Injoignable("detours")
    if reponse.statut != 200:
        raise Refuse(de_nous=str(lu.get("error")) in CLIENT_REFUSE)
    acces, renouvellement = lu.get("access_token"), lu.get("refresh_token") or ""
    for cle in (acces, renouvellement):
        if not isinstance(cle, str) or len(cle) > CLE_MAX or not cle.isascii() or not cle.isprintable() or " " in cle:
            raise dehors.Injoignable("illisible")
    if not acces:
        raise dehors.Injoignable("illisible")
    return Cles(str(acces), str(renouvellement), min(entier(str(lu.get("expires_in"))) or DUREE, DUREE_MAX))


def appeler(methode: str, adresse: str, entetes: dict[str, str], corps: bytes = b"") -> dehors.Transmis:
    """What was answered, or refused. Whatever else, it is not there."""
    reponse = dehors.transmettre(methode, adresse, entetes=entetes | {"user-agent": "MesEcoles/1.0"}, corps=corps)
    if reponse.statut not in REFUS | {200}:
        raise dehors.Injoignable(dehors.code_de(reponse.statut), reponse.dans)
    return reponse


def en_json(corps: bytes) -> dict[str, Any]:
    """Nothing in it, for what is no object."""
    try:
        lu = json.loads(corps)
        json.dumps(lu, ensure_ascii=False).encode()  # half of a sign is no text of ours
    except (ValueError, RecursionError):
        return {}
    return lu if isinstance(lu, dict) else {}


# --- What a timeline says ------------------------------------------------------------------------------------------------
def lire(corps: bytes, adresse: str, maintenant: dt.datetime) -> Fil:
    """Those of the last thirty days that say something; one that is nonsense takes no other away. Raises `dehors.Injoignable`."""
    lu = en_json(corps)
    resultats = lu.get("results")
    if lu.get("status", "ok") != "ok" or not isinstance(resultats, list):
        raise dehors.Injoignable("illisible")
    brutes = [brute for brute in resultats[:PAR_PAGE] if isinstance(brute, dict)]
    if any(
        brute.get("type") == "" for brute in brutes
    ):  # under load, a sentence of its own in the place of the timeline
        raise dehors.Injoignable("attendre")
    lues = [_nouvelle(brute, adresse) for brute in brutes]
    dites = {
        n.identifiant: n for n in lues if n and maintenant - RECENTES <= n.le <= maintenant + dt.timedelta(hours=1)
    }
    moments = [le for brute in brutes if (le := _moment(brute.get("date")))]
    depuis = min(moments, default=maintenant) if len(resultats) >= PAR_PAGE else None
    return Fil(sorted(dites.values(), key=lambda n: (n.le, n.identifiant), reverse=True), depuis)


def _nouvelle(brute: dict[str, Any], adresse: str) -> Nouvelle | None:
    numero, le = brute.get("_id"), _moment(brute.get("date"))
    titre = _en_mots(brute.get("message"))
    if not isinstance(numero, str) or not re.fullmatch(IDENTIFIANT[1:-1], numero) or le is None or not titre:
        return None
    nature = NATURES.get(str(brute.get("type")).upper(), Nature.DOCUMENT)
    dits = brute.get("params")
    return Nouvelle(numero, nature, titre, le, _lien(dits if isinstance(dits, dict) else {}, adresse))


def _en_mots(message: Any) -> str:
    """A sentence is given in HTML."""
    if not isinstance(message, str):
        return ""
    nu = nh3.clean(message[:20_000].replace("<br", " <br"), tags=set(), clean_content_tags={"script", "style"})
    return en_une_ligne(html.unescape(nu), TITRE_MAX)


def _moment(dit: Any) -> dt.datetime | None:
    """{"$date": …}, in milliseconds or in letters."""
    brut = dit.get("$date") if isinstance(dit, dict) else dit
    try:
        if isinstance(brut, str) and (instant := entier(brut)) is not None:
            brut = instant
        if isinstance(brut, str):
            lu = dt.datetime.fromisoformat(brut)
            return lu if lu.tzinfo else lu.replace(tzinfo=dt.UTC)
        return dt.datetime.fromtimestamp(brut / 1000, dt.UTC) if isinstance(brut, int) else None
    except (ValueError, OverflowError, OSError):
        return None


def _lien(dits: dict[str, Any], adresse: str) -> str:
    """On that platform and nowhere else; its own timeline, where nothing better is said."""
    dit = dits.get("resourceUri")
    try:
        lien = urljoin(f"{adresse}/", dit.strip()) if isinstance(dit, str) and dit.strip() else ""
    except ValueError:
        lien = ""
    juste = len(lien) <= LIEN_MAX and re.fullmatch(LIEN[1:-1], lien) and origine_de(lien) == adresse
    return lien if juste else adresse + ACCUEIL
