"""A word that no line holds (an address, pasted) breaks no page of those who give it, read it or do it."""

import pytest

from tests.navigateur.ecole import tablette_de
from tests.navigateur.test_accessibilite import debords

pytestmark = pytest.mark.navigateur

MOT = "exemple.fr/" + "abcdefghij" * 9


@pytest.fixture
def travail(ecole, request) -> int:
    return ecole.donner(f"{MOT}?{request.node.name}", nature="lire", rendre=False)


@pytest.mark.parametrize("taille", ["telephone", "bureau"])
def test_on_the_pages_of_adults(appareil, serveur, travail, taille):
    classe, enfant = serveur.lire("[d.cp_ce1.pk, str(d.eleve_cp.uuid)]")
    pages = {
        "claire.lefort": [
            f"/cahier/travail/{travail}/", f"/cahier/travail/{travail}/suivi/", f"/cahier/classe/{classe}/projeter/",
            f"/cahier/travail/{travail}/projeter/", f"/cahier/classe/{classe}/",
        ],
        "nadia.belhadj": ["/", "/cahier/jour/", f"/cahier/enfant/{enfant}/travail/{travail}/"],
    }  # fmt: skip
    trop_larges = []
    for qui, chemins in pages.items():
        la = appareil(taille)
        la.entrer(f"{qui}@exemple.fr")
        for chemin in chemins:
            la.aller(chemin)
            assert MOT in la.page.inner_text("body").lower(), chemin
            if debords(la.page):
                trop_larges.append(chemin)
    assert trop_larges == []


def test_on_the_pupil_s_tablet(appareil, ecole, travail):
    tablette = tablette_de(appareil, ecole)
    for chemin in ("/", f"/cahier/eleve/travail/{travail}/"):
        tablette.aller(chemin)
        assert not debords(tablette.page)


NOMMER = """
for eleve, (prenom, nom) in [
    (d.eleve_cp, ("Maximilienne-Alexandrine", "Wickramasinghearachchilage")),
    (d.eleve_cm2, ("Balasubramaniyampillai", "Belhadj")),
]:
    Personne.objects.filter(pk=eleve.pk).update(prenom=prenom, nom=nom)
"""
# A name that is written out of the chip that one taps, over the next one.
SORTIS = "() => [...document.querySelectorAll('main .puce')].filter((p) => p.scrollWidth > p.clientWidth + 1).length"


@pytest.mark.besoin_de("ent.services.vie_scolaire")
@pytest.mark.besoin_de("ent.services.renseignements")
@pytest.mark.parametrize("largeur", [390, 320])
def test_names_that_no_line_holds_stay_beside_their_sticker(appareil, serveur, largeur):
    serveur.faire(NOMMER)
    classe = serveur.lire("d.cp_ce1.pk")
    pages = {
        "nadia.belhadj": ["/absences/prevenir/", "/", "/mes-enfants/"],
        "claire.lefort": ["/eleves/", "/messages/ecrire/", f"/mes-enfants/equipe/classe/{classe}/sortie/"],
    }
    trop_larges = []
    for qui, chemins in pages.items():
        la = appareil("telephone")
        la.entrer(f"{qui}@exemple.fr")
        la.page.set_viewport_size({"width": largeur, "height": 700})
        for chemin in chemins:
            la.aller(chemin)
            assert "Maximilienne-Alexandrine" in la.page.inner_text("body"), chemin
            if debords(la.page) or la.page.evaluate(SORTIS):
                trop_larges.append(chemin)
    assert trop_larges == []


@pytest.mark.besoin_de("messagerie")
def test_the_head_of_a_page_holds_on_a_phone_seen_at_twice_its_size(appareil):
    """408 px at 200 % are 204: a title of one word and the buttons beside it."""
    la = appareil("telephone")
    la.entrer("claire.lefort@exemple.fr")
    la.page.set_viewport_size({"width": 204, "height": 422})
    for chemin in ("/messages/", "/eleves/"):
        la.aller(chemin)
        assert not debords(la.page), chemin
