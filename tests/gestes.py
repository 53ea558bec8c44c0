"""What the forms of a page bear, read as a browser would send them."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

# Our own pages, well formed: twelve thousand of them are read by the matrix.
FORMULAIRE = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
CHAMP = re.compile(r"<(?:input|select|textarea|button)\b([^>]*)>")
ATTRIBUT = re.compile(r'([\w-]+)="([^"]*)"')
REMPLIS = {"text", "email", "tel", "number", "date", "time"}  # fields that somebody fills: as in saisies.js
SECRETS = re.compile(r'type="password"|autocomplete="one-time-code"')
# Where it goes (the name of its address), and why neither a draft nor saisies.js keeps what is written in it.
SANS_GARDE = dict.fromkeys(("renseignements_sante_ecrire", "liaison_sante"), "the health of a child stays on no device")


@dataclass
class Formulaire:
    """A form that is posted: where it goes, its named fields with what they hold (the last of each name)."""

    adresse: str
    champs: dict[str, str] = field(default_factory=dict)

    @property
    def geste(self) -> str:
        """« cree », « corrige », or nothing."""
        try:
            return getattr(resolve(urlsplit(self.adresse).path).func, "geste", "")
        except Resolver404:
            return ""

    @property
    def manque(self) -> str:
        """What it should bear and does not."""
        attendus = {"cree": ["numero"], "corrige": ["version"]}.get(self.geste, [])
        par_ligne = any(nom.startswith("lu-") for nom in self.champs)
        return "" if not attendus or par_ligne or any(nom in self.champs for nom in attendus) else attendus[0]


def _attributs(texte: str) -> dict[str, str]:
    return {nom.lower(): html.unescape(valeur) for nom, valeur in ATTRIBUT.findall(texte)}


def formulaires(chemin: str, page: str) -> list[Formulaire]:
    """Those of a page that are posted."""
    trouves = []
    for ouverture, contenu in FORMULAIRE.findall(page):
        siens = _attributs(ouverture)
        if siens.get("method", "").lower() == "post":
            champs = [_attributs(balise) for balise in CHAMP.findall(contenu)]
            nommes = {a["name"]: a.get("value", "") for a in champs if "name" in a}
            trouves.append(Formulaire(urljoin(chemin, siens.get("action", "")), nommes))
    return trouves


def en_faute(chemin: str, reponse) -> list[str]:
    """Forms of a page that lack what their address asks for, or that would lose what is written in them."""
    if reponse.streaming or not reponse.get("Content-Type", "").startswith("text/html"):
        return []
    page = reponse.text
    manquent = [f"{chemin}: {f.adresse} bears no {f.manque}" for f in formulaires(chemin, page) if f.manque]
    return manquent + sans_garde(chemin, page)


def sans_garde(chemin: str, page: str) -> list[str]:
    """Forms that somebody who is in fills, that would be lost with their session: kept neither as a draft, nor by
    the script of the shell.
    """
    if "<body" in page and " data-personne=" not in page:
        return []  # no session to lose
    trouves = []
    for ouverture, contenu in FORMULAIRE.findall(page):
        siens = _attributs(ouverture)
        champs = [_attributs(balise) for balise in CHAMP.findall(contenu)]
        remplis = any(a.get("type") in REMPLIS for a in champs) or "<textarea" in contenu
        if siens.get("method", "").lower() != "post" or not remplis or SECRETS.search(contenu):
            continue
        par_la_page = '<template id="saisie">' in page and "target" not in siens and "data-sans-garde" not in ouverture
        if "data-brouillon" in contenu or par_la_page:
            continue
        vers = urlsplit(urljoin(chemin, siens.get("action", ""))).path
        if _nom_de(vers) not in SANS_GARDE:
            trouves.append(f"{chemin}: what is written for {siens.get('action') or chemin} is not kept")
    return trouves


def _nom_de(chemin: str) -> str:
    try:
        return resolve(chemin).url_name or ""
    except Resolver404:
        return ""


def version_portee(chemin: str, reponse) -> str:
    """The version that the form of this page bears, which goes to that address; nothing where none does."""
    vers = {f.adresse: f.champs["version"] for f in formulaires(chemin, reponse.text) if "version" in f.champs}
    return vers.get(chemin, "")


def version_de(client, chemin: str) -> str:
    """What the correcting form that stands at its own address bears."""
    version = version_portee(chemin, client.get(chemin))
    assert version
    return version
