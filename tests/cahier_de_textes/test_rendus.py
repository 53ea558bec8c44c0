"""How a content is shown: to adults, to pupils, on the board; and to whom."""

import datetime as dt
import re

import pytest

from cahier_de_textes.actions.seances import ecrire_seance
from cahier_de_textes.actions.travaux import publier_travail
from cahier_de_textes.templatetags.contenus import contenu

BRUTS = [
    {"type": "texte", "value": "<p>Lis <b>tout</b>.</p><script>alert(1)</script><a href='javascript:x'>ici</a>", "id": "a"},
    {"type": "mots", "value": ["chat", "chien & <b>"], "id": "b"},
    {"type": "etapes", "value": ["Plie", "Coupe"], "id": "c"},
    {"type": "lien", "value": {"adresse": "https://www.lumni.fr/a?b=1&c=2", "titre": ""}, "id": "d"},
    {"type": "operation", "value": {"nombres": ["348", "27.5"], "signe": "+"}, "id": "e"},
    {"type": "operation", "value": {"nombres": ["126", "4"], "signe": ":"}, "id": "f"},
    {"type": "pirate", "value": "<script>", "id": "g"},
]  # fmt: skip


@pytest.fixture
def travail(d, mardi):
    return publier_travail(
        auteur=d.enseignante,
        classe=d.cp_ce1,
        nature="lire",
        texte="Lire",
        date_pour=dt.date(2026, 11, 26),
        contenu=BRUTS,
    )


@pytest.mark.parametrize("variante", ["adulte", "eleve", "projection"])
def test_nothing_runs_whatever_the_database_holds(travail, variante):
    page = contenu(travail, variante)
    assert "<script" not in page
    assert "javascript:" not in page
    assert "<p>Lis <b>tout</b>.</p>" in page
    assert "chien &amp; &lt;b&gt;" in page
    assert (
        'href="https://www.lumni.fr/a?b=1&amp;c=2" rel="noopener nofollow external" referrerpolicy="no-referrer"'
        in page
    )
    assert ">lumni.fr<" in page


def test_an_operation_is_said_in_one_sentence(travail):
    page = contenu(travail)
    assert 'aria-label="Opération à poser : 348 plus 27,5"' in page
    assert 'aria-label="Opération à poser : 126 divisé par 4"' in page
    assert '<p class="operation__diviseur">4</p>' in page


def test_a_pupil_hears_each_text_and_each_word(travail):
    assert "data-lire" not in contenu(travail)
    lus = re.findall(r'data-lire="([^"]*)"', contenu(travail, "eleve"))
    assert lus == [
        "Lis tout.\nici", "chat", "chien &amp; &lt;b&gt;", "1. Plie\n2. Coupe", "lumni.fr",
        "348 plus 27,5", "126 divisé par 4",
    ]  # fmt: skip


def test_an_item_without_content_shows_nothing(d, mardi):
    vide = publier_travail(
        auteur=d.enseignante, classe=d.cp_ce1, nature="lire", texte="Lire", date_pour=dt.date(2026, 11, 26)
    )
    assert contenu(vide) == ""


def test_teachers_put_a_content_on_the_board_and_nobody_else(d, mardi, entrer, travail, django_assert_num_queries):
    seance = ecrire_seance(
        auteur=d.enseignante, classe=d.cp_ce1, date=dt.date(2026, 11, 24), titre="Novembre", contenu=BRUTS
    )
    for genre, ecrit, titre in [("travail", travail, "Lire"), ("seance", seance, "Novembre")]:
        adresse = f"/cahier/{genre}/{ecrit.pk}/projeter/"
        page = entrer(d.enseignante).get(adresse)
        assert page.status_code == 200
        assert f"<h1>{titre}</h1>" in page.text
        assert "contenu--projection" in page.text
        for autre in (d.mere, d.eleve_cp, d.enseignant, d.directrice):
            assert entrer(autre).get(adresse).status_code == 404
    client = entrer(d.enseignante)
    with django_assert_num_queries(4):
        client.get(f"/cahier/travail/{travail.pk}/projeter/")
