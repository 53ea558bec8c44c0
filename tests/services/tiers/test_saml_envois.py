"""SAML 2: questions that a form brings, judged as those that an address brings; assertions that the service alone reads. By python3-saml."""

import base64
import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import NameOID
from django.test import Client
from django.urls import reverse
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from ent.services.tiers.lectures import saml
from ent.services.tiers.models import ServiceTiers

from .conftest import enregistrer, ouvrir
from .matrice import SAISIE
from .test_saml import (
    ACS,
    AUTRE_CLE,
    CERTIFICAT,
    CLE,
    NOM,
    SOAP,
    metadonnees_du_service,
    porte,
    reglages,
    service_saml,
)

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")
ENTRER = "/saml/fournisseur/entrer"


def ecrite(emetteur: str = NOM, acs: str = ACS, **attributs) -> str:
    dits = {"ID": "_a", "Version": "2.0", "IssueInstant": "2026-11-24T09:00:00Z", "AssertionConsumerServiceURL": acs}
    mots = " ".join(f'{nom}="{valeur}"' for nom, valeur in (dits | attributs).items())
    return (
        f'<p:AuthnRequest xmlns:p="{saml.PROTOCOLE}" {mots}>'
        f'<a:Issuer xmlns:a="{saml.ASSERTION}">{emetteur}</a:Issuer></p:AuthnRequest>'
    )


def signee(xml: str, cle: str = CLE, **options) -> bytes:
    """By the other engine."""
    faite = OneLogin_Saml2_Utils.add_sign(xml, cle, CERTIFICAT, **options)
    return faite if isinstance(faite, bytes) else faite.encode()


def envoyer(client, xml: str | bytes, **champs):
    octets = xml.encode() if isinstance(xml, str) else xml
    return client.post(ENTRER, {"SAMLRequest": base64.b64encode(octets).decode()} | champs)


def test_a_signed_question_in_a_form_is_answered(classe, d, entrer):
    """From another site the browser brings nobody's session: the question goes on by an address of ours, where one is known."""
    suite = envoyer(Client(), signee(ecrite()), RelayState="cours 3")
    assert suite.status_code == 302 and suite["Location"].startswith(f"{ENTRER}?q=")
    navigateur = entrer(d.eleve_cp)
    acs, recu = porte(navigateur.get(suite["Location"]))
    auth = service_saml(navigateur, recu)
    auth.process_response("_a")
    assert (acs, auth.get_errors(), recu["RelayState"]) == (ACS, [], "cours 3")
    assert auth.get_attributes()["urn:oid:2.5.4.42"] == ["Inès"]


def test_who_is_not_in_goes_by_the_door_and_comes_back_to_it(classe, client):
    suite = envoyer(client, signee(ecrite()))
    assert urlsplit(client.get(suite["Location"])["Location"]).path == reverse("account_login")


def _emballee() -> bytes:
    """XSW: what was signed is put aside, and another question stands in its place, under the same name or another."""
    vraie = etree.fromstring(signee(ecrite()))
    fausse = etree.fromstring(ecrite(acs="https://ailleurs.exemple.fr/", ID="_b").encode())
    signature = vraie.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    fausse.insert(1, signature)
    etree.SubElement(fausse, f"{{{saml.PROTOCOLE}}}Extensions").append(vraie)
    return etree.tostring(fausse)


