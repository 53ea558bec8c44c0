"""The banner of an incident comes on the pages that are open, and goes, without a reload."""

import pytest

from tests.navigateur.test_accessibilite import examiner

pytestmark = pytest.mark.navigateur
PHRASE = "École du Cerf-Volant : les élèves ne peuvent plus écrire pour le moment. Vous écrivez encore"


def test_it_comes_and_goes_on_an_open_page(appareil, serveur):
    telephone, bureau, ailleurs = appareil("telephone"), appareil("bureau"), appareil("bureau")
    telephone.entrer("nadia.belhadj@exemple.fr")
    ailleurs.entrer("odile.tissier@exemple.fr")
    bureau.entrer("anne.quemeneur@exemple.fr")
    for a in (telephone, ailleurs):
        a.page.locator("[data-direct=ouvert]").wait_for()
    charge = telephone.page.evaluate("performance.timeOrigin")
    demandes = []
    ailleurs.page.on("request", lambda r: demandes.append(r.url) if r.url.endswith("/bannieres/") else None)

    reverse = "__import__('django.urls', fromlist=['reverse']).reverse"
    bureau.aller(serveur.lire(f"{reverse}('messagerie_incident', args=[d.elementaire.uai])"))
    bureau.page.locator("[name=portee][value=eleves]").check()
    bureau.page.locator("[name=motif]").fill("Des comptes d’élèves ont été volés.")
    bureau.page.get_by_role("button", name="Couper maintenant, dans cette école").click()
    banniere = telephone.page.locator(".bannieres").get_by_text(PHRASE)
    banniere.wait_for(timeout=10_000)
    telephone.photographier("banniere-arrivee")
    assert examiner(telephone.page, "accueil, bannière") == []

    bureau.page.get_by_role("button", name="Rétablir les messages").click()
    banniere.wait_for(state="detached", timeout=10_000)
    assert telephone.page.evaluate("performance.timeOrigin") == charge
    assert demandes == []  # another school: not told
