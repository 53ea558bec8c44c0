"""What is said at the head of the next page once something is done: of the next one that its reader is shown."""

import re
from pathlib import Path

from django.conf import settings
from django.urls import reverse


def test_what_waits_to_be_said_is_not_taken_by_a_page_that_a_script_keeps(d, mardi, entrer):
    """The worker renews the copies of a phone while its reader goes from one page to the next."""
    client = entrer(d.mere)
    assert client.post(reverse("connexion_appareils_tout_fermer")).status_code == 302
    gardee = client.get("/", headers={"X-Copie": "1"})
    assert gardee.status_code == 200 and 'class="messages"' not in gardee.text
    assert 'class="messages"' in client.get("/").text
    assert 'class="messages"' not in client.get("/").text


def test_what_waits_to_be_said_is_not_taken_by_a_part_of_a_page(d, mardi, entrer):
    """Once the network is back, the outbox sends what waited and the parts of the page ask for themselves again: what is said of the one is shown by
    none of the others, which take their own part of the page.
    """
    client = entrer(d.mere)
    assert client.post(reverse("connexion_appareils_tout_fermer")).status_code == 302
    partie = client.get("/", headers={"HX-Request": "true"})
    assert partie.status_code == 200 and 'class="messages"' not in partie.text
    entiere = client.get("/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert 'class="messages"' in entiere.text


def test_what_is_done_is_said_whatever_asks_for_it(d, mardi, entrer):
    client = entrer(d.mere)
    fermer = reverse("connexion_appareils_tout_fermer")
    assert client.post(fermer, headers={"X-Copie": "1", "HX-Request": "true"}).status_code == 302
    assert 'class="messages"' in client.get("/").text


# Of what our scripts ask for by themselves, what is no page: words, files, what the browser itself asks for.
AUTRES = {
    "/nouvelles/",
    "`${adresse}?${demande}`",
    "QUI_EST_LA",
    "bloc.dataset.qui",
    "demande",
    "demandee.url",
    "habit",
    "request",
}
APPEL = re.compile(r"""\bfetch\(("[^"]*"|`[^`]*`|[^,()]+?)(?:\)|, (\{(?:[^{}]|\{[^{}]*\})*\}))""")


def test_a_script_that_asks_for_a_page_says_that_its_reader_is_not_shown_it():
    """Else what waits to be said is taken by a page that nobody sees."""
    racine = Path(settings.BASE_DIR)
    scripts = [
        p for salle in ("ent", "cahier_de_textes", "messagerie", "pages") for p in (racine / salle).rglob("*.js")
    ]
    muets = [
        (script.name, cible.strip('"'))
        for script in scripts
        for cible, options in APPEL.findall(script.read_text())
        if "method:" not in options and "X-Copie" not in options and "application/json" not in options
    ]
    assert [(nom, cible) for nom, cible in muets if cible not in AUTRES] == []