def _deux_fois() -> bytes:
    vraie = etree.fromstring(signee(ecrite()))
    fausse = etree.fromstring(ecrite(ForceAuthn="true").encode())
    fausse.insert(1, vraie.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    etree.SubElement(fausse, f"{{{saml.PROTOCOLE}}}Extensions").append(vraie)
    return etree.tostring(fausse)


@pytest.mark.parametrize(
    "xml",
    [
        ecrite(),  # its metadata say that it signs
        signee(ecrite(), AUTRE_CLE),
        signee(ecrite()).replace(b"_a", b"_c"),
        signee(ecrite()).replace(ACS.encode(), b"https://ailleurs.exemple.fr/saml/acs"),
        signee(ecrite(emetteur="https://inconnu.exemple.fr/")),
        signee(ecrite(Destination="https://ailleurs.exemple.fr/")),
        signee(ecrite(), sign_algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        signee(ecrite(), digest_algorithm="http://www.w3.org/2000/09/xmldsig#sha1"),
        _emballee(),
        _deux_fois(),
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">' + ecrite(),
        "<a/>",
        "",
    ],
)
def test_a_form_that_is_not_the_service_s_leads_nowhere(classe, d, entrer, xml):
    for qui in (Client(), entrer(d.eleve_cp)):
        reponse = envoyer(qui, xml)
        assert (reponse.status_code, reponse.get("Location"), "SAMLResponse" in reponse.text) == (400, None, False)


def test_an_address_of_the_service_that_was_signed_but_is_not_in_the_registry_leads_nowhere(classe, d, entrer):
    suite = envoyer(Client(), signee(ecrite(acs="https://ailleurs.exemple.fr/saml/acs")))
    assert entrer(d.eleve_cp).get(suite["Location"]).status_code == 400


def test_what_we_signed_ourselves_is_not_made_up_and_does_not_last(classe, d, entrer, mardi, horloge):
    suite = envoyer(Client(), signee(ecrite()))["Location"]
    navigateur = entrer(d.eleve_cp)
    assert navigateur.get(suite[:-4] + "AAAA").status_code == 400
    horloge(mardi + dt.timedelta(minutes=16))
    assert navigateur.get(suite).status_code == 400


def test_a_service_that_does_not_sign_may_send_a_form_too(d, entrer):
    service, _secret = enregistrer(
        d,
        protocole="saml",
        adresses=ACS,
        metadonnees=metadonnees_du_service(authnRequestsSigned=False),
        entite=NOM,
        sortie=SOAP,
        attributs="prenom",
    )
    ouvrir(d, service)
    suite = envoyer(Client(), ecrite())
    assert porte(entrer(d.eleve_cp).get(suite["Location"]))[0] == ACS
    assert envoyer(Client(), signee(ecrite(), AUTRE_CLE)).status_code == 400  # signed, it is proved or refused


def lu_seul(reponse: bytes, gcm: bool) -> bytes:
    """What was encrypted, out of the response that bears it: as lasso reads it."""
    cle_scellee, scelle = (base64.b64decode(e.text) for e in etree.fromstring(reponse).iterfind(".//{*}CipherValue"))
    privee = load_pem_private_key(CLE.encode(), None)
    assert isinstance(privee, rsa.RSAPrivateKey)
    sha1 = hashes.SHA1()  # noqa: S303 (of RSA-OAEP, as every service knows it)
    cle = privee.decrypt(cle_scellee, padding.OAEP(padding.MGF1(sha1), sha1, None))
    if gcm:
        return AESGCM(cle).decrypt(scelle[:12], scelle[12:], None)
    dechiffreur = Cipher(algorithms.AES(cle), modes.CBC(scelle[:16])).decryptor()
    clair = dechiffreur.update(scelle[16:]) + dechiffreur.finalize()
    return clair[: -clair[-1]]


# --- Encrypted ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("usage", [' use="encryption"', ""])
@pytest.mark.parametrize("gcm", [False, True])
def test_an_assertion_is_read_by_the_service_alone_when_it_gives_a_certificate_for_that(d, entrer, gcm, usage):
    """Given for no use in particular, it is for both (SAML metadata, 2.4.1.1)."""
    ecrites = metadonnees_du_service(wantAssertionsEncrypted=True)
    if gcm:
        methode = f'<md:EncryptionMethod Algorithm="{saml.AES256_GCM}"/>'
        avant, debut, apres = ecrites.partition('<md:KeyDescriptor use="encryption">')
        dedans, fin, reste = apres.partition("</md:KeyDescriptor>")
        ecrites = avant + debut + dedans + methode + fin + reste
    ecrites = ecrites.replace(' use="encryption"', usage)
    assert saml.partenaire_de(ecrites).chiffrement and saml.partenaire_de(ecrites).gcm is gcm
    service, _secret = enregistrer(
        d, protocole="saml", adresses=ACS, metadonnees=ecrites, entite=NOM, sortie=SOAP, attributs="prenom nom"
    )
    ouvrir(d, service)
    navigateur = entrer(d.eleve_cp)
    _acs, recu = porte(navigateur.get(reverse("tiers_saml_aller", args=[service.uuid])))
    clair = base64.b64decode(recu["SAMLResponse"])
    assert b"Belhadj" not in clair and b"EncryptedAssertion" in clair
    venue = {
        "https": "on",
        "http_host": "classe.exemple.fr",
        "script_name": "/saml/acs",
        "get_data": {},
        "post_data": recu,
    }
    notres = navigateur.get(reverse("tiers_saml_metadonnees")).content
    auth = OneLogin_Saml2_Auth(venue, reglages(notres, wantAssertionsEncrypted=True))
    auth.process_response()
    assert (auth.get_errors(), auth.get_last_error_reason()) == ([], None)
    assert auth.get_attributes() == {"urn:oid:2.5.4.42": ["Inès"], "urn:oid:2.5.4.4": ["Belhadj"]}
    assertion = etree.fromstring(lu_seul(clair, gcm))
    assert (etree.QName(assertion).localname, "Belhadj" in "".join(assertion.itertext())) == ("Assertion", True)


def test_a_service_that_gives_none_reads_it_in_clear(classe, d, entrer):
    assert saml.partenaire_de(ServiceTiers.objects.get().metadonnees).chiffrement is None
    _acs, recu = porte(entrer(d.eleve_cp).get(reverse("tiers_saml_aller", args=[classe.uuid])))
    assert b"EncryptedAssertion" not in base64.b64decode(recu["SAMLResponse"])


def _elliptique() -> str:
    """A certificate as metadata write it, of a key that nothing is encrypted for."""
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "classe")])
    fait = x509.CertificateBuilder(nom, nom, cle.public_key(), 1).not_valid_before(dt.datetime(2020, 1, 1))
    certificat = fait.not_valid_after(dt.datetime(2090, 1, 1)).sign(cle, hashes.SHA256())
    return base64.b64encode(certificat.public_bytes(Encoding.DER)).decode()


