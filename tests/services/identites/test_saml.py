"""Coming in by SAML: signed requests, assertions signed and encrypted, and all that is not to be believed."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import etree

from ent.annuaire.models import Personne
from ent.connexion.models import SessionOuverte
from ent.services.identites.actions import fournisseurs
from ent.services.identites.models import FournisseurIdentite, Rattachement
from tests.services.identites.conftest import CHAMPS, donner_un_numero, qui
from tests.services.identites.saml import (
    AUTRE_CLE,
    ENTITE,
    OID,
    Reponse,
    coder,
    demande,
    demande_de_sortie,
    envelopper,
    est_bien_signee,
    metadonnees,
    signer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.besoin_de("ent.services.onde")]


def chemin(adresse: str) -> str:
    return adresse.removeprefix(settings.ENT_ADRESSE)


class Voyage:
    """There and back by a SAML provider, as a browser does."""

    def __init__(self, ici: FournisseurIdentite, client: Client | None = None) -> None:
        self.ici, self.client = ici, client or Client()

    def partir(self, **options):
        reponse = self.client.get(reverse("identites_aller", args=[self.ici.uuid]), options)
        self.depart = reponse.url
        self.demande, champs = demande(reponse.url)
        self.etat = champs["RelayState"]
        return reponse

    def reponse(self, **change) -> Reponse:
        base = settings.ENT_ADRESSE
        dit = {
            "acs": base + reverse("identites_retour", args=[self.ici.uuid]),
            "entite_sp": base + reverse("identites_metadonnees", args=[self.ici.uuid]),
            "en_reponse_a": self.demande.get("ID"),
            "attributs": {"FrEduCtRefId": ["{AAF}25|x|4711"], f"{OID}57": ["ct-1"]},
        }
        return Reponse(**(dit | change))

    def revenir(self, brute: str):
        """From another site: browsers keep the session's cookie from that POST, and send it with the form that follows."""
        page = Client().post(
            reverse("identites_retour", args=[self.ici.uuid]), {"SAMLResponse": brute, "RelayState": self.etat}
        )
        champs = {
            n: html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
        }
        return self.client.post(reverse("identites_finir", args=[self.ici.uuid]), champs)


@pytest.fixture
def ici(d):
    donner_un_numero(d.mere, d.elementaire, "1d-4711")
    champs = CHAMPS | {"protocole": "saml", "client_id": "", "hotes_retour": "educonnect.education.gouv.fr"}
    fournisseurs.enregistrer(auteur=d.operateur, champs=champs, metadonnees=metadonnees())
    return FournisseurIdentite.objects.get()


@pytest.fixture
def voyage(ici):
    v = Voyage(ici)
    v.partir()
    return v


# --- Believed --------------------------------------------------------------------------------------------------------
def test_a_request_is_signed_and_says_where_to_answer(ici, voyage):
    assert voyage.depart.startswith("https://idp.exemple.fr/sso?")
    assert est_bien_signee(voyage.depart, ici.certificat)
    assert voyage.demande.get("AssertionConsumerServiceURL") == settings.ENT_ADRESSE + reverse(
        "identites_retour", args=[ici.uuid]
    )


def test_our_metadata_are_valid_and_hold_no_secret(ici):
    dites = Client().get(reverse("identites_metadonnees", args=[ici.uuid]))
    racine = etree.fromstring(dites.content)
    espaces = {"md": "urn:oasis:names:tc:SAML:2.0:metadata"}
    assert racine.get("entityID") == settings.ENT_ADRESSE + reverse("identites_metadonnees", args=[ici.uuid])
    assert {k.get("use") for k in racine.iterfind(".//md:KeyDescriptor", espaces)} == {"signing", "encryption"}
    assert racine.find(".//md:SPSSODescriptor", espaces).get("AuthnRequestsSigned") == "true"
    assert b"PRIVATE" not in dites.content


def test_a_signed_assertion_opens_the_account_that_the_directory_knows(d, ici, voyage):
    voyage.revenir(voyage.reponse().en_base64())
    assert qui(voyage.client) == str(d.mere.pk)
    assert Rattachement.objects.get().comment == "aaf"


def test_fr_edu_ct_id_is_the_stable_number_whatever_the_name_id(d, ici, voyage):
    voyage.revenir(voyage.reponse().en_base64())
    autre = Voyage(ici)
    autre.partir()
    transitoire = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
    autre.revenir(autre.reponse(attributs={"FrEduCtId": ["ct-1"]}, nom="d’un jour", format=transitoire).en_base64())
    assert qui(autre.client) == str(d.mere.pk)
    assert Rattachement.objects.count() == 1


def test_a_name_of_one_visit_recognises_nobody(ici, voyage):
    transitoire = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
    reponse = voyage.revenir(
        voyage.reponse(attributs={"FrEduCtRefId": ["{AAF}25|x|4711"]}, format=transitoire).en_base64()
    )
    assert (reponse.status_code, Rattachement.objects.count()) == (403, 0)


