"""Every page that somebody may open: its « ? » leads to help written for them, and one way leads back, to a page that they may open.

Asked of each page that the rights matrix opens, as it is answered there (tests/test_matrice.py).
"""

import html
import re

from ent.coquille import aide
from ent.portail.lectures import univers_de

# Frames of their own, with why.
SANS_AIDE = {
    "hors_ligne": "kept by the browser for the day without network, where help does not open",
    "cahier_projeter": "the board: pupils look at it from the back of the room",
    "cahier_projeter_contenu": "the board",
    "ecole_accueil": "a school's public site: its own frame, with contact and practical information",
    "ecole_page": "a school's public site",
    "ecole_recherche": "a school's public site",
}
SANS_RETOUR = {
    "account_login": "the door itself",
    "connexion_mur": "the door of the pupils of a class",
    "hors_ligne": "stands for whatever page one asked for, and asks for it again",
    "ecole_accueil": "a school's public site, which has its own navigation",
    "ecole_page": "a school's public site",
    "ecole_recherche": "a school's public site",
}
# Read by whoever was given the address: one comes from nowhere in the product, unless one is signed in.
SANS_RETOUR_DEHORS = {"journal_public", "prevenir_arreter", "planche", "fichiers_voir"}
AIDE = re.compile(r'<a class="rond" href="/aide/\?page=(\w*)&amp;suite=([^"]+)"')
RETOUR = re.compile(r"<a\b[^>]*\bdata-retour\b[^>]*>")
BARRE = re.compile(r'<nav class="barre-basse".*?</nav>', re.DOTALL)
# By persona and address: what ways back answered. Nothing of what a row lays is in an address without a number.
_STATUTS: dict[tuple[str, str], int] = {}


def _places(texte: str, cle: str) -> set[str]:
    """Those of the bar of a phone; the home of a pupil, who has none; the door."""
    barre = BARRE.search(texte)
    return set(re.findall(r'href="([^"]+)"', barre[0])) if barre else {"/"} if cle == "eleve_cp" else set()


def _statut(client, cle: str, vers: str) -> int:
    if re.search(r"\d", vers):
        return client.get(vers).status_code
    if (cle, vers) not in _STATUTS:
        _STATUTS[cle, vers] = client.get(vers).status_code
    return _STATUTS[cle, vers]


def fautes(nom: str, chemin: str, cle: str, personne, client, reponse) -> list[str]:
    """Of the page that this persona was answered at the address of this name; what is no whole page has none."""
    est_page = not reponse.streaming and reponse.get("Content-Type", "").startswith("text/html")
    texte = reponse.text if est_page and reponse.status_code == 200 else ""
    if "<html" not in texte:
        return []
    return _sans_aide(nom, cle, personne, texte) + _sans_retour(nom, chemin, cle, client, texte)


def _sans_aide(nom: str, cle: str, personne, texte: str) -> list[str]:
    if nom in SANS_AIDE or nom == "aide":
        return []
    trouvees = [page for page, _suite in AIDE.findall(texte)]
    lecteurs = aide.lecteurs_de(nom, univers_de(personne) if personne else ["visiteur"])
    return [f"{cle}: « ? » {trouvees}"] * (trouvees != [nom]) + [f"{cle}: no help"] * (not lecteurs)


def _sans_retour(nom: str, chemin: str, cle: str, client, texte: str) -> list[str]:
    retours = [html.unescape(re.search(r'href="([^"]*)"', lien)[1]) for lien in RETOUR.findall(texte)]
    dehors = cle == "anonyme" and nom in SANS_RETOUR_DEHORS
    attendus = 0 if dehors or nom in SANS_RETOUR or chemin in _places(texte, cle) else 1
    refuses = [f"{cle}: {vers} answers {statut}" for vers in retours if (statut := _statut(client, cle, vers)) != 200]
    return [f"{cle}: ways back {retours}"] * (len(retours) != attendus) + refuses
