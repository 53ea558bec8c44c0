"""Coming to a third service: a CAS ticket issued and validated, an OIDC code given and exchanged, beside as many bare pages.

Run inside a site (`python -m tests.charge.tiers`) it registers a service of each protocol, opens them to schools, and says which pupils
will come.
"""

import base64
import hashlib
import json
import re
import sys
from collections.abc import Callable
from functools import partial
from itertools import cycle
from urllib.parse import quote, urlencode

from .client import Mesure, Scenario, pages, requete, statut, texte
from .services import Lieux, module

CLIENTS, COMBIEN = 16, 16
RETOUR = "https://livres.exemple.fr/retour"
VERIFIEUR = "v" * 48
PREUVE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIEUR.encode()).digest()).rstrip(b"=").decode()
NUE = "/1000/1/"  # what is answered at each step is about as long


def mesurer(carnet, lieux: Lieux, en_tour: Callable) -> None:
    if not lieux.redis.get("territoire"):
        print("\ntiers : sauté, il faut Redis entre les processus (tickets et codes)", flush=True)
        return
    decor = json.loads(module(lieux.environnement("territoire"), "tests.charge.tiers"))
    for nom, aller in (("cas_aller_retour", cas), ("oidc_aller_retour", oidc)):
        print(f"\n{nom} : {len(decor['eleves'])} élèves, deux échanges", flush=True)
        fabriques = {"territoire": partial(aller, decor), "nue": partial(pages, [requete("GET", NUE)])}
        # Two exchanges make one thing done, of a bare page too. Long turns: what is under way when one ends is not counted.
        par_tour = en_tour(fabriques, CLIENTS, tours=3, secondes=4.0, etapes=2)
        notre, nue = (Mesure.somme(par_tour[site]) for site in ("territoire", "nue"))
        carnet.noter(f"{nom}_p95", notre.centile(95), "ms")
        carnet.noter(nom, notre.debit, "par s")
        carnet.noter(f"{nom}_ratio", nue.debit / notre.debit, "×", "≤ 10")


def _mene(reponse: bytes, motif: bytes) -> str:
    trouve = re.search(rb"(?i)\r\nlocation: [^\r]*[?&]" + motif + rb"=([^\r&]+)", reponse)
    if statut(reponse) != 302 or trouve is None:
        raise AssertionError(f"Nobody was led on: {reponse[:400]!r}")
    return trouve[1].decode()


def cas(decor: dict, decalage: int) -> Scenario:
    """A ticket for a pupil who is in; validated, with attributes, by the service."""
    service = quote(RETOUR, safe="")
    for cookies in cycle(decor["eleves"][decalage:] + decor["eleves"][:decalage]):
        ticket = _mene((yield requete("GET", f"/cas/login?service={service}", cookies)), b"ticket")
        dit = yield requete("GET", f"/cas/p3/serviceValidate?service={service}&ticket={ticket}", compresse=False)
        if "<cas:authenticationSuccess>" not in texte(dit):
            raise AssertionError(f"A ticket was refused: {dit[:600]!r}")


def oidc(decor: dict, decalage: int) -> Scenario:
    """A code for a pupil who is in; exchanged by the service, with its secret and the proof of its question."""
    client = {"client_id": decor["client"], "redirect_uri": RETOUR}
    question = client | {
        "response_type": "code",
        "scope": "openid profile ecole",
        "code_challenge": PREUVE,
        "code_challenge_method": "S256",
    }
    for cookies in cycle(decor["eleves"][decalage:] + decor["eleves"][:decalage]):
        code = _mene((yield requete("GET", f"/oidc/autoriser?{urlencode(question)}", cookies)), b"code")
        echange = client | {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": VERIFIEUR,
            "client_secret": decor["secret"],
        }
        dit = yield requete("POST", "/oidc/jeton", corps=urlencode(echange).encode(), compresse=False)
        if "id_token" not in texte(dit):
            raise AssertionError(f"A code was refused: {dit[:600]!r}")


def decor() -> None:
    """Sixteen pupils, of sixteen schools if there are, and a service of each protocol that these schools opened."""
    import django

    django.setup()
    from ent.annuaire.models import Etablissement, Inscription, Personne
    from ent.services.tiers.actions.ecole import ouvrir_a_l_ecole
    from ent.services.tiers.actions.registre import enregistrer_service

    from .decor import session

    auteur = Personne.objects.filter(roles__nature="directeur").order_by("pk")[0]
    champs = {
        "objet": "Livres à écouter et à lire", "accueil": "https://livres.exemple.fr/", "adresses": RETOUR, "publics": "eleve",
        "attributs": "prenom classe ecole",
    }  # fmt: skip
    services = [
        enregistrer_service(auteur=auteur, champs=champs | {"nom": f"Livres par {p}", "protocole": p})
        for p in ("cas", "oidc")
    ]
    ecoles = list(Etablissement.objects.filter(classes__inscriptions__fin=None).distinct().order_by("pk")[:COMBIEN])
    eleves = []
    for rang in range(COMBIEN):
        ecole = ecoles[rang % len(ecoles)]
        la = Inscription.objects.filter(classe__etablissement=ecole, fin=None).order_by("pk")
        eleves.append(session(la[rang].eleve))
        for service, _secret in services:
            ouvrir_a_l_ecole(
                service=service,
                etablissement=ecole,
                auteur=auteur,
                publics="eleve",
                niveaux="",
                classes=(),
                recoit=service.recoit_ecrit,
            )
    service, secret = services[1]
    json.dump({"eleves": eleves, "client": service.client_id, "secret": secret}, sys.stdout)


if __name__ == "__main__":
    decor()
