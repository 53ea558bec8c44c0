"""SAML 2: judged by python3-saml, which nobody here wrote, in its strict mode: it signs its question, proves our answer, and says who came."""

import base64
import datetime as dt
import re
import zlib
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from ent.annuaire.models import Personne
from ent.services.tiers.actions import ecole, registre, sortie
from ent.services.tiers.lectures import saml
from ent.services.tiers.models import OuvertureTiers, ServiceTiers

from .matrice import SAISIE

# The client's own clock, of before Python 3.12.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")

NOM, ACS = "https://classe.exemple.fr/saml/metadonnees", "https://classe.exemple.fr/saml/acs"
FIN, SOAP = "https://classe.exemple.fr/saml/fin", "https://classe.exemple.fr/saml/soap"
NS = saml.NS
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"


def _paire() -> tuple[str, str]:
    cle = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "classe")])
    fait = x509.CertificateBuilder(nom, nom, cle.public_key(), 1).not_valid_before(dt.datetime(2020, 1, 1))
    certificat = fait.not_valid_after(dt.datetime(2090, 1, 1)).sign(cle, hashes.SHA256())
    pem = cle.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    return pem, certificat.public_bytes(Encoding.PEM).decode()


CLE, CERTIFICAT = _paire()
AUTRE_CLE, _AUTRE = _paire()


def reglages(notres: bytes | None = None, **securite) -> dict:
    """Of python3-saml; our own metadata, as it reads them."""
    dits = {
        "strict": True,
        "sp": {
            "entityId": NOM,
            "assertionConsumerService": {"url": ACS},
            "singleLogoutService": {"url": FIN},
            "NameIDFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            "x509cert": CERTIFICAT,
            "privateKey": CLE,
        },
        "security": {
            "authnRequestsSigned": True,
            "logoutRequestSigned": True,
            "logoutResponseSigned": True,
            "wantAssertionsSigned": True,
            "wantMessagesSigned": True,
            "rejectDeprecatedAlgorithm": True,
        }
        | securite,
    }
    if notres is None:
        dits["idp"] = {
            "entityId": "x",
            "singleSignOnService": {"url": "https://x.exemple.fr/"},
            "x509cert": CERTIFICAT,
        }
        return dits
    lus = OneLogin_Saml2_IdPMetadataParser.merge_settings(dits, OneLogin_Saml2_IdPMetadataParser.parse(notres))
    # We ask nobody to sign; this service does, and says so.
    lus["security"] = dits["security"]
    return lus


def metadonnees_du_service(**securite) -> str:
    ecrites = OneLogin_Saml2_Settings(reglages(**securite)).get_sp_metadata()
    texte = ecrites.decode() if isinstance(ecrites, bytes) else ecrites
    soap = f'<md:SingleLogoutService Binding="{saml.SOAP}" Location="{SOAP}"/>'
    return texte.replace("<md:SingleLogoutService", soap + "<md:SingleLogoutService", 1)


def service_saml(client, recu: dict | None = None, url: str = ACS, requete: dict | None = None) -> OneLogin_Saml2_Auth:
    """The service itself, as it stands in front of a browser."""
    parties = urlsplit(url)
    venue = {
        "https": "on",
        "http_host": parties.netloc,
        "script_name": parties.path,
        "get_data": requete or {},
        "post_data": recu or {},
        "query_string": parties.query,
    }
    notres = client.get(reverse("tiers_saml_metadonnees")).content
    return OneLogin_Saml2_Auth(venue, reglages(notres))


def ici(adresse: str) -> str:
    parties = urlsplit(adresse)
    return f"{parties.path}?{parties.query}"


def porte(reponse) -> tuple[str, dict[str, str]]:
    """Where the form leads, and what it bears."""
    assert reponse.status_code == 200, reponse.status_code
    page = etree.fromstring(reponse.content, etree.HTMLParser())
    formulaire = page.find(".//form[@data-porter]")
    return formulaire.get("action"), {e.get("name"): e.get("value") for e in formulaire.iterfind(".//input")}


def entrer_par(navigateur, service=None, **options):
    """The service's question, then the answer that our page bears."""
    demande = service_saml(navigateur)
    reponse = navigateur.get(ici(demande.login(return_to="https://classe.exemple.fr/cours", **options)))
    acs, recu = porte(reponse)
    assert acs == ACS
    auth = service_saml(navigateur, recu)
    auth.process_response(demande.get_last_request_id())
    return auth, recu


