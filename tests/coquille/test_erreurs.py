"""Errors are pages of the product: what happens, what it changes, what to do next."""

import json
import logging
import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path


def interdire(request):
    raise PermissionDenied("Seule la directrice peut faire cela. Demandez-lui.")


def interdire_sans_phrase(request):
    raise PermissionDenied


def soupconner(request):
    raise SuspiciousOperation


def ecrire_en_lecture_seule(request):
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET TRANSACTION READ ONLY" if connection.vendor == "postgresql" else "PRAGMA query_only = 1")
        try:
            curseur.execute("DELETE FROM annuaire_commune WHERE nom = ''")
        finally:
            if connection.vendor == "sqlite":
                connection.connection.execute("PRAGMA query_only = 0")


def casser(request):
    raise RuntimeError("cause gardée dans le journal")


def recevoir(request):
    return HttpResponse(request.POST.get("texte", ""))


urlpatterns = [
    path("interdit/", interdire),
    path("interdit-sans-phrase/", interdire_sans_phrase),
    path("soupcon/", soupconner),
    path("casse/", casser),
    path("lecture-seule/", ecrire_en_lecture_seule),
    path("recoit/", recevoir),
    path("", include("config.urls")),
]
handler400 = "ent.coquille.views.erreurs.requete_refusee"
handler403 = "ent.coquille.views.erreurs.pas_permis"
handler404 = "ent.coquille.views.erreurs.page_absente"
handler500 = "ent.coquille.views.erreurs.panne"


def lire(reponse) -> tuple[int, str, str]:
    """Status, title, sentence."""
    page = reponse.text
    titre = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1].strip()
    phrase = re.search(r"</h1>\s*<p>(.*?)</p>", page, re.DOTALL)[1].strip()
    assert 'href="/"' in page  # there is always a way back
    return reponse.status_code, titre, phrase


@pytest.fixture
def mere(d, entrer):
    with override_settings(ROOT_URLCONF=__name__):
        yield entrer(d.mere, raise_request_exception=False)


def test_a_page_that_is_not_there(mere):
    assert lire(mere.get("/nulle-part/")) == (
        404,
        "Cette page n’est pas là",
        "L’adresse est fausse, ou la page ne vous est pas destinée.",
    )


@pytest.mark.parametrize("vers", ["/nulle-part/", "/interdit/"])
def test_what_was_written_for_what_is_no_more_there_is_given_back(mere, vers):
    """A billet that its author takes back while a family answers it: her words are nowhere else."""
    page = mere.post(vers, {"contenu-0-texte": "<p>Merci pour la sortie &amp; le goûter.</p>", "vue": "jour"}).text
    assert "Merci pour la sortie &amp; le goûter." in page and "<p>Merci" not in page and "jour</textarea>" not in page
    assert "<textarea" not in mere.get(vers).text
    assert "<textarea" not in mere.post(vers, {"reponse": "oui"}).text


