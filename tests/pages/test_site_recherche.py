"""Search, in French, among what a visitor may open; and the feed of news."""

from xml.etree import ElementTree

import pytest

from tests.pages.sites import Redaction

ADRESSE = "/ecoles/ecole-du-cerf-volant/"


@pytest.fixture
def redaction(d):
    return Redaction(d.elementaire, d.directrice)


def trouvees(client, mots: str) -> int:
    return client.get(f"{ADRESSE}recherche/", {"q": mots}).text.count('<li class="site-article">')


@pytest.mark.parametrize("mots", ["fêtes", "FETE", "fête école", "ecoles fete"])
def test_accents_case_and_plurals_do_not_matter(mots, client, redaction):
    redaction.actualite("La fête des écoles")
    assert trouvees(client, mots) == 1


def test_neither_a_draft_nor_another_school_is_found(d, client, redaction):
    redaction.actualite("Kermesse secrète", publiee=False)
    Redaction(d.maternelle, d.directrice_maternelle).actualite("Kermesse des Coquelicots")
    assert trouvees(client, "kermesse") == 0
    article = redaction.actualite("Kermesse")
    assert trouvees(client, "kermesse") == 1
    article.get_parent().specific.unpublish(user=redaction.auteur)
    assert trouvees(client, "kermesse") == 0


def test_no_word_and_strange_words_answer(client, redaction):
    for mots in ("", "   ", "'\"%_*:()<script>", "é" * 300):
        assert client.get(f"{ADRESSE}recherche/", {"q": mots}).status_code == 200


def test_what_is_not_found_is_said_in_words(client, redaction):
    page = client.get(f"{ADRESSE}recherche/", {"q": "kermesse"}).text.replace("\u00a0", " ")
    assert "Rien ne répond à « kermesse »." in page and "0 page" not in page and "un autre mot" in page


def test_the_feed_holds_live_news_of_the_site_alone(d, client, redaction):
    redaction.actualite("La semaine du goût")
    redaction.actualite("Pas encore", publiee=False)
    Redaction(d.maternelle, d.directrice_maternelle).actualite("Ailleurs")
    reponse = client.get(f"{ADRESSE}flux/")
    assert reponse.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert reponse.text.count("<entry>") == 1
    assert "La semaine du goût" in reponse.text


def test_the_feed_is_read_whatever_was_pasted_in_a_title(client, redaction):
    """Word puts a vertical tab for a new line within a title: the feed of the whole site answered that something went wrong."""
    redaction.actualite("La semaine\x0bdu goût")
    reponse = client.get(f"{ADRESSE}flux/")
    assert reponse.status_code == 200
    assert ElementTree.fromstring(reponse.content).findtext("{*}entry/{*}title") == "La semaine du goût"  # noqa: S314 (ours)