def test_an_encrypted_assertion_is_opened(d, ici, voyage):
    FournisseurIdentite.objects.update(chiffrees=True)
    brute = voyage.reponse(chiffree_pour=ici.certificat).en_base64()
    voyage.revenir(brute)
    assert qui(voyage.client) == str(d.mere.pk)


def test_where_the_operator_wants_encryption_clear_words_are_refused(ici, voyage):
    FournisseurIdentite.objects.update(chiffrees=True)
    assert voyage.revenir(voyage.reponse().en_base64()).status_code == 403
    assert not Rattachement.objects.exists()


@pytest.mark.parametrize("secondes", [-180, 180])
@pytest.mark.parametrize("duree", [60, 300])
def test_a_clock_three_minutes_off_is_no_fault(d, voyage, secondes, duree):
    voyage.revenir(voyage.reponse(decale=secondes, duree=duree).en_base64())
    assert qui(voyage.client) == str(d.mere.pk)


# --- Not believed ----------------------------------------------------------------------------------------------------
FAUX = {
    "another audience": ({"audience": "https://autre.exemple.fr"}, "destinée à un autre site"),
    "another destination": ({"destination": "https://autre.exemple.fr/acs"}, "destinée à un autre site"),
    "another recipient": ({"destinataire": "https://autre.exemple.fr/acs"}, "destinée à un autre site"),
    "expired": ({"decale": -900}, "n’est plus valable"),
    "not valid yet": ({"decale": 900}, "n’est plus valable"),
    "unsigned": ({"signe": False}, "ne pouvons pas croire"),
    "signed by another": ({"par_un_autre": True}, "ne pouvons pas croire"),
    "another issuer": ({"emetteur": "https://autre.exemple.fr/saml"}, "ne pouvons pas croire"),
    "to another request": ({"en_reponse_a": "_autre"}, "n’a pas commencé"),
    "a comment in the NameID": ({"nom": "nameid-1<!-- -->.mechant"}, "ne pouvons pas croire"),
    "a comment in an attribute": ({"attributs": {"FrEduCtId": ["ct-1<!---->0"]}}, "ne pouvons pas croire"),
}


def base():
    return Personne.objects.count(), Rattachement.objects.count(), SessionOuverte.objects.count()


@pytest.mark.parametrize("cas", FAUX)
def test_a_false_answer_opens_nothing_and_writes_nothing(voyage, cas):
    change, phrase = FAUX[cas]
    avant = base()
    reponse = voyage.revenir(voyage.reponse(**change).en_base64())
    assert (reponse.status_code, qui(voyage.client), base()) == (403, "", avant)
    assert phrase in reponse.text


@pytest.mark.parametrize("variante", range(1, 9))
@pytest.mark.parametrize("reponse_signee", [False, True])
def test_a_wrapped_signature_opens_nothing(voyage, variante, reponse_signee):
    """XSW 1 to 8: the signature is true, of something that is not what is read."""
    avant = base()
    racine = voyage.reponse().arbre()
    if reponse_signee:
        signer(racine)
    reponse = voyage.revenir(coder(envelopper(racine, variante, "mechant")))
    assert (reponse.status_code, qui(voyage.client), base()) == (403, "", avant)


def test_a_changed_attribute_is_seen(voyage):
    racine = voyage.reponse().arbre()
    for valeur in racine.iter("{urn:oasis:names:tc:SAML:2.0:assertion}AttributeValue"):
        valeur.text = "{AAF}25|x|1"
    assert voyage.revenir(coder(racine)).status_code == 403
    assert not Rattachement.objects.exists()


def test_a_doctype_an_entity_and_noise_are_refused(voyage):
    import base64

    for brut in (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">&x;</samlp:Response>',
        b"<a/>",
        b"rien",
    ):
        voyage.partir()
        assert voyage.revenir(base64.b64encode(brut).decode()).status_code == 403
    voyage.partir()
    assert voyage.revenir("%%%").status_code == 403
    assert qui(voyage.client) == ""


def test_an_assertion_is_said_once(d, ici, voyage):
    """The same bytes, to a second departure that would take them: its number is known."""
    brute = voyage.reponse(identifiant="_unique").en_base64()
    voyage.revenir(brute)
    assert voyage.revenir(brute).status_code == 403  # the departure served
    autre = Voyage(ici)
    autre.partir()
    reponse = autre.revenir(autre.reponse(identifiant="_unique").en_base64())
    assert (reponse.status_code, qui(autre.client)) == (403, "")
    assert "déjà servi" in reponse.text


def test_an_answer_comes_back_to_the_device_that_left(voyage, ici):
    ailleurs = Voyage(ici)
    ailleurs.partir()
    ailleurs.etat = voyage.etat
    assert ailleurs.revenir(voyage.reponse().en_base64()).status_code == 403
    assert qui(ailleurs.client) == ""


