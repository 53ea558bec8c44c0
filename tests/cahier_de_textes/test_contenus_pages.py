"""The editor in the forms of a travail and of a séance, without JavaScript, through the pages themselves."""

import pytest

from cahier_de_textes.contenus import blocs_de
from cahier_de_textes.models import Seance, Travail
from ent.portail.actions import garder_brouillon
from ent.portail.models import Brouillon
from tests.cahier_de_textes.test_contenus import Navigateur, donnees

FORMES = {
    "travail": (Travail, {"texte": "Lire la page 14", "nature": "lire"}),
    "seance": (Seance, {"titre": "Lire la page 14", "moment": "matin"}),
}


def formulaire_de(page: str) -> list[tuple[str, str]]:
    """What a browser would send of the page's form."""
    debut = page.index('<form class="pile')
    return Navigateur(page[debut : page.index("</form>", debut)]).paires


@pytest.mark.parametrize("genre", FORMES)
def test_a_content_is_written_by_posting_the_form_again_and_again(d, mardi, entrer, genre):
    modele, champs = FORMES[genre]
    adresse = f"/cahier/classe/{d.cp_ce1.pk}/{genre}/"
    cle = f"{genre}:classe:{d.cp_ce1.pk}"
    client = entrer(d.enseignante)
    saisie: dict[str, str] = {}
    page = client.get(adresse).text
    sien = dict(formulaire_de(page))["brouillon-cle"]
    for garde in (sien, cle):
        garder_brouillon(auteur=d.enseignante, etablissement=d.elementaire, cle=garde, champs=[("texte", ["ancien"])])
    for geste, de_plus in [
        ("ajouter-texte", champs),
        ("ajouter-mots", {"contenu-0-texte": "À lire deux fois"}),
        ("monter-1", {"contenu-1-lignes": "chat\nchien"}),
        ("ajouter-lien", {}),
        ("retirer-2", {"contenu-2-adresse": "pas fini"}),
        ("reprendre-tout", {}),
    ]:
        saisie = dict(formulaire_de(page)) | de_plus
        reponse = client.post(adresse, donnees(*saisie.items(), ("contenu-geste", geste)).urlencode(), **URLENCODE)
        assert reponse.status_code == 422
        page = reponse.text
        assert "avis--urgent" not in page, "a gesture is not an error"
    assert not modele.objects.filter(
        auteur=d.enseignante, **{k: v for k, v in champs.items() if k != "nature"}
    ).exists()
    reponse = client.post(adresse, donnees(*formulaire_de(page)).urlencode(), **URLENCODE)
    assert reponse.status_code == 302
    ecrit = modele.objects.filter(auteur=d.enseignante).latest("pk")
    assert [(b["type"], b["value"]) for b in blocs_de(ecrit.contenu)] == [
        ("mots", ["chat", "chien"]),
        ("texte", "<p>À lire deux fois</p>"),
    ]
    # The draft of this page ends with the sending, and the browser is told which; that of another page stays.
    assert [b.cle for b in Brouillon.objects.all()] == [cle]
    assert reponse.cookies["brouillon_fini"].value == sien

    correction = client.get(f"/cahier/{genre}/{ecrit.pk}/modifier/").text
    paires = dict(formulaire_de(correction))
    assert paires["contenu-0-lignes"] == "chat\r\nchien"
    assert paires["contenu-1-texte"] == "À lire deux fois"
    corrige = paires | {"contenu-1-texte": "À lire trois fois", "contenu-0-retire": "1"}
    assert client.post(f"/cahier/{genre}/{ecrit.pk}/modifier/", corrige).status_code == 302
    ecrit.refresh_from_db()
    assert [b["value"] for b in blocs_de(ecrit.contenu)] == ["<p>À lire trois fois</p>"]


URLENCODE = {"content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("genre", FORMES)
def test_an_error_elsewhere_in_the_form_keeps_the_content(d, mardi, entrer, genre):
    adresse = f"/cahier/classe/{d.cp_ce1.pk}/{genre}/"
    client = entrer(d.enseignante)
    vide = dict(formulaire_de(client.get(adresse).text))
    envoi = vide | {
        "contenu-0-type": "etapes",
        "contenu-0-lignes": "Plie\nCoupe",
        "contenu-1-type": "lien",
        "contenu-1-titre": "x",
    }
    reponse = client.post(adresse, envoi)
    assert reponse.status_code == 422
    assert 'href="#contenu-editeur"' in reponse.text and 'id="contenu-editeur"' in reponse.text, (
        "from the head of the page"
    )
    rendu = dict(formulaire_de(reponse.text))
    assert rendu["contenu-0-lignes"] == "Plie\r\nCoupe"
    assert "Collez l’adresse de la page" in reponse.text
