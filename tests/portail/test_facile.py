"""Easy French, chosen in « Confort » on a device: who is offered it, what it holds, and what it leaves as it is."""

import datetime as dt

import polib
import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import gettext, override

from ent.socle.dates import date_format, time_format
from ent.socle.francais import FACILE, de_qui, langue_de_base
from tests.config.test_traductions import phrases_du_code, variables

DOSSIER = settings.LANGUES / "fr_Simple/LC_MESSAGES"
CATALOGUE = polib.pofile(str(DOSSIER / "django.po"))


def test_it_is_offered_to_who_reads_french_and_kept_on_this_device_alone(d, entrer, mardi):
    telephone = entrer(d.mere)
    assert "Français facile" in telephone.get("/plus/").text
    telephone.post("/confort/ici/", {"choix": "facile", "oui": "1"})
    page = telephone.get("/").text
    assert '<html lang="fr" dir="ltr"' in page
    assert '<body class="adulte confort--facile"' in page
    assert "confort--facile" not in entrer(d.mere).get("/").text
    telephone.post("/confort/ici/", {"choix": "facile"})
    assert "confort--facile" not in telephone.get("/").text


def test_it_changes_nothing_for_who_reads_another_language(d, entrer, mardi):
    client = entrer(d.mere_arabophone)
    avant = client.get("/periscolaire/menus/").text
    client.cookies["confort"] = "facile"
    page = client.get("/periscolaire/menus/").text
    assert "confort--" not in page and "savoir" not in page
    assert '<html lang="ar" dir="rtl"' in page and len(page) == len(avant)
    assert "Français facile" not in client.get("/plus/").text


def test_the_page_of_no_network_and_the_door_are_said_simply_too(client, db):
    client.cookies["confort"] = "facile"
    assert "Cet appareil n’a pas de voix en français." in client.get("/hors-ligne/").text
    assert "Cet appareil n’a pas de voix en français." in client.get("/entrer/").text


def test_the_compiled_file_holds_the_easy_sentences_then_those_of_french():
    """Django reads its own catalogs before it falls back on ours: « Ce champ est obligatoire » would come between."""
    compile_ = {e.msgid_with_context: e.msgstr or e.msgstr_plural for e in polib.mofile(str(DOSSIER / "django.mo"))}
    attendues = {}
    for catalogue in (polib.pofile(str(settings.LANGUES / "fr/LC_MESSAGES/django.po")), CATALOGUE):
        attendues |= {e.msgid_with_context: e.msgstr or e.msgstr_plural for e in catalogue}
    assert compile_ == attendues
    with override(FACILE):
        assert gettext("This field is required.") == "Il faut une réponse ici."


@pytest.mark.toute_la_maison
def test_each_easy_sentence_is_of_the_product_and_keeps_its_variables():
    assert {e.msgid for e in CATALOGUE} - phrases_du_code() == set()
    fautes = []
    for entree in CATALOGUE:
        for dite in list(entree.msgstr_plural.values()) or [entree.msgstr]:
            if variables(dite) != variables(entree.msgid) and variables(dite) != variables(entree.msgid_plural):
                fautes.append(dite)
    assert fautes == []


def test_help_says_the_words_that_easy_pages_show():
    """« Plus tard » of the help is « Faire plus tard » on the page."""
    simples = {e.msgid: e.msgstr for e in CATALOGUE if e.msgstr and e.msgstr != e.msgid}
    aides = {e.msgid for e in polib.pofile(str(settings.LANGUES / "ar/LC_MESSAGES/django.po")) if "« " in e.msgid}
    oubliees = {aide for aide in aides - simples.keys() for ancien in simples if f"« {ancien} »" in aide}
    assert oubliees == set()


def test_it_is_french_in_its_dates_and_its_grammar():
    with override(FACILE):
        assert date_format(dt.date(2026, 12, 1), "D j M") == "mardi 1er décembre"
        assert time_format(dt.time(16, 30), r"G \h i") == "16 h 30"
        assert de_qui("Inès") == "d’Inès"
        assert langue_de_base() == "fr"


def test_details_are_put_away_in_easy_french_alone():
    modele = Template("{% savoir %}<p>La loi.</p>{% endsavoir %}{% picto 'agenda' %}")
    assert modele.render(Context()) == "<p>La loi.</p>"
    with override(FACILE):
        page = modele.render(Context())
    assert page.startswith(
        '<details class="savoir"><summary>En savoir plus</summary><p>La loi.</p></details><svg class="icone icone--picto"'
    )
