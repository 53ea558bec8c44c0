"""SAML 2: going out of here goes out of the services that a browser alone can tell, one after the other. By python3-saml, which proves our word."""

import base64
import zlib
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from lxml import etree
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from ent.annuaire.models import Personne
from ent.connexion import derivation
from ent.services.tiers.actions import registre
from ent.services.tiers.lectures import saml
from ent.services.tiers.models import ServiceTiers

from .conftest import CALCUL, enregistrer, ouvrir
from .test_accords import mots
from .test_saml import (
    ACS,
    AUTRE_CLE,
    CERTIFICAT,
    CLE,
    FIN,
    NOM,
    RSA_SHA256,
    SOAP,
    metadonnees_du_service,
    porte,
    service_saml,
)

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utc:DeprecationWarning")
SANS_SOAP = metadonnees_du_service().replace(f'<md:SingleLogoutService Binding="{saml.SOAP}" Location="{SOAP}"/>', "")
REUSSIE = "urn:oasis:names:tc:SAML:2.0:status:Success"


def inscrire(d, ecrites: str = SANS_SOAP, nom: str = "Classe en ligne", hote: str = "classe") -> ServiceTiers:
    ecrites = ecrites.replace("classe.exemple.fr", f"{hote}.exemple.fr")
    lu = saml.partenaire_de(ecrites)
    service, _secret = enregistrer(
        d,
        nom=nom,
        protocole="saml",
        adresses="\n".join(lu.acs),
        metadonnees=ecrites,
        entite=lu.entite,
        sortie=lu.sortie,
    )
    ouvrir(d, service)
    return service


@pytest.fixture
def par_adresse(d):
    """A service that is told by redirection alone."""
    return inscrire(d)


@pytest.fixture
def par_envoi(d):
    """One that is told in a form alone."""
    fin = f'<md:SingleLogoutService Binding="{saml.REDIRECTION}"'
    assert fin in SANS_SOAP
    return inscrire(d, SANS_SOAP.replace(fin, fin.replace(saml.REDIRECTION, saml.ENVOI)))


def venir(client, service):
    return porte(client.get(reverse("tiers_saml_aller", args=[service.uuid])))


def sortir(client) -> str:
    """« J’ai fini »: where the browser is led."""
    return client.post(reverse("connexion_changer"))["Location"]


def visite(reponse) -> tuple[str, dict[str, str]]:
    """Where this page leads the browser, and what its form bears."""
    assert reponse.status_code == 200, reponse.status_code
    bloc = etree.fromstring(reponse.content, etree.HTMLParser()).find(".//*[@data-quitter]")
    formulaire = bloc.find("form")
    if formulaire is None:
        return bloc.find(".//a").get("href"), {}
    return formulaire.get("action"), {e.get("name"): e.get("value") for e in formulaire.iterfind(".//input")}


def dits(adresse: str) -> dict[str, str]:
    return {nom: valeurs[0] for nom, valeurs in parse_qs(urlsplit(adresse).query).items()}


def demande_de(message: str, *, presse: bool):
    octets = base64.b64decode(message)
    return etree.fromstring(zlib.decompress(octets, -15) if presse else octets)


def reponse_de(demande, statut: str = REUSSIE, cle: str = CLE, **autres) -> str:
    attributs = {
        "ID": "_r", "Version": "2.0", "IssueInstant": "2026-11-24T09:00:00Z", "InResponseTo": demande.get("ID"),
        "Destination": f"{saml.notre_nom()}/sortir",
    } | {nom: valeur for nom, valeur in autres.items() if nom != "emetteur"}  # fmt: skip
    dites = " ".join(f'{nom}="{valeur}"' for nom, valeur in attributs.items())
    return (
        f'<p:LogoutResponse xmlns:p="{saml.PROTOCOLE}" {dites}><a:Issuer xmlns:a="{saml.ASSERTION}">'
        f'{autres.get("emetteur", NOM)}</a:Issuer><p:Status><p:StatusCode Value="{statut}"/></p:Status></p:LogoutResponse>'
    )


def par_adresse_signee(xml: str, relais: str, cle: str = CLE) -> str:
    """What a service answers by redirection, signed as the standard says."""
    presse = zlib.compressobj(9, zlib.DEFLATED, -15)
    octets = presse.compress(xml.encode()) + presse.flush()
    signe = urlencode({"SAMLResponse": base64.b64encode(octets).decode(), "RelayState": relais, "SigAlg": RSA_SHA256})
    signature = load_pem_private_key(cle.encode(), None).sign(signe.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signe}&{urlencode({'Signature': base64.b64encode(signature).decode()})}"


