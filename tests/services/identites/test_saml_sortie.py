"""A log-out that the provider sends in a form: proved as a tree, it ends what one by address ends, and nothing else does."""

import copy

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import etree

from ent.services.identites.actions import fournisseurs
from ent.services.identites.models import FournisseurIdentite
from tests.services.identites.conftest import CHAMPS, donner_un_numero
from tests.services.identites.saml import (
    AUTRE_CERTIFICAT,
    AUTRE_CLE,
    DS,
    SAMLP,
    coder,
    est_bien_signee,
    metadonnees,
    signer,
    sortie_ecrite,
)
from tests.services.identites.test_saml import Voyage

pytestmark = [pytest.mark.django_db, pytest.mark.besoin_de("ent.services.onde")]


def poser(d, **options) -> FournisseurIdentite:
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    champs = CHAMPS | {"protocole": "saml", "client_id": "", "hotes_retour": "educonnect.education.gouv.fr"}
    fournisseurs.enregistrer(auteur=d.operateur, champs=champs, metadonnees=metadonnees(**options))
    return FournisseurIdentite.objects.get()


@pytest.fixture
def ici(d):
    return poser(d)


@pytest.fixture
def venue(ici):
    """Somebody whom the provider let in."""
    voyage = Voyage(ici)
    voyage.partir()
    voyage.revenir(voyage.reponse().en_base64())
    assert voyage.client.get("/").status_code == 200
    return voyage


def ou(ici) -> str:
    return reverse("identites_saml_sortie", args=[ici.uuid])


def signee(ici, *paire, **change):
    racine = etree.fromstring(sortie_ecrite(settings.ENT_ADRESSE + ou(ici), **change))
    signer(racine, *paire)
    return racine


def envoyer(ici, racine, nom: str = "SAMLRequest"):
    """From the provider's own page: whichever browser brings it, no session of ours comes with it."""
    return Client().post(ou(ici), {nom: coder(racine), "RelayState": "la-bas"})


def test_it_ends_the_session_that_it_opened_and_is_answered_by_a_signed_address(d, ici, venue, entrer):
    autre = entrer(d.mere)
    reponse = envoyer(ici, signee(ici))
    assert reponse.url.startswith("https://idp.exemple.fr/slo?SAMLResponse=")
    assert est_bien_signee(reponse.url, ici.certificat, "SAMLResponse")
    assert venue.client.get("/").status_code == 302
    assert autre.get("/").status_code == 200  # the session of her password is hers


def test_our_metadata_say_both_ways(ici, client):
    racine = etree.fromstring(client.get(reverse("identites_metadonnees", args=[ici.uuid])).content)
    sorties = racine.findall(".//{urn:oasis:names:tc:SAML:2.0:metadata}SingleLogoutService")
    assert {e.get("Binding").rpartition(":")[2] for e in sorties} == {"HTTP-Redirect", "HTTP-POST"}
    assert {e.get("Location") for e in sorties} == {settings.ENT_ADRESSE + ou(ici)}


def _changee(ici):
    racine = signee(ici)
    racine.find(".//{urn:oasis:names:tc:SAML:2.0:protocol}SessionIndex").text = "idx-2"
    return racine


def _emballee(ici):
    """XSW: what was signed stands aside, what is read is another's."""
    vraie = signee(ici, nom="un autre", indice="autre")
    fausse = etree.fromstring(sortie_ecrite(settings.ENT_ADRESSE + ou(ici)))
    fausse.insert(1, vraie.find(f"{{{DS}}}Signature"))
    etree.SubElement(fausse, f"{{{SAMLP}}}Extensions").append(vraie)
    return fausse


def _du_meme_nom(ici):
    vraie = signee(ici, nom="un autre", indice="autre")
    fausse = etree.fromstring(sortie_ecrite(settings.ENT_ADRESSE + ou(ici)))
    fausse.set("ID", vraie.get("ID"))
    fausse.insert(1, copy.deepcopy(vraie.find(f"{{{DS}}}Signature")))
    etree.SubElement(fausse, f"{{{SAMLP}}}Extensions").append(vraie)
    return fausse


def _commentee(ici):
    racine = signee(ici)
    racine.find(".//{urn:oasis:names:tc:SAML:2.0:assertion}NameID").append(etree.Comment("x"))
    return racine


@pytest.mark.parametrize(
    "faite",
    [
        lambda ici: etree.fromstring(sortie_ecrite(settings.ENT_ADRESSE + ou(ici))),
        lambda ici: signee(ici, AUTRE_CLE, AUTRE_CERTIFICAT),
        lambda ici: signee(ici, decale=-3_600),
        lambda ici: signee(ici, nom="un autre"),
        lambda ici: signee(ici, indice="autre"),
        _changee,
        _emballee,
        _du_meme_nom,
        _commentee,
        lambda ici: etree.fromstring("<a/>"),
    ],
)
def test_what_is_not_the_provider_s_or_not_of_that_session_ends_nothing(ici, venue, faite):
    envoyer(ici, faite(ici))
    assert venue.client.get("/").status_code == 200


def test_said_twice_it_ends_what_it_named_once(ici, venue):
    racine = signee(ici)
    envoyer(ici, racine)
    encore = Voyage(ici)
    encore.partir()
    encore.revenir(encore.reponse().en_base64())
    envoyer(ici, racine)
    assert encore.client.get("/").status_code == 200


def test_a_provider_that_takes_no_answer_by_address_reads_our_page(d):
    ici = poser(d, sortie=False)
    voyage = Voyage(ici)
    voyage.partir()
    voyage.revenir(voyage.reponse().en_base64())
    assert envoyer(ici, signee(ici)).status_code == 200
    assert voyage.client.get("/").status_code == 302


@pytest.mark.parametrize(("signe", "mots"), [(True, False), (False, True)])
def test_an_answer_to_ours_is_believed_once_it_is_signed(ici, signe, mots):
    xml = (
        f'<p:LogoutResponse xmlns:p="{SAMLP}" ID="_r1" Version="2.0" IssueInstant="2026-11-24T09:00:00Z"><p:Extensions/>'
        '<p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status></p:LogoutResponse>'
    )
    racine = etree.fromstring(xml)
    if signe:
        signer(racine)
    page = envoyer(ici, racine, "SAMLResponse").text
    assert ("n’a pas confirmé" in page) is mots
