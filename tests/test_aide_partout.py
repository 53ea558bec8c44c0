"""Every page that somebody may open: its « ? » leads to help written for them, and one way leads back, to a page that they may open.

The pages are those of the rights matrix that answer 200 to a persona; a new address is there by `tests/test_matrice.py`.
"""

import html
import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from ent.coquille import aide
from ent.portail.lectures import univers_de
from tests.matrice import COLONNES, Objets, client_de
from tests.test_matrice import LIGNES, sessions_en_cookies, traduction  # noqa: F401  (fixtures)

PAGES = [ligne for ligne in LIGNES if ligne[0] == "GET" and "200" in ligne[3:]]
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


def _page(client, chemin: str) -> str:
    """Its text, when it is a whole page."""
    reponse = client.get(chemin)
    est_page = not reponse.streaming and reponse.get("Content-Type", "").startswith("text/html")
    return reponse.text if est_page and "<html" in reponse.text else ""


def _places(texte: str, cle: str) -> set[str]:
    """Those of the bar of a phone; the home of a pupil, who has none; the door."""
    barre = BARRE.search(texte)
    return set(re.findall(r'href="([^"]+)"', barre[0])) if barre else {"/"} if cle == "eleve_cp" else set()


def _fautes(d, nom: str, chemin: str, cle: str) -> list[str]:
    personne = None if cle == "anonyme" else getattr(d, cle)
    client = client_de(personne)
    texte = _page(client, chemin)
    if not texte:
        return []
    fautes = []
    if nom not in SANS_AIDE and nom != "aide":
        trouvees = AIDE.findall(texte)
        lecteurs = aide.lecteurs_de(nom, univers_de(personne) if personne else ["visiteur"])
        if [page for page, _suite in trouvees] != [nom]:
            fautes.append(f"{cle}: « ? » {trouvees}")
        if not lecteurs:
            fautes.append(f"{cle}: no help")
    retours = [html.unescape(re.search(r'href="([^"]*)"', lien)[1]) for lien in RETOUR.findall(texte)]
    dehors = cle == "anonyme" and nom in SANS_RETOUR_DEHORS
    attendus = 0 if dehors or nom in SANS_RETOUR or chemin in _places(texte, cle) else 1
    if len(retours) != attendus:
        fautes.append(f"{cle}: ways back {retours}")
    fautes += [f"{cle}: {vers} answers {statut}" for vers in retours if (statut := client.get(vers).status_code) != 200]
    return fautes


@pytest.mark.parametrize("ligne", PAGES, ids=lambda ligne: "-".join(ligne[1:3]))
def test_each_page_has_its_help_and_one_way_back(d, mardi, ligne):
    _methode, nom, ecole, *statuts = ligne
    fautes: list[str] = []
    with transaction.atomic():
        chemin = reverse(nom, args=Objets(d, ecole).arguments(nom)[0])
        for cle in [cle for cle, statut in zip(COLONNES, statuts, strict=True) if statut == "200"]:
            cache.clear()
            with transaction.atomic():
                fautes += _fautes(d, nom, chemin, cle)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert fautes == []


def test_exemptions_are_pages_that_exist():
    assert (SANS_AIDE.keys() | SANS_RETOUR.keys() | SANS_RETOUR_DEHORS) <= aide.noms_des_pages()
