"""Run by hand (`python -m tests.services.tiers.lemonldap`): LemonLDAP::NG comes to the product as a service, by each of our three protocols.

It needs Debian's packages of LemonLDAP::NG, root, and the project's tool (`../shared/outils/lemonldap`, whose page names the packages): no test
of the suite does. The tool is copied and set as a relying party, on a port of its own. Each time a pupil who is in here comes in there, and the
name of who came in is read from its journal. A demonstration of its own, at today's hour.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from lxml import html

from tests import modeles
from tests.navigateur import horloge
from tests.navigateur.serveur import RACINE, Serveur

OUTIL = RACINE.parent / "shared/outils/lemonldap"
PORT = 19_877
PORTAIL = f"http://auth.example.test:{PORT}/"
DECOR = """
from django.conf import settings
from django.test import Client
from ent.services.tiers.actions.ecole import ouvrir_a_l_ecole
from ent.services.tiers.actions.registre import enregistrer_service
from ent.services.tiers.lectures.saml import partenaire_de
champs = {{"nom": "Lemon par {protocole}", "objet": "x", "protocole": "{protocole}", "accueil": "{portail}", "publics": "eleve",
    "adresses": {adresses!r}, "metadonnees": {metadonnees!r}, "attributs": "prenom nom classe ecole"}}
if champs["metadonnees"]:
    lu = partenaire_de(champs["metadonnees"])
    champs |= {{"entite": lu.entite, "adresses": chr(10).join(lu.acs), "sortie": lu.sortie}}
