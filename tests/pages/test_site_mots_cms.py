"""Wagtail's editor speaks as the product does, and each of its pages has its help."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polib
import pytest
import wagtail
from bs4 import BeautifulSoup
from django.urls import reverse

from ent.coquille import aide
from pages.cms import AUTORISEES
from tests.pages.test_site_cms import VUES, Objets

RACINE = Path(__file__).resolve().parents[2]
PO = RACINE / "config/locale/fr/LC_MESSAGES/django.po"
DE_WAGTAIL = list(Path(wagtail.__file__).parent.rglob("locale/fr/LC_MESSAGES/django.po"))
# What a directrice does not say.
ETRANGERS = re.compile(
    r"brouillon|soumettre|dépubli|prévisualis|validation|URL|http:|slug|balise|méta|e\.g|sous-page|en masse|workflow|verrouill|"
    r"(?<!\w)\w+\((?:e|le|te)\)|référencé|Wagtail|nouveau:|modération|Status|\b(?:Any|None)\b",
    re.IGNORECASE,
)
AVEC_UN_CHAMP = {"Lien (https://…)"}


@pytest.fixture
def ici(d) -> Objets:
    return Objets(d.elementaire, d.directrice, "ici")


def pages(client, ici: Objets):
    """Every whole page of the editor that opens, and the two most used of each kind."""
    for nom, motif in VUES:
        if nom in AUTORISEES:
            reponse = client.get(ici.adresse(nom, motif))
            if not reponse.streaming and "<html" in reponse.text and 'id="main"' in reponse.text:
                yield reponse.resolver_match.view_name, reponse.text


def test_its_first_pages_say_nothing_that_a_directrice_would_not(d, entrer, ici):
    client = entrer(d.directrice)
    mere = ici.page.get_parent()
    fautes = {}
    for adresse in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:add", args=["pages", "actualite", mere.pk]),
        *(reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in (ici.publiee, ici.page)),
        reverse("wagtailadmin_explore", args=[mere.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[ici.publiee.pk]),
        reverse("wagtailimages:add"),
        reverse("wagtailimages:edit", args=[ici.image.pk]),
        reverse("wagtaildocs:index"),
    ):
        lue = BeautifulSoup(
            client.get(adresse).text.replace("Brouillon", ""), "html.parser"
        )  # in titles of these tests
        for cachee in [*lue(["script", "style", "svg", "template"]), *lue.select("[hidden], .w-hidden")]:
            cachee.decompose()
        dits = [*lue.stripped_strings, *(b["aria-label"] for b in lue.select("[aria-label]"))]
        fautes |= {dit: adresse for dit in dits if ETRANGERS.search(dit) and dit not in AVEC_UN_CHAMP}
    assert fautes == {}


def test_each_page_of_the_editor_leads_to_its_help(d, entrer, ici):
    sans = []
    for nom, texte in pages(entrer(d.directrice), ici):
        lien = BeautifulSoup(texte, "html.parser").select_one("a.ent-aide")
        page = parse_qs(urlsplit(lien["href"]).query)["page"][0] if lien else ""
        if page != nom or not aide.reponses(nom, "direction") or not aide.reponses(nom, "enseignant"):
            sans.append(nom)
    assert sans == []
    lue = entrer(d.directrice).get(f"{reverse('aide')}?page=wagtailadmin_pages:edit").text
    assert "Que fait chaque bouton" in lue


def test_nothing_is_offered_there_that_is_not_opened(d, entrer, ici):
    page = entrer(d.directrice).get(reverse("wagtailadmin_pages:edit", args=[ici.publiee.pk])).text
    assert "set-privacy" not in page and "wagtailadmin_pages:lock" not in page and "/lock/" not in page


def test_each_of_our_words_stands_for_one_that_libraries_still_say():
    de_django = {e.msgid for p in DE_WAGTAIL for e in polib.pofile(str(p))}
    nos_mots = {e.msgid for e in polib.pofile(str(PO))} - {
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d)."
    }
    assert nos_mots - de_django == set()
    compile_ = {e.msgid: e.msgstr or e.msgstr_plural for e in polib.mofile(str(PO.with_suffix(".mo")))}
    assert compile_ == {e.msgid: e.msgstr or e.msgstr_plural for e in polib.pofile(str(PO))}
