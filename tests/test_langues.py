"""Families read everything in their language: no page that a parent or a pupil may open, nor any sentence that it may say, is left in French.

The pages are those of the rights matrix; a new address is there by `tests/test_matrice.py`.
"""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from ent.annuaire.models import Classe, Personne
from tests.langues import AUTRES, TEMOIN, connues, ecouter, francais, francais_sans_le_dire, ponctuation_francaise
from tests.matrice import COLONNES, Objets, client_de
from tests.test_matrice import LIGNES, sessions_en_cookies, traduction  # noqa: F401  (fixtures)

FAMILLES = ("anonyme", "mere", "pere_separe", "mere_arabophone", "eleve_cp")
# Pages that are not ours to translate, with why.
FRANCAISES = {
    "planche": "components, for who builds",
    "ecole_accueil": "a school's public site: its own words, in its language, one page for everybody",
    "ecole_page": "a school's public site",
    "ecole_recherche": "a school's public site",
    "ecole_api": "a school's public site",
    "ecole_api_page": "a school's public site",
    "journal_public": "a school's public site",
}
# Shown there: what a family or a pupil wrote, in a language that nobody told; an answer of the translator, in the reader's.
DE_TOUTES_LANGUES = {
    "messagerie_fil", "messagerie_message", "messagerie_signaler", "messagerie_traduire", "cahier_traduire_travail", "journal_portfolio", "journal_eleve_billet", "cahier_traduire_seance", "carnet_traduire",
    "journal_traduire", "dossier_traduire", "autorisation_traduire",
}  # fmt: skip
# Asked from the catalogs and shown nowhere: labels of the libraries that ours stand for, names of languages, which are said in themselves.
NON_DITES = {
    "Email", "Email address", "Username or email", "field label\x04Login", "String to return when truncating text\x04%(truncated_text)s…",
    "Français", "العربية", "English", "Español", "Português", "தமிழ்", "Türkçe", "Українська",
}  # fmt: skip


def _reponses(d, methode: str, nom: str, ecole: str, cles: list[str]) -> list[str]:
    """The pages of this address, one by persona: of a form, what it says when nothing was filled."""
    pages = []
    with transaction.atomic():
        arguments, _envoi = Objets(d, ecole).arguments(nom)
        chemin = reverse(nom, args=arguments)
        for cle in cles:
            cache.clear()
            with transaction.atomic():
                client = client_de(None if cle == "anonyme" else getattr(d, cle))
                client.cookies["langue"] = TEMOIN
                reponse = client.get(chemin) if methode == "GET" else client.post(chemin, {})
                if not reponse.streaming and reponse.get("Content-Type", "").startswith("text/html"):
                    pages.append(reponse.text)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return pages


@pytest.mark.timeout(600)
def test_no_page_of_a_family_is_left_in_french(d, mardi):
    Personne.objects.filter(pk__in=[getattr(d, cle).pk for cle in FAMILLES[1:]]).update(langue=TEMOIN)
    gens = {mot for noms in Personne.objects.values_list("prenom", "nom") for nom in noms for mot in nom.split()}
    gens |= {"Solange", "Guérin", "Karim"}  # to whom the matrix confides an access, who may come
    classes = {mot for nom in Classe.objects.values_list("nom", flat=True) for mot in nom.split()}
    restes, espaces, muets = {}, {}, {}
    with ecouter() as dites:
        for methode, nom, ecole, *statuts in LIGNES:
            cles = [cle for cle in FAMILLES if statuts[COLONNES.index(cle)] in ("200", "302", "422")]
            if nom in FRANCAISES or not cles:
                continue
            for page in _reponses(d, methode, nom, ecole, cles):
                restes |= dict.fromkeys(francais(page, gens), f"{methode} {nom}")
                if nom not in DE_TOUTES_LANGUES:
                    muets |= dict.fromkeys(francais_sans_le_dire(page, gens | classes), f"{methode} {nom}")
                espaces |= dict.fromkeys(ponctuation_francaise(page), f"{methode} {nom}")
    assert not restes, restes
    assert not espaces, espaces
    print(chr(10).join(f"MUET {k} | {v}" for k, v in muets.items()))
    assert not muets, muets
    manquent = {langue: sorted(dites - connues(langue) - NON_DITES) for langue in AUTRES}
    assert manquent == {langue: [] for langue in AUTRES}
    assert len(dites) > 700