# --- By a client that nobody here wrote ---------------------------------------------------------------------------------
def test_python3_saml_proves_our_word_and_its_answer_ends_the_visit(par_adresse, d, entrer):
    navigateur = entrer(d.eleve_cp)
    _acs, recu = venir(navigateur, par_adresse)
    auth = service_saml(navigateur, recu)
    auth.process_response()
    vers = sortir(navigateur)
    assert "_auth_user_id" not in navigateur.session  # out of here first
    page = navigateur.get(vers)
    assert "form-action 'self';" in page["Content-Security-Policy"] + ";" and "no-store" in page["Cache-Control"]
    ou, champs = visite(page)
    assert ou.startswith(f"{FIN}?") and champs == {}
    demande = demande_de(dits(ou)["SAMLRequest"], presse=True)
    assert demande.findtext("a:NameID", namespaces=saml.NS) == auth.get_nameid()
    assert demande.findtext("p:SessionIndex", namespaces=saml.NS) == auth.get_session_index()
    lui = service_saml(navigateur, url=FIN, requete=dits(ou))
    revenu = urlsplit(lui.process_slo(keep_local_session=True))
    assert lui.get_errors() == [] and revenu.path == reverse("tiers_saml_sortir")
    fin = navigateur.get(f"{revenu.path}?{revenu.query}", follow=True)
    assert fin.redirect_chain[-1][0] == reverse("connexion_trouver_tablette")  # where « J’ai fini » leads


def test_in_a_form_our_word_is_proved_and_so_is_the_answer(par_envoi, d, entrer):
    navigateur = entrer(d.eleve_cp)
    venir(navigateur, par_envoi)
    page = navigateur.get(sortir(navigateur))
    ou, champs = visite(page)
    assert ou == FIN and "form-action 'self' https://classe.exemple.fr;" in page["Content-Security-Policy"] + ";"
    notres = OneLogin_Saml2_IdPMetadataParser.parse(navigateur.get(reverse("tiers_saml_metadonnees")).content)
    assert OneLogin_Saml2_Utils.validate_sign(
        base64.b64decode(champs["SAMLRequest"]),
        cert=OneLogin_Saml2_Utils.format_cert(notres["idp"]["x509cert"]),
        xpath="/samlp:LogoutRequest/ds:Signature",
        raise_exceptions=True,
    )
    demande = demande_de(champs["SAMLRequest"], presse=False)
    faite = OneLogin_Saml2_Utils.add_sign(reponse_de(demande), CLE, CERTIFICAT)
    envoi = {"SAMLResponse": base64.b64encode(faite).decode(), "RelayState": champs["RelayState"]}
    # From another site, without any cookie of ours.
    suite = Client(enforce_csrf_checks=True).post(reverse("tiers_saml_sortir_envoi"), envoi)
    assert navigateur.get(suite["Location"])["Location"] == reverse("connexion_trouver_tablette")


# --- What is no answer --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fausse",
    [
        {"cle": AUTRE_CLE},
        {"InResponseTo": "_autre"},
        {"emetteur": "https://ailleurs.exemple.fr/"},
        {"Destination": "https://ailleurs.exemple.fr/"},
        {"Version": "1.1"},
        {"statut": "urn:oasis:names:tc:SAML:2.0:status:Responder"},
        {"statut": f'{REUSSIE}"><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:PartialLogout"/></p:StatusCode><p:StatusCode Value="x'},
    ],
)  # fmt: skip
def test_what_is_not_a_proved_yes_to_that_very_question_is_said(par_adresse, d, entrer, fausse):
    navigateur = entrer(d.eleve_cp)
    venir(navigateur, par_adresse)
    ou, _champs = visite(navigateur.get(sortir(navigateur)))
    demande = demande_de(dits(ou)["SAMLRequest"], presse=True)
    cle = fausse.pop("cle", CLE) if "cle" in (fausse := dict(fausse)) else CLE
    query = par_adresse_signee(reponse_de(demande, **fausse), dits(ou)["RelayState"], cle)
    fin = navigateur.get(f"{reverse('tiers_saml_sortir')}?{query}", follow=True)
    page = mots(fin)
    assert "Vous êtes sorti" in page and "qui n’ont pas répondu :</strong> Classe en ligne" in page


def test_the_same_answer_well_made_is_one(par_adresse, d, entrer):
    """What the faults above are faults of; and said again, it changes nothing."""
    navigateur = entrer(d.eleve_cp)
    venir(navigateur, par_adresse)
    ou, _champs = visite(navigateur.get(sortir(navigateur)))
    demande = demande_de(dits(ou)["SAMLRequest"], presse=True)
    query = par_adresse_signee(reponse_de(demande), dits(ou)["RelayState"])
    fin = navigateur.get(f"{reverse('tiers_saml_sortir')}?{query}", follow=True)
    assert "pas répondu" not in fin.text
    assert navigateur.get(f"{reverse('tiers_saml_sortir')}?{query}").status_code == 400