def test_a_status_that_is_no_success_says_so(voyage):
    refus = "urn:oasis:names:tc:SAML:2.0:status:Responder"
    reponse = voyage.revenir(voyage.reponse(statut=refus).en_base64())
    assert (reponse.status_code, "pas allé au bout" in reponse.text) == (200, True)


# --- Metadata --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("texte", "panne"),
    [
        ("<a/>", "où entrer"),
        (metadonnees(fin="2020-01-01T00:00:00Z"), "expiré"),
        (metadonnees().replace("KeyDescriptor", "Autre"), "certificat"),
        ("<!DOCTYPE a><a/>", "XML sûr"),
    ],
)
def test_metadata_by_which_nobody_can_come_in_are_refused(texte, panne):
    from ent.services.identites.lectures import saml
    from ent.services.identites.lectures.reseau import Injoignable

    with pytest.raises(Injoignable, match=panne):
        saml.juger(texte)


def test_metadata_that_expire_are_said(d, ici, entrer):
    FournisseurIdentite.objects.update(metadonnees=metadonnees(fin="2026-11-30T00:00:00Z"))
    page = entrer(d.operateur).get(reverse("identites_fournisseur", args=[ici.uuid])).text
    assert "expirent dans moins de quinze jours" in page


# --- Going out -------------------------------------------------------------------------------------------------------
def test_going_out_of_here_goes_out_there(ici, voyage):
    voyage.revenir(
        voyage.reponse(
            attributs={
                "FrEduCtRefId": ["{AAF}25|x|4711"],
                "FrEduUrlRetour": ["https://educonnect.education.gouv.fr/fin"],
            }
        ).en_base64()
    )
    reponse = voyage.client.post(reverse("account_logout"))
    page = voyage.client.get(reponse.url).text
    [ou] = re.findall(r'href="(https://idp.exemple.fr/slo[^"]*)"', page)
    ou = html.unescape(ou)
    assert est_bien_signee(ou, ici.certificat)
    sortie, _champs = demande(ou)
    assert sortie.findtext("{urn:oasis:names:tc:SAML:2.0:assertion}NameID") == "nameid-1"
    assert sortie.findtext("{urn:oasis:names:tc:SAML:2.0:protocol}SessionIndex") == "idx-1"
    assert qui(voyage.client) == ""
    fin = voyage.client.get(reverse("identites_saml_sortie", args=[ici.uuid]), {"SAMLResponse": "x"}).text
    assert "n’a pas confirmé" in fin
    assert "https://educonnect.education.gouv.fr/fin" in fin


@pytest.mark.parametrize(
    "retour",
    [
        "https://mechant.exemple/",
        "http://educonnect.education.gouv.fr/",
        "https://educonnect.education.gouv.fr@mechant.exemple/",
        "https://educonnect.education.gouv.fr.mechant.exemple/",
        "javascript:alert(1)",
        "https://educonnect.education.gouv.fr:444/",
    ],
)
def test_fr_edu_url_retour_leads_to_a_written_host_alone(ici, retour):
    assert not ici.mene_a(retour)


def test_the_provider_ends_the_session_that_it_opened_whichever_browser_brings_the_word(d, ici, voyage, entrer):
    voyage.revenir(voyage.reponse().en_base64())
    autre = entrer(d.mere)
    sls = settings.ENT_ADRESSE + reverse("identites_saml_sortie", args=[ici.uuid])
    reponse = Client().get(chemin(demande_de_sortie(sls)))
    assert reponse.url.startswith("https://idp.exemple.fr/slo?SAMLResponse=")
    assert est_bien_signee(reponse.url, ici.certificat, "SAMLResponse")
    assert demande(reponse.url, "SAMLResponse")[1]["RelayState"] == "la-bas"
    assert voyage.client.get("/").url == f"{reverse('account_login')}?next=/"
    assert autre.get("/").status_code == 200  # the session of her password is hers


@pytest.mark.parametrize("change", [{"signe": False}, {"cle": AUTRE_CLE}, {"nom": "un autre"}, {"indice": "autre"}])
def test_a_word_that_is_not_the_providers_or_not_of_that_session_ends_nothing(d, ici, voyage, change):
    voyage.revenir(voyage.reponse().en_base64())
    sls = settings.ENT_ADRESSE + reverse("identites_saml_sortie", args=[ici.uuid])
    Client().get(chemin(demande_de_sortie(sls, **change)))
    assert voyage.client.get("/").status_code == 200
    assert ENTITE in ici.metadonnees


def test_two_requests_in_one_address_are_none(ici, voyage):
    voyage.revenir(voyage.reponse().en_base64())
    sls = settings.ENT_ADRESSE + reverse("identites_saml_sortie", args=[ici.uuid])
    double = chemin(demande_de_sortie(sls)) + "&SAMLRequest=autre"
    assert Client().get(double).status_code == 400
    assert voyage.client.get("/").status_code == 200
