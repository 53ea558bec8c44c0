"""A thread opens on its last words, on a phone, whatever comes after them."""

import re

import pytest

from tests.fichiers.fabriques import photo
from tests.navigateur.test_messages import Echange

pytestmark = pytest.mark.navigateur


@pytest.fixture
def mere(appareil):
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    return telephone


AU_BAS = "() => document.scrollingElement.scrollHeight - scrollY - innerHeight < 20"


def test_a_thread_opens_on_its_last_words_whichever_way_one_comes(mere, fil):
    """By the list, by « Écrire à l’école »; its last photo comes once the page is there, and pushes nothing behind the line where one writes."""
    la = Echange(mere, fil)
    la.page.locator(".redaction__joindre summary").click()
    la.page.locator(".redaction input[type=file]").set_input_files(
        {"name": "cahier.jpg", "mimeType": "image/jpeg", "buffer": photo(900, 1600)}
    )
    la.page.locator(".depot__fichier input:not([disabled])").wait_for(state="attached")
    la.ecrire("La photo en entier")
    image = la.bulle("La photo en entier").locator("img")
    for venir in (lambda: None, lambda: mere.aller(f"/messages/fil/{fil}/"), lambda: ecrire_a_la_maitresse(mere)):
        venir()
        image.wait_for()
        la.page.wait_for_function("(i) => i.complete && i.naturalHeight", arg=image.element_handle())
        la.page.wait_for_function(AU_BAS)


def test_a_thread_that_grows_late_stays_on_its_last_words_unless_one_reads_above(mere, fil):
    """A font that comes after its words makes them taller, as here."""
    mere.page.set_viewport_size({"width": 390, "height": 500})
    la = Echange(mere, fil)
    la.page.wait_for_function(AU_BAS)
    plus_haut = "(taille) => { document.getElementById('recents').style.lineHeight = taille; return scrollY; }"
    la.page.evaluate(plus_haut, "2.5")
    la.page.wait_for_function(AU_BAS)
    la.page.evaluate("scrollTo(0, 40)")
    la.page.wait_for_function("scrollY === 40")
    la.page.evaluate(plus_haut, "3")
    la.page.evaluate("() => new Promise((suite) => requestAnimationFrame(() => setTimeout(suite, 100)))")
    assert la.page.evaluate("scrollY") < 200


def ecrire_a_la_maitresse(mere) -> None:
    mere.aller("/messages/ecrire/")
    mere.page.get_by_role("button", name=re.compile("Mme Lefort")).first.click()
    mere.page.wait_for_url("**/messages/fil/**")


def test_under_a_name_of_two_lines_a_short_thread_shows_who_reads_it(mere, fil):
    mere.page.set_viewport_size({"width": 320, "height": 800})
    mere.aller(f"/messages/fil/{fil}/")
    mere.page.evaluate("document.querySelectorAll('#echange li').forEach((l) => l.remove())")
    assert mere.page.locator(".tete").bounding_box()["height"] > 70  # otherwise this says nothing
    assert mere.page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_what_one_joins_is_whole_on_a_small_phone_in_a_language_of_long_words(mere, fil):
    """In Tamil, the time of what is being said stood out of the screen."""
    mere.aller("/langue/?suite=/plus/")
    mere.page.locator("button[value=ta]").click()
    mere.page.wait_for_url("**/plus/")
    mere.page.set_viewport_size({"width": 320, "height": 640})
    mere.aller(f"/messages/fil/{fil}/")
    mere.page.locator(".redaction__joindre summary").click()
    mere.page.locator(".redaction .enregistreur__temps").wait_for()
    hors = "[...document.querySelectorAll('.redaction__pieces *')].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.className)"
    assert mere.page.evaluate(hors) == []