service, secret = enregistrer_service(auteur=d.operateur, champs=champs)
ouvrir_a_l_ecole(service=service, etablissement=d.elementaire, auteur=d.directrice, publics="eleve", niveaux="", classes=(), recoit=service.recoit_ecrit)
appareil = Client()
appareil.force_login(d.eleve_cp)
decor = [service.client_id, secret, settings.SESSION_COOKIE_NAME, appareil.cookies[settings.SESSION_COOKIE_NAME].value]
"""


class Lemon:
    """LemonLDAP::NG in a folder, started again with other settings."""

    def __init__(self, dossier: Path) -> None:
        self.outil, self.dossier = dossier / "outil", dossier / "llng"
        shutil.copytree(OUTIL, self.outil)
        regler = (self.outil / "setup.py").read_text().replace("PORT = 19876", f"PORT = {PORT}")
        ecrire = '(D / "conf/lmConf-1.json").write_text'
        assert ecrire in regler
        regler = regler.replace(ecrire, f'c.update(json.loads((D / "rp.json").read_text()))\n{ecrire}', 1)
        (self.outil / "setup.py").write_text(regler)
        self.dossier.mkdir()
        dossier.chmod(0o755)
        self.env = os.environ | {"LLNG_DIR": str(self.dossier)}

    def demarrer(self, **reglages) -> None:
        self.arreter()
        (self.dossier / "rp.json").write_text(json.dumps({"userDB": "Same"} | reglages))
        subprocess.run(["bash", str(self.outil / "start.sh")], env=self.env, check=True)
        time.sleep(2)

    def arreter(self) -> None:
        subprocess.run(["bash", str(self.outil / "stop.sh")], env=self.env, check=True)

    def journal(self) -> str:
        return (self.dossier / "fcgi.log").read_text()


def aller(cookie: tuple[str, str]) -> None:
    """As a browser: redirections followed, the form of a SAML response sent."""
    navigateur = requests.Session()
    navigateur.cookies.set(*cookie, domain="127.0.0.1")
    reponse = navigateur.get(PORTAIL, allow_redirects=False)
    for _pas in range(12):
        if reponse.is_redirect:
            vers = urljoin(reponse.url, reponse.headers["Location"])
            reponse = navigateur.get(vers, allow_redirects=False)
        elif "SAMLResponse" in reponse.text:
            formulaire = html.fromstring(reponse.text).find(".//form[@data-porter]")
            champs = {e.get("name"): e.get("value") for e in formulaire.iterfind(".//input")}
            reponse = navigateur.post(formulaire.get("action"), data=champs, allow_redirects=False)
        else:
            break
    assert "lemonldap" in navigateur.cookies.keys(), reponse.text[:2000]  # noqa: SIM118 (a jar is no dict)


def par_saml(lemon: Lemon, ent: Serveur, inscrire) -> None:
    lemon.demarrer(authentication="Demo")
    metadonnees = re.sub(r"^<\?xml[^>]*\?>", "", requests.get(f"{PORTAIL}saml/metadata", timeout=30).text).strip()
    _id, _secret, *cookie = inscrire("saml", metadonnees=metadonnees)
    options = {"SSOBinding": "http-redirect", "NameIDFormat": "persistent", "SignSSOMessage": 1}
    options |= {"CheckSSOMessageSignature": 1, "CheckTime": 1, "CheckAudience": 1}
    lemon.demarrer(
        authentication="SAML",
        samlIDPMetaDataXML={
            "ent": {"samlIDPMetaDataXML": requests.get(f"{ent.adresse}/saml/fournisseur", timeout=30).text}
        },
        samlIDPMetaDataExportedAttributes={"ent": {"prenom": "1;urn:oid:2.5.4.42", "classe": "1;classe"}},
        samlIDPMetaDataOptions={"ent": {f"samlIDPMetaDataOptions{nom}": valeur for nom, valeur in options.items()}},
    )
    aller(cookie)


def par_cas(lemon: Lemon, ent: Serveur, inscrire) -> None:
    options = {"Url": f"{ent.adresse}/cas", "Renew": 0, "Gateway": 0}
    lemon.demarrer(
        authentication="CAS",
        casSrvMetaDataOptions={"ent": {f"casSrvMetaDataOptions{nom}": valeur for nom, valeur in options.items()}},
    )
    question = requests.get(PORTAIL, allow_redirects=False, timeout=30).headers["Location"]
    # As it sends it, letter for letter: what an operator copies.
    _id, _secret, *cookie = inscrire("cas", adresses=parse_qs(urlsplit(question).query)["service"][0])
    aller(cookie)


def par_oidc(lemon: Lemon, ent: Serveur, inscrire) -> None:
    client, secret, *cookie = inscrire("oidc", adresses=f"{PORTAIL}?openidconnectcallback=1")
    options = {"ClientID": client, "ClientSecret": secret, "Scope": "openid profile ecole", "CheckJWTSignature": 1}
    options |= {"RequirePkce": 1, "UseNonce": 1, "TokenEndpointAuthMethod": "client_secret_post", "IDTokenMaxAge": 300}
    lemon.demarrer(
        authentication="OpenIDConnect",
        oidcOPMetaDataJSON={"ent": requests.get(f"{ent.adresse}/.well-known/openid-configuration", timeout=30).text},
        oidcOPMetaDataJWKS={"ent": requests.get(f"{ent.adresse}/oidc/cles", timeout=30).text},
        oidcOPMetaDataExportedVars={"ent": {"prenom": "given_name"}},
        oidcOPMetaDataOptions={"ent": {f"oidcOPMetaDataOptions{nom}": valeur for nom, valeur in options.items()}},
    )
    aller(cookie)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ent-lemon-") as dossier, tempfile.TemporaryDirectory() as var:
        modeles.copier(Path(var), modeles.DEMONSTRATION)
        ent, lemon = Serveur(Path(var)), Lemon(Path(dossier))
        ent.environnement[horloge.VARIABLE] = "0"

        def inscrire(protocole: str, adresses: str = "", metadonnees: str = "") -> list[str]:
            code = DECOR.format(protocole=protocole, portail=PORTAIL, adresses=adresses, metadonnees=metadonnees)
            return ent._demander(code=code, expression="decor")

        try:
            ent.demarrer()
            for nom, venir in (("SAML", par_saml), ("CAS", par_cas), ("OpenIDConnect", par_oidc)):
                venir(lemon, ent, inscrire)
                print(re.search(rf"User (\S+) connected from {nom}", lemon.journal())[0], flush=True)
        finally:
            lemon.arreter()
            ent.fermer()


if __name__ == "__main__":
    main()
