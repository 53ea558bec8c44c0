"""The operator lets a collège speak here: its secret is said once, its keys are judged, what becomes of its calls is read."""

import json

import pytest
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.services.continuite.models import Emetteur
from tests.portail.test_accueil import texte

from .conftest import en_json
from .matrice import CLES, SAISIE
from .test_flux import demander_un_jeton


def test_opened_it_says_its_secret_once_and_the_secret_opens(d, entrer):
    client = entrer(d.operateur)
    reponse = client.post(reverse("continuite_nouveau"), SAISIE | {"etablissement": d.college.pk})
    emetteur = Emetteur.objects.get()
    page = client.get(reponse["Location"]).text
    secret = page.partition('<code id="secret" class="flux-code">')[2].partition("</code>")[0]
    assert len(secret) == 43
    assert demander_un_jeton(str(emetteur.uuid), secret).status_code == 200
    assert secret not in client.get(reponse["Location"]).text
    assert secret not in emetteur.secret
    assert EntreeJournal.objects.filter(verbe="continuite.ouvrir", etablissement=d.college).count() == 1


@pytest.mark.parametrize(
    ("cles", "phrase"),
    [
        ("{", "clés publiques Ed25519"),
        ("[]", "clés publiques Ed25519"),
        ('{"keys": []}', "clés publiques Ed25519"),
        ('{"kty": "RSA", "kid": "1", "n": "AQAB", "e": "AQAB"}', "clés publiques Ed25519"),
        (CLES.replace('"x"', '"d": "AAAA", "x"'), "jamais une clé privée"),
        (CLES.replace('"kid": "1", ', ""), "son « kid »"),
        (CLES.replace("11qYAYKxCrfVS", "AA"), "clés publiques Ed25519"),
    ],
)
def test_keys_that_are_none_are_refused_with_a_sentence(d, entrer, cles, phrase):
    saisie = SAISIE | {"etablissement": d.college.pk, "cles": cles}
    reponse = entrer(d.operateur).post(reverse("continuite_nouveau"), saisie)
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert "https://college.exemple.fr" in reponse.text  # what was typed stays
    assert not Emetteur.objects.exists()


@pytest.mark.parametrize(
    "origine",
    [
        "http://college.exemple.fr",
        "https://college.exemple.fr/devoirs",
        "college.exemple.fr",
        "https://a@college.exemple.fr",
    ],
)
def test_a_server_is_a_name_alone(d, entrer, origine):
    saisie = SAISIE | {"etablissement": d.college.pk, "origines": origine}
    assert entrer(d.operateur).post(reverse("continuite_nouveau"), saisie).status_code == 422


def test_keys_are_asked_of_who_sends_and_a_wrong_address_is_said_back_whole(d, entrer):
    client, adresse = entrer(d.operateur), reverse("continuite_nouveau")
    page = client.get(adresse).text
    libelle = page[page.index("Ses clés publiques") :]
    assert "facultatif" not in libelle[: libelle.index("</label>")] and "Demandées à l’ENT d’un collège" in page
    saisie = SAISIE | {"etablissement": d.college.pk}
    assert client.post(adresse, saisie | {"cles": ""}).status_code == 422
    refus = client.post(adresse, saisie | {"retours": "pas une adresse"})
    assert refus.status_code == 422 and "pas une adresse" in refus.context["formulaire"].errors["retours"][0]
    bonnes = "https://college.exemple.fr/a \n\n https://college.exemple.fr/b"
    assert client.post(adresse, saisie | {"retours": bonnes}).status_code == 302
    assert Emetteur.objects.get().retours == "https://college.exemple.fr/a\nhttps://college.exemple.fr/b"


def test_an_ecole_is_no_college(d, entrer):
    saisie = SAISIE | {"etablissement": d.elementaire.pk}
    assert entrer(d.operateur).post(reverse("continuite_nouveau"), saisie).status_code == 422


def test_the_page_says_what_arrived_what_was_refused_and_since_when(d, college, entrer):
    college.envoyer(college.ligne(), college.ligne(id="d-2", jour="demain"), college.ligne(id="d-3", jour="demain"))
    college.envoyer(college.ligne())
    page = texte(entrer(d.operateur).get(reverse("continuite_emetteur", args=[college.emetteur.uuid])))
    assert "2 envois en trente jours. Le dernier le 24 novembre à 10 h 00." in page
    assert "Lignes prises 1 Déjà connues 1" in page
    assert "2 « jour » : une date, AAAA-MM-JJ." in page
    assert "Lina" not in page  # it says how many, never who
    liste = texte(entrer(d.operateur).get(reverse("continuite_emetteurs")))
    assert "Collège des Grands-Chênes" in liste
    assert "1 ligne en trente jours" in liste


def test_a_new_secret_ends_the_former_one(d, college, entrer):
    client = entrer(d.operateur)
    reponse = client.post(reverse("continuite_secret", args=[college.emetteur.uuid]))
    assert demander_un_jeton(str(college.emetteur.uuid), college.secret).status_code == 401
    page = client.get(reponse["Location"]).text
    neuf = page.partition('<code id="secret" class="flux-code">')[2].partition("</code>")[0]
    assert "access_token" in en_json(demander_un_jeton(str(college.emetteur.uuid), neuf))


def test_what_another_corrected_meanwhile_is_not_overwritten_unseen(d, college, entrer):
    adresse = reverse("continuite_emetteur", args=[college.emetteur.uuid])
    client = entrer(d.operateur)
    page = client.get(adresse).text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    Emetteur.objects.update(nom="Autre nom")
    saisie = SAISIE | {"cles": json.dumps({"keys": json.loads(CLES)["keys"]}), "version": version}
    reponse = client.post(adresse, saisie)
    assert reponse.status_code == 422
    assert Emetteur.objects.get().nom == "Autre nom"


def test_closed_and_opened_again(d, college, entrer):
    client, adresse = entrer(d.operateur), reverse("continuite_fermer", args=[college.emetteur.uuid])
    client.post(adresse)
    assert "Fermé le 24 novembre 2026" in texte(
        client.get(reverse("continuite_emetteur", args=[college.emetteur.uuid]))
    )
    client.post(adresse, {"rouvrir": "1"})
    assert Emetteur.objects.get().ferme_le is None