@pytest.mark.parametrize("relais", ["", "x", "0" * 32])
def test_an_answer_that_nobody_waits_for_leads_nowhere(par_adresse, client, relais):
    for reponse in (
        client.get(reverse("tiers_saml_sortir"), {"SAMLResponse": "x", "RelayState": relais}),
        client.post(reverse("tiers_saml_sortir_envoi"), {"SAMLResponse": "x", "RelayState": relais}),
    ):
        assert (reponse.status_code, reponse.get("Location")) == (400, None)


# --- One after the other --------------------------------------------------------------------------------------------------
def test_who_comes_back_without_an_answer_goes_on_and_is_told_which_did_not(par_adresse, d, entrer):
    autre = inscrire(d, nom="Manuels", hote="manuels")
    navigateur = entrer(d.eleve_cp)
    for service in (par_adresse, autre):
        venir(navigateur, service)
    vers = sortir(navigateur)
    premiere, seconde = navigateur.get(vers), navigateur.get(vers)
    assert "Service 1 sur 2." in mots(premiere) and visite(premiere)[0].startswith(FIN)
    assert "Service 2 sur 2." in mots(seconde) and visite(seconde)[0].startswith("https://manuels.exemple.fr/")
    fin = mots(navigateur.get(vers))
    assert "n’ont pas répondu :</strong> Classe en ligne, Manuels." in fin
    assert f'href="{reverse("connexion_trouver_tablette")}"' in navigateur.get(vers).text


def test_came_twice_each_of_its_sessions_is_said_once(par_adresse, d, entrer):
    navigateur = entrer(d.eleve_cp)
    for _fois in range(2):
        venir(navigateur, par_adresse)
    ou, _champs = visite(navigateur.get(sortir(navigateur)))
    demande = demande_de(dits(ou)["SAMLRequest"], presse=True)
    assert len({e.text for e in demande.iterfind("p:SessionIndex", saml.NS)}) == 2


def test_withdrawn_since_it_is_not_visited(par_adresse, d, entrer):
    navigateur = entrer(d.eleve_cp)
    venir(navigateur, par_adresse)
    vers = sortir(navigateur)
    registre.retirer_service(service=par_adresse, auteur=d.operateur)
    assert "Classe en ligne" not in navigateur.get(vers, follow=True).text


def test_by_soap_or_without_any_service_the_browser_visits_nobody(classe, d, entrer):
    navigateur = entrer(d.eleve_cp)
    venir(navigateur, classe)
    assert sortir(navigateur) == reverse("connexion_trouver_tablette")
    assert sortir(entrer(d.eleve_cp)) == reverse("connexion_trouver_tablette")


def test_what_is_left_to_visit_is_forgotten(par_adresse, d, entrer):
    navigateur = entrer(d.eleve_cp)
    venir(navigateur, par_adresse)
    vers = sortir(navigateur)
    cache.clear()
    page = mots(navigateur.get(vers))
    assert "Vous êtes sorti" in page and "Classe en ligne" not in page


@pytest.mark.parametrize("par", ["compte", "cas"])
def test_every_way_out_goes_by_them(par_adresse, calcul, d, entrer, par):
    """An adult's own, and one asked by another service, which is led back to in the end."""
    par_adresse.ouvertures.update(publics="eleve enseignant")
    ServiceTiers.objects.filter(pk=par_adresse.pk).update(publics="eleve enseignant")
    navigateur = entrer(d.enseignante)
    venir(navigateur, par_adresse)
    chemin, champs = (
        (reverse("account_logout"), {}) if par == "compte" else (reverse("tiers_cas_sortir"), {"service": CALCUL})
    )
    vers = navigateur.post(chemin, champs)["Location"]
    ou, _rien = visite(navigateur.get(vers))
    demande = demande_de(dits(ou)["SAMLRequest"], presse=True)
    query = par_adresse_signee(reponse_de(demande), dits(ou)["RelayState"])
    fin = navigateur.get(f"{reverse('tiers_saml_sortir')}?{query}", follow=True)
    assert "Vous êtes sorti" in fin.text and (CALCUL in fin.text) is (par == "cas")