# --- By a client that nobody here wrote ---------------------------------------------------------------------------------
def test_python3_saml_knows_who_came_and_reads_what_it_may(classe, d, entrer):
    auth, recu = entrer_par(entrer(d.eleve_cp))
    assert (auth.get_errors(), auth.get_last_error_reason()) == ([], None)
    assert auth.is_authenticated()
    assert re.fullmatch("[0-9a-f]{64}", auth.get_nameid())
    uai = d.elementaire.uai
    assert auth.get_attributes() == {"urn:oid:2.5.4.42": ["Inès"], "classe": [f"{uai}$CP-CE1"], "uai": [uai]}
    assert auth.get_friendlyname_attributes()["givenName"] == ["Inès"]
    assert recu["RelayState"] == "https://classe.exemple.fr/cours"


def test_from_its_tile_before_it_asks(classe, d, entrer):
    navigateur = entrer(d.eleve_cp)
    page = navigateur.get(reverse("tiers_quitter", args=[classe.uuid])).text
    adresse = reverse("tiers_saml_aller", args=[classe.uuid])
    assert f'href="{adresse}"' in page
    acs, recu = porte(navigateur.get(adresse))
    auth = service_saml(navigateur, recu)
    auth.process_response()
    assert (acs, auth.get_errors(), auth.get_attributes()["urn:oid:2.5.4.42"]) == (ACS, [], ["Inès"])
    assert recu["RelayState"] == classe.accueil


def test_each_service_has_its_own_number_and_keeps_it(classe, d, entrer):
    navigateur = entrer(d.eleve_cp)
    premier, encore = entrer_par(navigateur)[0].get_nameid(), entrer_par(navigateur)[0].get_nameid()
    assert premier == encore
    assert premier != str(d.eleve_cp.uuid) and d.eleve_cp.uuid.hex not in premier


def test_what_was_changed_on_the_way_is_not_believed(classe, d, entrer):
    """By the service: a name, an audience, or the assertion of somebody else under our signature (XSW)."""
    navigateur = entrer(d.eleve_cp)
    _acs, recu = porte(navigateur.get(reverse("tiers_saml_aller", args=[classe.uuid])))
    vraie = base64.b64decode(recu["SAMLResponse"])
    for avant, apres in (
        (b"$CP-CE1", b"$CM2"),
        (NOM.encode(), b"https://autre.exemple.fr/"),
        (ACS.encode(), b"https://x.fr/"),
    ):
        assert avant in vraie
        auth = service_saml(navigateur, {"SAMLResponse": base64.b64encode(vraie.replace(avant, apres)).decode()})
        auth.process_response()
        assert auth.get_errors() and not auth.is_authenticated()


def test_an_assertion_lasts_minutes_and_bears_a_clock_that_is_three_late(classe, d, entrer, horloge):
    maintenant = timezone.now()
    horloge(maintenant)
    navigateur = entrer(d.eleve_cp)
    _acs, recu = porte(navigateur.get(reverse("tiers_saml_aller", args=[classe.uuid])))
    for ecart, cru in ((-3, True), (0, True), (3, True), (10, False)):
        horloge(maintenant + dt.timedelta(minutes=ecart))
        auth = service_saml(navigateur, recu)
        auth.process_response()
        assert auth.is_authenticated() is cru, (ecart, auth.get_last_error_reason())


# --- Where one is led ---------------------------------------------------------------------------------------------------
def question(acs: str = ACS, emetteur: str = NOM, tete: str = "", signer: str = CLE, **attributs) -> str:
    """A question written by hand, signed or not."""
    dits = {"ID": "_a", "Version": "2.0", "IssueInstant": "2026-11-24T09:00:00Z"} | attributs
    if acs:
        dits["AssertionConsumerServiceURL"] = acs
    ecrits = " ".join(f'{nom}="{valeur}"' for nom, valeur in dits.items())
    xml = f'{tete}<p:AuthnRequest xmlns:p="{saml.PROTOCOLE}" {ecrits}><a:Issuer xmlns:a="{saml.ASSERTION}">{emetteur}</a:Issuer></p:AuthnRequest>'
    presse = zlib.compressobj(9, zlib.DEFLATED, -15)
    brut = base64.b64encode(presse.compress(xml.encode()) + presse.flush()).decode()
    if not signer:
        return urlencode({"SAMLRequest": brut})
    signe = urlencode({"SAMLRequest": brut, "SigAlg": RSA_SHA256})
    cle = load_pem_private_key(signer.encode(), None)
    signature = cle.sign(signe.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signe}&Signature={quote(base64.b64encode(signature).decode(), safe='')}"


