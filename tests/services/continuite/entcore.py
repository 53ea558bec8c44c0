"""An Edifice platform, as tests have it: what its public code says of consent, keys and timelines (decision 0172), on the HTTPS server of `produit`.

No real one was met.
"""

import base64
import datetime as dt
import json
import ssl
import time
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from django.urls import reverse

from ent.services.continuite.actions import fil, plateformes
from ent.services.continuite.models import CompteRelie, Plateforme

from .produit import HOTE, Produit

CLIENT, SECRET = "mes-ecoles", "secret-du-client"
MOT = "Mme Roux vous a écrit un mot"  # what `nouvelle` says
_numeros = count(1)


def nouvelle(
    numero: str = "n-1", message: str = "", genre: str = "SCHOOLBOOK", le: str = "2026-11-24T08:30:00Z", **params
) -> dict:
    """As a timeline says it: a sentence in HTML, a kind, a moment, where it leads."""
    message = message or '<a href="/userbook/annuaire#u-9#Teacher">Mme Roux</a> vous a &eacute;crit un mot'
    return {
        "_id": numero,
        "type": genre,
        "event-type": "NEW",
        "resource": "r-1",
        "sender": "u-9",
        "params": {
            "username": "Mme Roux",
            "uri": "/userbook/annuaire#u-9",
            "resourceUri": f"/schoolbook#/word/{numero}",
        }
        | params,
        "date": {"$date": le},
        "message": message,
    }


@dataclass
class Entcore:
    """What it holds. `dure`: seconds that a key of an hour lasts; `codes` are known ten minutes, and taken again as often as they are shown."""

    produit: Produit
    certificat: Path
    connecte: str = "u-mere"  # who is signed in in the browser, or nobody
    dure: int = 3600
    rend_le_renouvellement: bool = True
    nouvelles: dict[str, list[dict]] = field(default_factory=dict)  # by account
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)  # account, return
    acces: dict[str, tuple[str, float]] = field(default_factory=dict)  # account, until when
    renouvellements: dict[str, str] = field(default_factory=dict)
    corps: list[dict[str, list[str]]] = field(default_factory=list)  # what its token endpoint was sent

    @property
    def adresse(self) -> str:
        return f"https://{HOTE}:{self.produit.port}"

    def ouvrir(self) -> None:
        self.produit.reponses |= {
            "/auth/oauth2/auth": self.accorder,
            "/auth/oauth2/token": self.donner_des_cles,
            "/timeline/lastNotifications": self.dire,
        }

    def tout_revoquer(self) -> None:
        self.acces.clear()
        self.renouvellements.clear()

    # --- What it answers ------------------------------------------------------------------------------------------------
    def accorder(self, ici: BaseHTTPRequestHandler) -> None:
        dits = {nom: valeurs[0] for nom, valeurs in parse_qs(urlsplit(ici.path).query).items()}
        if dits.get("response_type") != "code" or not dits.get("state") or not dits.get("redirect_uri"):
            return self._rediriger(
                ici, dits.get("redirect_uri", ""), error="invalid_request", state=dits.get("state", "")
            )
        if dits.get("scope") != "timeline":
            return self._rediriger(ici, dits["redirect_uri"], error="server_error", state=dits["state"])
        if not self.connecte:
            return self._rediriger(ici, f"{self.adresse}/auth/login", callback=ici.path)
        code = f"code-{next(_numeros)}"
        self.codes[code] = (self.connecte, dits["redirect_uri"])
        return self._rediriger(ici, dits["redirect_uri"], code=code, state=dits["state"])

    def donner_des_cles(self, ici: BaseHTTPRequestHandler) -> None:
        dits = parse_qs(ici.rfile.read(int(ici.headers["Content-Length"])).decode())
        self.corps.append(dits)
        attendu = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if ici.headers["Authorization"] != f"Basic {attendu}":
            return self._json(ici, 401, {"error": "invalid_client"})
        if dits["grant_type"] == ["refresh_token"]:
            compte = self.renouvellements.get(dits["refresh_token"][0], "")
        else:
            compte, retour = self.codes.get(dits["code"][0], ("", ""))
            compte = compte if [retour] == dits["redirect_uri"] else ""
        if not compte:
            return self._json(ici, 401, {"error": "invalid_grant"})
        acces, renouvellement = f"acces-{next(_numeros)}", f"renouvellement-de-{compte}"
        self.acces[acces] = (compte, time.time() + self.dure)
        self.renouvellements[renouvellement] = compte
        cles = {"token_type": "Bearer", "access_token": acces, "expires_in": self.dure, "scope": "timeline"}
        return self._json(ici, 200, cles | ({"refresh_token": renouvellement} if self.rend_le_renouvellement else {}))

    def dire(self, ici: BaseHTTPRequestHandler) -> None:
        compte, jusqu_a = self.acces.get(ici.headers["Authorization"].removeprefix("Bearer "), ("", 0.0))
        if not compte or jusqu_a < time.time():
            return self._rediriger(ici, f"{self.adresse}/auth/login", callback=ici.path)
        dites = self.nouvelles.get(compte, [])[:25]
        return self._json(ici, 200, {"status": "ok", "number": len(dites), "results": dites})

    @staticmethod
    def _rediriger(ici: BaseHTTPRequestHandler, ou: str, **dits: str) -> None:
        ici.send_response(302)
        ici.send_header("Location", f"{ou}?{urlencode(dits)}")
        ici.send_header("Content-Length", "0")
        ici.end_headers()

    @staticmethod
    def _json(ici: BaseHTTPRequestHandler, statut: int, dit: dict) -> None:
        corps = json.dumps(dit).encode()
        ici.send_response(statut)
        ici.send_header("Content-Type", "application/json")
        ici.send_header("Content-Length", str(len(corps)))
        ici.end_headers()
        ici.wfile.write(corps)

    # --- What a browser does --------------------------------------------------------------------------------------------
    def suivre(self, adresse: str) -> dict[str, str]:
        """A family goes there: what it is sent back with."""

        class SansSuite(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_args) -> None:
                return None

        tls = ssl.create_default_context(cafile=str(self.certificat))
        ici = adresse.replace(HOTE, "127.0.0.1")
        tls.check_hostname = False
        ouvreur = urllib.request.build_opener(SansSuite, urllib.request.HTTPSHandler(context=tls))
        entetes: HTTPMessage | None = None
        try:
            ouvreur.open(ici)
        except urllib.error.HTTPError as reponse:
            entetes = reponse.headers
            reponse.close()
        assert entetes is not None
        ou = urlsplit(entetes["Location"])
        return {"_ou": ou.path} | {nom: valeurs[0] for nom, valeurs in parse_qs(ou.query).items()}


