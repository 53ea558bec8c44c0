"""Run by hand (`python -m tests.services.tiers.clients`): openid-client, of npm, comes to the product over HTTP, as a service would.

It needs npm and its registry, so no test of the suite does. It reads our discovery, proves its PKCE, its state and its nonce, checks the
signature of what it is told, asks who came, and tries its code twice. A demonstration of its own, on a port and in a folder of its own.
"""

import json
import subprocess
import tempfile
from pathlib import Path

from tests import modeles
from tests.navigateur import horloge
from tests.navigateur.serveur import RACINE, Serveur

PAQUETS = ("openid-client@6",)
OUTIL = RACINE / ".venv" / "openid-client"
RETOUR = "https://livres.exemple.fr/retour"
DECOR = f"""
from django.conf import settings
from django.test import Client
from ent.services.tiers.actions.ecole import ouvrir_a_l_ecole
from ent.services.tiers.actions.registre import enregistrer_service
champs = {{"nom": "Livres de npm", "objet": "Livres", "protocole": "oidc", "accueil": "https://livres.exemple.fr/", "adresses": "{RETOUR}",
    "publics": "eleve", "attributs": "prenom classe ecole"}}
service, secret = enregistrer_service(auteur=d.operateur, champs=champs)
ouvrir_a_l_ecole(service=service, etablissement=d.elementaire, auteur=d.directrice, publics="eleve", niveaux="", classes=(), recoit=service.recoit_ecrit)
appareil = Client()
appareil.force_login(d.eleve_cp)
decor = [service.client_id, secret, settings.SESSION_COOKIE_NAME + "=" + appareil.cookies[settings.SESSION_COOKIE_NAME].value]
"""
SCRIPT = """
import * as client from "openid-client";
const [adresse, id, secret, retour, cookie] = process.argv.slice(2);
const config = await client.discovery(new URL(adresse), id, secret, undefined, { execute: [client.allowInsecureRequests] });
const preuve = client.randomPKCECodeVerifier(), nonce = client.randomNonce(), etat = client.randomState();
const question = client.buildAuthorizationUrl(config, {
  redirect_uri: retour, scope: "openid profile ecole", state: etat, nonce,
  code_challenge: await client.calculatePKCECodeChallenge(preuve), code_challenge_method: "S256",
});
const rendu = await fetch(question, { redirect: "manual", headers: { cookie } });
const ou = new URL(rendu.headers.get("location"));
const attendus = { pkceCodeVerifier: preuve, expectedState: etat, expectedNonce: nonce, idTokenExpected: true };
const jetons = await client.authorizationCodeGrant(config, ou, attendus);
const dits = jetons.claims();
const personne = await client.fetchUserInfo(config, jetons.access_token, dits.sub);
const encore = await client.authorizationCodeGrant(config, ou, attendus).then(() => "accepted", (refus) => refus.error ?? refus.code);
console.log(JSON.stringify({ dits, personne, encore }));
"""


def main() -> None:
    subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(OUTIL), *PAQUETS], check=True
    )
    (OUTIL / "venir.mjs").write_text(SCRIPT)
    with tempfile.TemporaryDirectory(prefix="ent-clients-") as dossier:
        modeles.copier(Path(dossier), modeles.DEMONSTRATION)
        serveur = Serveur(Path(dossier))
        serveur.environnement[horloge.VARIABLE] = "0"  # today, since the client reads its own clock
        try:
            serveur.demarrer()
            client_id, secret, cookie = serveur._demander(code=DECOR, expression="decor")
            commande = ["node", str(OUTIL / "venir.mjs"), serveur.adresse, client_id, secret, RETOUR, cookie]
            fini = subprocess.run(commande, capture_output=True, text=True, check=False, timeout=120)
        finally:
            serveur.fermer()
    if fini.returncode:
        raise SystemExit(fini.stderr[-3000:])
    dit = json.loads(fini.stdout)
    print(json.dumps(dit, ensure_ascii=False, indent=1))
    assert dit["dits"]["given_name"] == "Inès" and dit["dits"]["sub"] == dit["personne"]["sub"]
    assert dit["encore"] == "invalid_grant"


if __name__ == "__main__":
    main()