def demander(client, ecrite: str):
    return client.get(f"{reverse('tiers_saml_entrer')}?{ecrite}")


def test_a_question_written_by_hand_is_answered(classe, d, entrer):
    for acs in (ACS, ""):
        assert porte(demander(entrer(d.eleve_cp), question(acs)))[0] == ACS


@pytest.mark.parametrize(
    "ecrite",
    [
        question("https://ailleurs.exemple.fr/saml/acs"),
        question(ACS + "/"),
        question(ACS + "?x=1"),
        question(FIN),
        question(emetteur="https://inconnu.exemple.fr/"),
        question(signer=""),  # its metadata say that it signs
        question(signer=AUTRE_CLE),
        question(Destination="https://ailleurs.exemple.fr/"),
        question(Version="1.1"),
        question(tete='<!DOCTYPE a [<!ENTITY x "y">]>'),
        question(tete='<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
        "SAMLRequest=x",
        "SAMLRequest=",
        "",
        urlencode({"SAMLRequest": base64.b64encode(zlib.compress(b"<a/>")).decode()}),
        urlencode({"SAMLRequest": base64.b64encode(zlib.compressobj(9, zlib.DEFLATED, -15).flush() or b"x").decode()}),
    ],
)
def test_a_question_that_is_not_the_service_s_leads_nowhere(classe, d, entrer, client, ecrite):
    for qui in (client, entrer(d.eleve_cp)):
        reponse = demander(qui, ecrite)
        assert (reponse.status_code, reponse.get("Location"), "SAMLResponse" in reponse.text) == (400, None, False)
        assert "n’est pas au registre" in reponse.text


def test_a_question_that_was_changed_after_it_was_signed_is_refused(classe, d, entrer):
    signee = question()
    autre = question(signer="", ID="_b")
    for fausse in (
        signee + "&RelayState=x",
        signee.replace("SigAlg=", "RelayState=y&SigAlg="),
        f"{signee}&{autre.replace('SAMLRequest', 'SAMLReques%74')}",  # what is proved is not what is read
        f"{autre}&{signee}",
        f"{signee}&Relay%53tate=x",
    ):
        assert demander(entrer(d.eleve_cp), fausse).status_code == 400


def test_the_page_leads_to_that_address_and_to_no_other(classe, d, entrer):
    reponse = demander(entrer(d.eleve_cp), question())
    assert "form-action 'self' https://classe.exemple.fr" in reponse["Content-Security-Policy"].replace(";", "")
    assert "no-store" in reponse["Cache-Control"]


def test_who_is_not_in_goes_by_the_door_and_comes_back(classe, client):
    reponse = demander(client, question())
    porte_ = urlsplit(reponse["Location"])
    assert porte_.path == reverse("account_login")
    assert parse_qs(porte_.query)["next"][0].startswith(reverse("tiers_saml_entrer"))


def test_asked_to_show_no_page_we_name_nobody(classe, client):
    acs, recu = porte(demander(client, question(IsPassive="true")))
    auth = service_saml(client, recu)
    auth.process_response("_a")
    assert acs == ACS and not auth.is_authenticated()
    assert b"NoPassive" in base64.b64decode(recu["SAMLResponse"])


# --- Who may go ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("qui", ["mere", "assistante", "eleve_ms", "directrice_maternelle", "directrice", "operateur"])
def test_who_may_not_is_told_so_and_nothing_is_said_of_them(classe, d, entrer, qui):
    client = entrer(d.gens[qui])
    reponse = demander(client, question())
    assert (reponse.status_code, "SAMLResponse" in reponse.text) == (403, False)
    assert client.get(reverse("tiers_saml_aller", args=[classe.uuid])).status_code == 404


def test_once_closed_or_withdrawn_nobody_goes(classe, d, entrer):
    ecole.fermer_a_l_ecole(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice)
    assert demander(entrer(d.eleve_cp), question()).status_code == 403
    registre.retirer_service(service=classe, auteur=d.operateur)
    assert demander(entrer(Personne.objects.get(pk=d.eleve_cp.pk)), question()).status_code == 400


# --- Going out ----------------------------------------------------------------------------------------------------------
def test_who_goes_out_here_goes_out_there_by_soap(classe, d, entrer, monkeypatch, django_capture_on_commit_callbacks):
    ecrits = []
    monkeypatch.setattr(sortie, "poster_soap", lambda adresse, corps: ecrits.append((adresse, corps)))
    navigateur = entrer(d.eleve_cp)
    auth, _recu = entrer_par(navigateur)
    with django_capture_on_commit_callbacks(execute=True):
        navigateur.post(reverse("connexion_changer"))
    ((adresse, corps),) = ecrits
    demande = etree.fromstring(corps)[0][0]
    assert adresse == SOAP
    assert (demande.findtext("a:NameID", namespaces=NS), demande.findtext("p:SessionIndex", namespaces=NS)) == (
        auth.get_nameid(),
        auth.get_session_index(),
    )
    certificat = OneLogin_Saml2_IdPMetadataParser.parse(navigateur.get(reverse("tiers_saml_metadonnees")).content)
    seule = etree.tostring(demande)
    assert OneLogin_Saml2_Utils.validate_sign(
        seule,
        cert=OneLogin_Saml2_Utils.format_cert(certificat["idp"]["x509cert"]),
        xpath="/samlp:LogoutRequest/ds:Signature",
        raise_exceptions=True,
    )


def test_the_service_asks_to_go_out_the_person_says_yes_and_is_led_back(classe, d, entrer):
    navigateur = entrer(d.eleve_cp)
    auth, _recu = entrer_par(navigateur)
    adresse = ici(auth.logout(return_to="https://classe.exemple.fr/", name_id=auth.get_nameid()))
    assert navigateur.get(adresse).status_code == 200  # asked, by nothing that a picture of the web could say
    assert "_auth_user_id" in navigateur.session
    reponse = navigateur.post(adresse)
    assert "_auth_user_id" not in navigateur.session
    rendue = urlsplit(reponse["Location"])
    requete = {nom: valeurs[0] for nom, valeurs in parse_qs(rendue.query).items()}
    retour = service_saml(navigateur, url=reponse["Location"], requete=requete)
    retour.process_slo(request_id=auth.get_last_request_id())
    assert (f"{rendue.scheme}://{rendue.netloc}{rendue.path}", retour.get_errors()) == (FIN, [])


def test_nobody_is_put_out_by_a_question_that_is_not_proved(classe, d, entrer):
    navigateur = entrer(d.eleve_cp)
    auth, _recu = entrer_par(navigateur)
    adresse = ici(auth.logout(name_id=auth.get_nameid()))
    for fausse in (adresse.replace("Signature=", "Signature=AAAA"), adresse.partition("&SigAlg")[0]):
        assert navigateur.post(fausse).status_code == 400
    assert "_auth_user_id" in navigateur.session


# --- The registry -------------------------------------------------------------------------------------------------------
def test_the_operator_pastes_its_metadata_and_reads_ours(d, entrer):
    client = entrer(d.operateur)
    assert client.get(reverse("tiers_saml_metadonnees")).status_code == 404
    envoi = SAISIE | {"protocole": "saml", "adresses": "", "metadonnees": metadonnees_du_service()}
    reponse = client.post(reverse("tiers_nouveau"), envoi)
    assert reponse.status_code == 302, re.findall(r'class="erreur[^>]*>([^<]*)', reponse.text)
    service = ServiceTiers.objects.get()
    assert (service.entite, service.adresses, service.sortie) == (NOM, ACS, SOAP)
    notres = OneLogin_Saml2_IdPMetadataParser.parse(client.get(reverse("tiers_saml_metadonnees")).content)
    assert notres["idp"]["entityId"] == saml.notre_nom()
    assert client.post(reverse("tiers_nouveau"), envoi | {"nom": "Encore"}).status_code == 422


@pytest.mark.parametrize(
    "ecrites",
    [
        "",
        "pas du XML",
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        f'<m:EntityDescriptor xmlns:m="{saml.METADONNEES}" entityID="x"/>',
        metadonnees_du_service().replace(saml.ENVOI, saml.REDIRECTION),
        metadonnees_du_service().replace(ACS, "http://classe.exemple.fr/saml/acs"),
        metadonnees_du_service().replace(ACS, "https://moi@classe.exemple.fr/saml/acs"),
        metadonnees_du_service().replace(FIN, "http://classe.exemple.fr/saml/fin"),
        metadonnees_du_service().replace(saml.SOAP, saml.ENVOI).replace(SOAP, "https://moi@classe.exemple.fr/"),
        "<a>" + "x" * saml.TAILLE_MAX + "</a>",
    ],
)
def test_metadata_that_could_lead_elsewhere_are_not_registered(d, entrer, ecrites):
    envoi = SAISIE | {"protocole": "saml", "adresses": "", "metadonnees": ecrites}
    assert entrer(d.operateur).post(reverse("tiers_nouveau"), envoi).status_code == 422