def declarer(d, entcore: Entcore, **champs) -> Plateforme:
    dits = {"nom": "eCollège 78", "adresse": entcore.adresse, "client_id": CLIENT} | champs
    return plateformes.declarer_une_plateforme(auteur=d.operateur, champs=dits, colleges=[d.college], secret=SECRET)


def partir(client, plateforme: Plateforme, de_qui: str) -> str:
    """Where the page leads, once one said of whom."""
    reponse = client.post(reverse("continuite_compte_relier", args=[plateforme.uuid]), {"de_qui": de_qui})
    assert reponse.status_code == 200, reponse.text
    return reponse.text.partition('<a class="bouton" href="')[2].partition('"')[0].replace("&amp;", "&")


def revenir(client, dits: dict[str, str]):
    """Back with that: the page that asks nothing, then what its form is answered."""
    dits = {nom: valeur for nom, valeur in dits.items() if not nom.startswith("_")}
    page = client.get(reverse("continuite_compte_retour"), dits)
    assert page.status_code in (200, 422)  # 422: it did not leave from this session
    return client.post(reverse("continuite_compte_finir"), dits)


def relier(client, entcore: Entcore, plateforme: Plateforme, de_qui: str):
    return revenir(client, entcore.suivre(partir(client, plateforme, de_qui)))


def relire(horloge, compte: CompteRelie, dans: dt.timedelta | None = None) -> CompteRelie:
    compte.refresh_from_db()
    horloge(compte.prochain_le + (dans or dt.timedelta()))
    fil.relever()
    return CompteRelie.objects.get(pk=compte.pk)