def test_a_text_that_is_too_long_is_no_file(mere, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    statut, titre, phrase = lire(mere.post("/recoit/", {"texte": "a" * 200}))
    assert (statut, titre) == (413, "C’est trop lourd")
    assert phrase == "Ce texte est trop long, rien n’a été envoyé. Revenez en arrière et raccourcissez-le."


def test_a_page_that_is_not_there_says_tu_to_a_pupil(d, entrer):
    assert lire(entrer(d.eleve_cp).get("/nulle-part/"))[2] == "L’adresse est fausse, ou la page n’est pas pour toi."


def test_a_page_that_is_not_there_says_so_to_a_stranger_too(db):
    assert lire(Client().get("/nulle-part/"))[0] == 404


def test_a_refusal_says_what_the_rule_says(mere):
    assert lire(mere.get("/interdit/")) == (
        403,
        "Ce n’est pas possible ici",
        "Seule la directrice peut faire cela. Demandez-lui.",
    )


def test_a_refusal_without_a_sentence_still_says_what_to_do(mere):
    assert lire(mere.get("/interdit-sans-phrase/"))[2] == "Votre compte n’ouvre pas cette action. Demandez à l’école."


def test_a_refusal_sends_who_runs_the_territory_to_no_school(d, entrer):
    """No school opened their account: nothing there answers for it."""
    with override_settings(ROOT_URLCONF=__name__):
        operateur = entrer(d.operateur, raise_request_exception=False)
        assert lire(operateur.get("/interdit-sans-phrase/"))[2] == (
            "Votre compte n’ouvre pas cette action. Demandez à la personne qui vous l’a ouvert."
        )


def test_a_refusal_is_said_in_words_to_the_outbox_of_a_browser(mere):
    """Of a view that bears no geste too: a page says nothing to it, and what it keeps would wait for ever, with all that was written after."""
    for adresse, phrase in [
        ("/interdit/", "Seule la directrice peut faire cela. Demandez-lui."),
        ("/interdit-sans-phrase/", "Votre compte n’ouvre pas cette action. Demandez à l’école."),
    ]:
        reponse = mere.post(adresse, headers={"X-Boite": "1"})
        assert (reponse.status_code, reponse.json()) == (403, {"phrase": phrase})


def test_a_request_that_makes_no_sense(mere):
    assert lire(mere.get("/soupcon/")) == (
        400,
        "Cette demande n’est pas complète",
        "Rien n’a changé. Revenez en arrière et recommencez.",
    )


def test_a_method_that_a_page_does_not_know(mere):
    reponse = mere.get("/theme/")
    assert lire(reponse)[:2] == (405, "Cette page ne s’ouvre pas ainsi")
    assert reponse["Allow"] == "POST"


@override_settings(ENT_TAILLE_MAX_ENVOI=100)
def test_something_too_heavy_is_refused_before_it_is_read(mere):
    assert lire(mere.post("/recoit/", {"texte": "a" * 200}))[:2] == (413, "C’est trop lourd")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_a_form_too_heavy_for_memory_gets_the_same_page(mere):
    assert lire(mere.post("/recoit/", "texte=" + "a" * 200, content_type="application/x-www-form-urlencoded"))[:2] == (
        413,
        "C’est trop lourd",
    )


def test_a_form_from_a_page_open_too_long(d, entrer):
    with override_settings(ROOT_URLCONF=__name__):
        client = entrer(d.mere, enforce_csrf_checks=True)
        reponse = client.post("/langue/", {"langue": "ar"}, headers={"Referer": "http://testserver/langue/?a=b"})
        assert lire(reponse)[:2] == (
            403,
            "La page est restée ouverte trop longtemps",
        )
        assert '<a class="bouton" href="/langue/?a=b">Revenir à la page</a>' in reponse.text
        assert "Revenir à la page" not in client.post("/langue/", headers={"Referer": "http://ailleurs.example/"}).text
    d.mere.refresh_from_db()
    assert d.mere.langue == "fr"


def test_a_breakdown_shows_a_reference_that_the_log_holds_with_the_cause(mere, caplog):
    with caplog.at_level(logging.ERROR, logger="ent.coquille.views.erreurs"):
        reponse = mere.get("/casse/")
    assert lire(reponse) == (
        500,
        "Un problème de notre côté",
        "Rien n’est perdu : ce que vous aviez écrit est encore dans la case, en revenant en arrière.",
    )
    reference = re.search(r"Référence à donner si vous demandez de l’aide : (\w\w-\w\w\w)", reponse.text)[1]
    notee = next(r for r in caplog.records if r.name == "ent.coquille.views.erreurs")
    assert notee.getMessage() == f"Panne {reference} sur GET /casse/"
    assert str(notee.exc_info[1]) == "cause gardée dans le journal"
    assert "cause gardée" not in reponse.text


def test_a_breakdown_needs_no_database(rf, django_db_blocker):
    from django.contrib.auth.models import AnonymousUser

    from ent.coquille.views.erreurs import panne

    requete = rf.get("/casse/")
    requete.user = AnonymousUser()
    with django_db_blocker.block():
        assert lire(panne(requete))[0] == 500


def test_a_database_that_takes_no_writing_is_away_for_a_while(mere):
    """Its copy, during a failover: 503, so that the outbox of a page sends again."""
    mere.raise_request_exception = False
    reponse = mere.post("/lecture-seule/")
    assert (reponse.status_code, "Rien n’est perdu" in reponse.text) == (503, True)


def test_errors_speak_the_language_of_the_reader(d, entrer):
    page = entrer(d.mere_arabophone).get("/nulle-part/").text
    assert '<html lang="ar" dir="rtl"' in page


@pytest.mark.parametrize(
    ("adresse", "statut", "phrase"),
    [
        ("/nulle-part/", 404, "Ce n’est plus là : cela vient de changer. Rechargez la page."),
        ("/interdit/", 403, "Seule la directrice peut faire cela. Demandez-lui."),
        ("/casse/", 500, "Un problème de notre côté : rien n’a changé. C’est à refaire dans un instant."),
    ],
)
def test_what_an_open_page_asked_for_is_refused_in_words(mere, adresse, statut, phrase):
    """htmx lays nothing of it: the sentence comes in the header that `fait.js` reads, aloud and on screen."""
    mere.raise_request_exception = False
    reponse = mere.post(adresse, headers={"HX-Request": "true"})
    assert (reponse.status_code, json.loads(reponse["HX-Trigger"])) == (statut, {"refus": {"phrase": phrase}})
    assert "HX-Trigger" not in mere.post(adresse)


def test_a_tile_that_asks_again_of_a_server_in_trouble_says_nothing(mere):
    mere.raise_request_exception = False
    demande = {"headers": {"HX-Request": "true"}}
    assert "HX-Trigger" not in mere.get("/casse/", **demande)
    assert "HX-Trigger" in mere.get("/nulle-part/", **demande)


def test_a_pupil_is_told_so_as_a_child(d, entrer):
    reponse = entrer(d.eleve_cp).post("/nulle-part/", headers={"HX-Request": "true"})
    assert "Recharge la page." in json.loads(reponse["HX-Trigger"])["refus"]["phrase"]