def test_the_next_pupil_of_a_tablet_comes_in_and_the_former_is_out_of_them_first(par_adresse, d, mardi):
    """The pictures of the second lead to the service of the first, then home."""

    def images(eleve):
        return derivation.secret_images(
            eleve.uuid, eleve.secret.generation if hasattr(eleve, "secret") else 0, eleve.gommette_image
        )

    def toucher(eleve):
        adresse = reverse("connexion_secret", args=[d.cp_ce1.jeton_tablette, eleve.uuid])
        return tablette.post(adresse, {"image": images(eleve)})

    autre = Personne.objects.get(prenom="Adèle", nom="Royer")
    tablette = Client()
    tablette.get(reverse("connexion_mur", args=[d.cp_ce1.jeton_tablette]))
    assert toucher(d.eleve_cp)["Location"] == reverse("accueil")
    venir(tablette, par_adresse)
    vers = toucher(autre)["Location"]
    assert tablette.session["_auth_user_id"] == str(autre.pk)
    page = tablette.get(vers)
    ou, _champs = visite(page)
    assert ou.startswith(FIN) and f'href="{reverse("accueil")}"' in page.text
    demande = demande_de(dits(ou)["SAMLRequest"], presse=True)
    query = par_adresse_signee(reponse_de(demande), dits(ou)["RelayState"])
    fin = tablette.get(f"{reverse('tiers_saml_sortir')}?{query}", follow=True)
    assert [chemin for chemin, _statut in fin.redirect_chain] == [vers, reverse("accueil")]


# --- Asked by a service -----------------------------------------------------------------------------------------------------
def test_a_service_asks_in_a_form_the_others_are_visited_and_it_is_answered_in_a_form(par_envoi, d, entrer):
    autre = inscrire(d, nom="Manuels", hote="manuels")
    navigateur = entrer(d.eleve_cp)
    for service in (par_envoi, autre):
        venir(navigateur, service)
    xml = (
        f'<p:LogoutRequest xmlns:p="{saml.PROTOCOLE}" ID="_q" Version="2.0" IssueInstant="2026-11-24T09:00:00Z">'
        f'<a:Issuer xmlns:a="{saml.ASSERTION}">{NOM}</a:Issuer><a:NameID xmlns:a="{saml.ASSERTION}">x</a:NameID></p:LogoutRequest>'
    )
    envoi = reverse("tiers_saml_sortir_envoi")
    for faux in (xml.encode(), OneLogin_Saml2_Utils.add_sign(xml, AUTRE_CLE, CERTIFICAT)):
        assert navigateur.post(envoi, {"SAMLRequest": base64.b64encode(faux).decode()}).status_code == 400
    faite = base64.b64encode(OneLogin_Saml2_Utils.add_sign(xml, CLE, CERTIFICAT)).decode()
    suite = Client(enforce_csrf_checks=True).post(envoi, {"SAMLRequest": faite, "RelayState": "r"})["Location"]
    assert "Sortir de Mes écoles" in navigateur.get(suite).text and "_auth_user_id" in navigateur.session
    vers = navigateur.post(suite)["Location"]
    ou, _champs = visite(navigateur.get(vers))
    assert ou.startswith("https://manuels.exemple.fr/") and "_auth_user_id" not in navigateur.session
    demande = demande_de(dits(ou)["SAMLRequest"], presse=True)
    dite = reponse_de(demande, emetteur=NOM.replace("classe", "manuels"))
    page = navigateur.get(
        f"{reverse('tiers_saml_sortir')}?{par_adresse_signee(dite, dits(ou)['RelayState'])}", follow=True
    )
    la, champs = porte(page)
    assert la == FIN and champs["RelayState"] == "r"
    assert demande_de(champs["SAMLResponse"], presse=False).get("InResponseTo") == "_q"
    # Its question in a form is no question of who comes.
    assert navigateur.get(f"{reverse('tiers_saml_entrer')}?{urlsplit(suite).query}").status_code == 400


def test_our_metadata_say_both_and_those_of_a_service_where_it_is_told(par_envoi, client):
    racine = etree.fromstring(client.get(reverse("tiers_saml_metadonnees")).content)
    notres = {
        e.get("Binding"): urlsplit(e.get("Location")).path for e in racine.iterfind(".//m:SingleLogoutService", saml.NS)
    }
    assert notres == {
        saml.REDIRECTION: reverse("tiers_saml_sortir"),
        saml.ENVOI: reverse("tiers_saml_sortir_envoi"),
    }
    assert saml.partenaire_de(SANS_SOAP).navigateur == (saml.REDIRECTION, FIN)
    assert saml.partenaire_de(metadonnees_du_service()).navigateur == ("", "")
    assert saml.partenaire_de(SANS_SOAP).acs == (ACS,)