def metadonnees_elliptiques() -> str:
    avant, debut, apres = metadonnees_du_service(wantAssertionsEncrypted=True).partition('use="encryption"')
    balise, _rsa, reste = re.split(r"(?<=X509Certificate>)([^<]+)", apres, maxsplit=1)
    return avant + debut + balise + _elliptique() + reste


def test_a_certificate_that_nothing_is_encrypted_for_is_refused_as_it_is_registered(d, entrer):
    envoi = SAISIE | {"protocole": "saml", "adresses": "", "metadonnees": metadonnees_elliptiques()}
    reponse = entrer(d.operateur).post(reverse("tiers_nouveau"), envoi)
    assert reponse.status_code == 422 and "Son certificat de chiffrement n’est pas RSA" in reponse.text
    assert not ServiceTiers.objects.exists()


def test_registered_before_it_was_refused_it_is_sent_nothing_in_clear(classe, d, entrer):
    ServiceTiers.objects.update(metadonnees=metadonnees_elliptiques())
    navigateur = entrer(d.eleve_cp)
    suite = envoyer(Client(), signee(ecrite()))
    tuile = navigateur.get(reverse("tiers_saml_aller", args=[classe.uuid]))
    assert [(r.status_code, "SAMLResponse" in r.text) for r in (suite, tuile)] == [(400, False)] * 2
