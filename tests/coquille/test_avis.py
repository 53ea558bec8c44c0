"""What is said at the head of the next page once something is done: of the next one that its reader is shown."""

import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from ent.coquille.avis import dire_fait


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


def _fermer_sans_lire(client) -> None:
    """Something is done there, and the page that says it is never opened: the network went, or another tab did it."""
    assert client.post(reverse("connexion_appareils_tout_fermer")).status_code == 302


@pytest.mark.parametrize("sort", [True, False], ids=["who goes out", "whose session ends elsewhere"])
def test_what_waits_to_be_said_is_never_said_to_the_next_person_of_a_device(d, mardi, entrer, sort):
    """A message waits on the device and not in the session: « C’est noté : vous n’autorisez pas » was read at the door, and by whoever came in then."""
    client = entrer(d.mere)
    _fermer_sans_lire(client)
    if sort:
        assert client.post(reverse("account_logout")).status_code == 302
    else:
        del client.cookies[settings.SESSION_COOKIE_NAME]
    porte = client.get(reverse("account_login")).text
    assert ('class="messages"' in porte, porte.count("n’ouvre plus votre compte"), "C’est fermé" in porte) == (
        sort,
        sort,
        False,
    )
    suivante = entrer(d.enseignante)
    _fermer_sans_lire(client := entrer(d.mere))
    client.cookies[settings.SESSION_COOKIE_NAME] = suivante.cookies[settings.SESSION_COOKIE_NAME].value
    assert 'class="messages"' not in client.get("/").text
    assert 'class="messages"' not in client.get("/").text


def test_what_the_next_person_does_is_said_without_what_waited_for_the_one_before(d, mardi, entrer):
    client, suivante = entrer(d.mere), entrer(d.enseignante)
    _fermer_sans_lire(client)
    client.cookies[settings.SESSION_COOKIE_NAME] = suivante.cookies[settings.SESSION_COOKIE_NAME].value
    _fermer_sans_lire(client)
    dits = re.search(r'<div class="messages".*?</div>\s*</div>', client.get("/").text, re.DOTALL)
    assert dits and dits[0].count("<p>") == 1


def test_what_signing_in_or_out_says_itself_is_said(d, mardi, entrer):
    """The answer is another person's than the request: what was added on the way is for who reads the next page."""
    demande = RequestFactory().post("/")
    demande.user, demande.session = d.mere, {}
    avis = MessageMiddleware(lambda demande: HttpResponse())
    avis.process_request(demande)
    messages.success(demande, "Avant")
    demande.user = AnonymousUser()
    reponse = avis.process_response(demande, HttpResponse())
    suite = RequestFactory().get("/", headers={"cookie": reponse.cookies.output(header="", attrs=[]).strip()})
    suite.user, suite.session = AnonymousUser(), {}
    avis.process_request(suite)
    assert [str(dit) for dit in messages.get_messages(suite)] == ["Avant"]


NAVIGUER = {"Sec-Fetch-Mode": "navigate"}


def test_what_a_form_does_is_said_by_the_page_to_which_it_leads(d, mardi, entrer):
    """Another tab of the same person, which what was done makes draw itself again, was quicker and said it in its place."""
    client = entrer(d.mere)
    suite = client.post(reverse("connexion_appareils_tout_fermer"), headers=NAVIGUER)["Location"]
    assert suite != "/" and 'class="messages"' not in client.get("/", headers=NAVIGUER).text
    assert 'class="messages"' in client.get(suite, headers=NAVIGUER).text
    assert 'class="messages"' not in client.get(suite, headers=NAVIGUER).text


def test_what_no_page_said_in_its_time_is_said_by_the_next_one(d, mardi, entrer, monkeypatch):
    """The network went before that page came: thirty seconds later any other says it."""
    client = entrer(d.mere)
    assert client.post(reverse("connexion_appareils_tout_fermer"), headers=NAVIGUER).status_code == 302
    assert 'class="messages"' not in client.get("/", headers=NAVIGUER).text
    monkeypatch.setattr("ent.coquille.avis.POUR_SA_PAGE", 0)
    assert 'class="messages"' in client.get("/", headers=NAVIGUER).text


def _lire(
    storage: HttpResponse | None, chemin: str, qui, *, muette: bool = False, **reponse
) -> tuple[list[tuple[str, str]], HttpResponse]:
    """What is said to `qui` at `chemin`, and the answer: `muette` says nothing, and `reponse` may lead further."""
    venus = {"cookie": storage.cookies.output(header="", attrs=[]).strip()} if storage else {}
    demande = RequestFactory().get(chemin, headers={**NAVIGUER, **venus})
    demande.user, demande.session = qui, {}
    avis = MessageMiddleware(lambda demande: HttpResponse())
    avis.process_request(demande)
    if storage is None:
        dire_fait(demande, "C’est fait", annuler="/defaire/")
    dits = [] if reponse or muette else [(str(dit), dit.extra_tags) for dit in messages.get_messages(demande)]
    return dits, avis.process_response(demande, HttpResponse(headers=reponse))


def test_a_page_that_leads_further_hands_on_what_it_was_to_say(d):
    """« / » leads each to their own home; what takes it back goes along, and a letter with an accent in an address is the same once it is written %C3%A9."""
    _, dite = _lire(None, "/ecrire/", d.mere, Location="/")
    _, plus_loin = _lire(dite, "/", d.mere, Location="/%C3%A9cole/")
    assert _lire(plus_loin, "/", d.mere)[0] == []
    assert _lire(plus_loin, "/école/", d.mere)[0] == [("C’est fait", "/defaire/")]


def test_a_page_that_has_no_place_for_it_hands_it_on(d):
    """A file that was asked for; whatever comes next says it, at once."""
    _, dite = _lire(None, "/ecrire/", d.mere, Location="/liste.pdf")
    assert _lire(dite, "/", d.mere)[0] == []
    _, plus_loin = _lire(dite, "/liste.pdf", d.mere, muette=True)
    assert _lire(plus_loin, "/", d.mere)[0] == [("C’est fait", "/defaire/")]


def test_what_leads_to_another_site_is_said_on_the_next_page_of_this_one(d):
    _, dite = _lire(None, "/ecrire/", d.mere, Location="https://ailleurs.exemple/page/")
    assert _lire(dite, "/", d.mere)[0] == [("C’est fait", "/defaire/")]


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


@pytest.mark.besoin_de("messagerie")
def test_what_waits_for_its_page_waits_for_it_still_when_an_outbox_sends_there(d, mardi, entrer):
    """Without its page it was said at the head of whichever came first, of something else."""
    client, page = entrer(d.enseignante), reverse("messagerie_absences")
    for debut, entetes in (("2026-12-07", {"Sec-Fetch-Mode": "navigate"}), ("2026-12-14", {"X-Boite": "un"})):
        envoi = {"debut": debut, "fin": debut, "texte": "En stage.", "numero": str(uuid.uuid4())}
        reponse = client.post(page, envoi, headers=entetes)
        assert reponse.status_code in (200, 302)
    assert reponse.json()["recu"] == "un"
    assert [client.get(chemin).text.count("C’est noté.") for chemin in ("/", page)] == [1, 1], (
        "the outbox's, then the page's"
    )
