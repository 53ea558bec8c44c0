"""A mother lets her eldest's collège show what the école says: asked by that site, led back to it, ended here."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.continuite")]
RETOUR = "https://college.exemple.fr/retour"
OUVRIR = f"""
from tests.services.continuite.conftest import college_de
college_de(d)
from ent.services.continuite.actions import emetteurs
emetteurs.ouvrir_un_emetteur(auteur=d.operateur, champs={{"etablissement": d.college, "nom": "eCollège",
    "origines": "https://college.exemple.fr", "retours": {RETOUR!r}, "cles": []}})
"""
CLIENT = "str(__import__('ent.services.continuite.models', fromlist=['x']).Emetteur.objects.get().uuid)"
CODE_PRIS = "__import__('ent.services.continuite.models', fromlist=['x']).Accord.objects.update(cle='x')"


def lisible(page, nom: str) -> None:
    for largeur in (390, 1280):
        page.set_viewport_size({"width": largeur, "height": 844})
        assert (examiner(page, nom), debords(page)) == ([], False)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(PETITES_CIBLES, 44) == []


def test_a_mother_lets_the_college_show_what_the_ecole_says_and_ends_it(appareil, serveur):
    serveur.faire(OUVRIR)
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    page = a.page
    page.route(
        "https://college.exemple.fr/**",
        lambda demande: demande.fulfill(body="<h1>eCollège</h1>", content_type="text/html"),
    )
    demande = (
        f"client_id={serveur.lire(CLIENT)}&redirect_uri={RETOUR}&response_type=code&state=ici&code_challenge={'a' * 43}"
    )
    a.aller(f"/college/relier/?{demande}&code_challenge_method=S256")
    page.get_by_role("heading", name="eCollège demande à montrer ce que dit l’école").wait_for()
    lisible(page, "relier")
    a.photographier("college-relier")
    page.get_by_role("button", name="Autoriser", exact=True).click()
    page.get_by_text("Choisissez au moins un enfant").first.wait_for()
    page.get_by_label("Inès").check()
    page.get_by_role("button", name="Autoriser", exact=True).click()
    page.wait_for_url(f"{RETOUR}?code=*&state=ici")  # its page said that its answer leads there: the browser follows
    serveur.faire(CODE_PRIS)
    a.aller("/compte/donnees/")
    page.get_by_role("link", name="Ce que d’autres sites montrent").click()
    page.get_by_role("heading", name="eCollège").wait_for()
    lisible(page, "accords")
    a.photographier("college-accords")
    page.get_by_role("button", name="Ne plus autoriser").click()
    page.get_by_text("eCollège ne lit plus rien ici.").wait_for()
    page.get_by_text("Aucun site ne lit ce que dit l’école.").wait_for()
    lisible(page, "accords-vide")
