"""Machine translation as a plug: a real HTTP server that speaks LibreTranslate's API, and every way it may fail."""

import html
import re
import time

import pytest
from django.urls import reverse

from ent.portail import traduction as service
from messagerie.actions import messages
from messagerie.lectures.traduction import traductions_de
from messagerie.models import Message, Traduction


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", reponse.text))).strip()


@pytest.fixture
def message(d, fils_de, ecrire) -> Message:
    return ecrire(fils_de.annonce, d.enseignante, "La piscine est fermée jeudi.")


def adresse(message) -> str:
    return reverse("messagerie_traduire", args=[message.pk])


def test_without_an_address_the_plug_does_not_exist(d, message, entrer):
    assert entrer(d.mere_arabophone).post(adresse(message)).status_code == 404
    assert not service.est_branchee()


def test_a_message_is_read_in_one_s_language_beside_what_was_written(d, message, entrer, machine):
    page = texte(entrer(d.mere_arabophone).post(adresse(message)))
    assert "La piscine est fermée jeudi." in page and "[ar] La piscine est fermée jeudi." in page
    faite = Traduction.objects.get()
    assert (faite.message, faite.langue, faite.revision) == (message, "ar", message.revision)


def test_the_words_alone_leave_for_the_service(d, message, entrer, machine, settings):
    settings.ENT_TRADUCTION_CLE = "cle-secrete"
    entrer(d.mere_arabophone).post(adresse(message))
    assert machine.recus == [
        (
            "/translate",
            {
                "q": "La piscine est fermée jeudi.",
                "source": "auto",
                "target": "ar",
                "format": "text",
                "api_key": "cle-secrete",
            },
        )
    ]


def test_with_htmx_the_fragment_comes_alone(d, message, entrer, machine):
    page = entrer(d.mere_arabophone).post(adresse(message), headers={"HX-Request": "true"}).text
    assert page.lstrip().startswith('<p class="traduction__qui"') and "[ar] La piscine" in page


def test_it_is_asked_once_then_kept_for_everyone_of_that_language(d, message, entrer, machine):
    for _fois in range(2):
        entrer(d.mere_arabophone).post(adresse(message))
    assert len(machine.recus) == 1
    entrer(d.mere).post(adresse(message))
    assert [recu["target"] for _chemin, recu in machine.recus] == ["ar", "fr"]
    assert Traduction.objects.count() == 2


def test_a_corrected_message_is_translated_again(d, message, entrer, machine):
    client = entrer(d.mere_arabophone)
    client.post(adresse(message))
    messages.modifier(message=message, auteur=d.enseignante, texte="La piscine est ouverte jeudi.")
    message.refresh_from_db()
    assert traductions_de([message], "ar") == {}
    assert "[ar] La piscine est ouverte jeudi." in texte(client.post(adresse(message)))
    assert Traduction.objects.get().texte == "[ar] La piscine est ouverte jeudi."


@pytest.mark.parametrize(
    "humeur", ["500", "403", "charabia", "autre", "nombre", "vide", "liste", "enorme", "coupee", "detour"]
)
def test_whatever_it_answers_a_sentence_says_so_and_nothing_is_lost(d, message, entrer, machine, humeur):
    machine.humeur = humeur
    reponse = entrer(d.mere).post(adresse(message))
    assert reponse.status_code == 422
    page = texte(reponse)
    assert "La traduction ne répond pas pour le moment." in page and "La piscine est fermée jeudi." in page
    assert not Traduction.objects.exists() and len(machine.recus) == 1
    assert Message.objects.get(pk=message.pk).texte == "La piscine est fermée jeudi."
    machine.humeur = "bonne"
    assert "[fr] La piscine est fermée jeudi." in texte(entrer(d.mere).post(adresse(message)))


@pytest.mark.parametrize("humeur", ["lente", "goutte"])
def test_a_service_that_is_slow_is_not_waited_for(d, message, entrer, machine, monkeypatch, humeur):
    machine.humeur = humeur
    monkeypatch.setattr(service, "DELAI", 0.3)
    debut = time.perf_counter()
    reponse = entrer(d.mere).post(adresse(message))
    assert reponse.status_code == 422 and time.perf_counter() - debut < 5
    assert not Traduction.objects.exists()


def test_a_service_that_is_away_is_said_so(d, message, entrer, settings):
    settings.ENT_TRADUCTION_URL = "http://127.0.0.1:9"
    assert entrer(d.mere).post(adresse(message)).status_code == 422


def test_one_translates_only_what_one_reads(d, message, fils_de, ecrire, entrer, machine):
    prive = ecrire(fils_de.foyer(), d.mere, "Entre nous")
    for qui in ("mere_arabophone", "enseignant", "directrice_maternelle"):
        assert entrer(d.gens[qui]).post(adresse(prive)).status_code == 404
    assert entrer(d.eleve_cm2).post(adresse(message)).status_code == 404
    assert machine.recus == []


def test_a_message_taken_back_has_no_words(d, message, entrer, machine):
    messages.rappeler(message=message, auteur=d.enseignante)
    reponse = entrer(d.mere).post(adresse(message))
    assert reponse.status_code == 422 and "Il n’y a pas de mots à traduire" in texte(reponse)
    assert machine.recus == []


def test_a_script_that_asks_without_end_is_braked(d, message, entrer, machine, monkeypatch):
    from ent.portail.views import traduction as vue

    monkeypatch.setattr(vue, "MAXIMUM", 2)
    client = entrer(d.mere)
    assert [client.post(adresse(message)).status_code for _n in range(3)] == [200, 200, 422]


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_thread_reads_its_translations_in_one_query(d, fils_de, ecrire, django_assert_num_queries, nombre):
    ecrits = [ecrire(fils_de.annonce, d.enseignante, f"Annonce {n}") for n in range(nombre)]
    for m in ecrits:
        Traduction.objects.create(message=m, revision=m.revision, langue="ar", texte=f"ar {m.texte}")
    Traduction.objects.create(message=ecrits[0], revision=ecrits[0].revision, langue="fr", texte="fr")
    with django_assert_num_queries(1):
        faites = traductions_de(ecrits, "ar")
    assert faites == {m.pk: f"ar {m.texte}" for m in ecrits}


def test_the_gestures_of_a_message_offer_it_where_it_is_plugged(d, fils_de, ecrire, entrer, settings):
    message = ecrire(fils_de.foyer(d.eleve_ce1, d.mere_arabophone), d.enseignante, "Bonjour")
    adresse = f"/messages/message/{message.pk}/"
    assert "/traduire/" not in entrer(d.mere_arabophone).get(adresse).text
    settings.ENT_TRADUCTION_URL = "http://127.0.0.1:1"
    assert f"{adresse}traduire/" in entrer(d.mere_arabophone).get(adresse).text
    assert "/traduire/" not in entrer(d.enseignante).get(adresse).text, "one's own words are not translated"
