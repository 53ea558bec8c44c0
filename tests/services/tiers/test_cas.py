"""CAS: tickets of one use, for one exact address, to who may go there; answers judged by python-cas and by the protocol's own schema."""

import datetime as dt
import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cas import CASClient
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from config.demonstration.distribution import MOT_DE_PASSE
from ent.annuaire.models import Inscription, Personne
from ent.services.tiers.actions import ecole, registre, tickets
from ent.services.tiers.lectures import services
from ent.services.tiers.models import OuvertureTiers, ServiceTiers

from .conftest import CALCUL, enregistrer, ouvrir

ENTRER = "/cas/login"
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "cas-server-protocol-3.0.xsd"))
NS = {"cas": "http://www.yale.edu/tp/cas"}


def aller(client, adresse=CALCUL, **options):
    return client.get(ENTRER, {"service": adresse, **options})


def ticket_de(reponse) -> str:
    assert reponse.status_code == 302, reponse.text[-500:]
    return parse_qs(urlsplit(reponse["Location"]).query)["ticket"][0]


def valider(client, ticket, adresse=CALCUL, nom="tiers_cas_valider_3", **options):
    """The element that was answered, once the schema has said yes."""
    reponse = client.get(reverse(nom), {"ticket": ticket, "service": adresse, **options})
    arbre = etree.fromstring(reponse.content)
    SCHEMA.assertValid(arbre)
    return arbre[0]


def code_de(element) -> str:
    return element.get("code", "")


def attributs(element) -> dict[str, list[str]]:
    lus: dict[str, list[str]] = {}
    for enfant in element.find("cas:attributes", NS):
        lus.setdefault(etree.QName(enfant).localname, []).append(enfant.text)
    return lus


# --- By a client that nobody here wrote ---------------------------------------------------------------------------------
@pytest.mark.parametrize(("version", "attendus"), [(2, None), (3, {"prenom": "Inès", "niveau": "CP"})])
def test_python_cas_knows_who_came(calcul, d, entrer, reseau, version, attendus):
    client_cas = CASClient(version=version, service_url=CALCUL, server_url="http://testserver/cas/")
    client_cas.session = reseau
    demande = urlsplit(client_cas.get_login_url())
    ticket = ticket_de(entrer(d.eleve_cp).get(f"{demande.path}?{demande.query}"))
    qui, dits, _pgt = client_cas.verify_ticket(ticket)
    assert re.fullmatch(r"[0-9a-f]{64}", qui)
    assert (dits and {nom: dits[nom] for nom in ("prenom", "niveau")}) == attendus
    assert client_cas.verify_ticket(ticket)[0] is None  # spent


def test_a_pupil_is_told_by_the_number_of_that_service_and_what_it_may_receive(calcul, d, entrer):
    autre = "https://autre.exemple.fr/"
    service, _secret = enregistrer(d, nom="Autre", adresses=autre, attributs="")
    ouvrir(d, service)
    client = entrer(d.eleve_cp)
    element = valider(client, ticket_de(aller(client)))
    lus = attributs(element)
    assert set(lus) - {"authenticationDate", "longTermAuthenticationRequestTokenUsed", "isFromNewLogin"} == {
        "prenom",
        "niveau",
    }
    assert lus["prenom"] == ["Inès"] and lus["niveau"] == ["CP"]
    ailleurs = valider(client, ticket_de(aller(client, autre)), autre)
    assert set(attributs(ailleurs)) == {
        "authenticationDate",
        "longTermAuthenticationRequestTokenUsed",
        "isFromNewLogin",
    }
    ici, la = element.findtext("cas:user", namespaces=NS), ailleurs.findtext("cas:user", namespaces=NS)
    assert ici != la
    assert ici == valider(client, ticket_de(aller(client))).findtext("cas:user", namespaces=NS)
    assert str(d.eleve_cp.uuid).replace("-", "") not in ici + la


def test_elea_reads_its_own_names(d, entrer):
    adresse = "https://elea.exemple.fr/login/index.php?authCAS=CAS"
    service, _secret = enregistrer(
        d, nom="Éléa", dialecte="elea", adresses=adresse, attributs="prenom nom classe ecole profil"
    )
    ouvrir(d, service, publics="eleve enseignant")
    element = valider(entrer(d.eleve_cp), ticket_de(aller(entrer(d.eleve_cp), adresse)), adresse)
    lus, numero = attributs(element), element.findtext("cas:user", namespaces=NS)
    uai = d.elementaire.uai
    assert {nom: lus[nom] for nom in lus if nom[0] != "a" and nom != "isFromNewLogin" and nom[:2] != "lo"} == {
        "externalId": [numero],
        "id": [numero],
        "type": ["Student"],
        "profiles": ["Student"],
        "firstName": ["Inès"],
        "lastName": ["Belhadj"],
        "classes": [f"{uai}$CP-CE1"],
        "structures": [uai],
    }
    enseignante = attributs(valider(entrer(d.enseignante), ticket_de(aller(entrer(d.enseignante), adresse)), adresse))
    assert (enseignante["type"], enseignante["classes"]) == (["Teacher"], [f"{uai}$CP-CE1"])


def test_the_account_of_a_responsable_says_nothing_of_a_child(d, entrer):
    service, _secret = enregistrer(d, attributs="prenom nom niveau classe ecole profil")
    ouvrir(d, service, publics="responsable")
    lus = attributs(valider(entrer(d.mere), ticket_de(aller(entrer(d.mere)))))
    siens = {nom: lus[nom] for nom in lus if nom in ("prenom", "nom", "niveau", "classe", "uai", "profil")}
    assert siens == {"prenom": ["Nadia"], "nom": ["Belhadj"], "profil": ["responsable"]}


def test_what_would_break_xml_is_written_as_text(calcul, d, entrer):
    Personne.objects.filter(pk=d.eleve_cp.pk).update(prenom='<a>&\x0b"Inès')
    client = entrer(d.eleve_cp)
    assert attributs(valider(client, ticket_de(aller(client))))["prenom"] == ['<a>&"Inès']


# --- A ticket -----------------------------------------------------------------------------------------------------------
def test_a_ticket_is_spent_by_being_shown(calcul, d, entrer):
    client = entrer(d.eleve_cp)
    ticket = ticket_de(aller(client))
    assert etree.QName(valider(client, ticket)).localname == "authenticationSuccess"
    assert code_de(valider(client, ticket)) == "INVALID_TICKET"


def test_for_another_service_it_is_refused_and_spent(calcul, d, entrer):
    autre = "https://autre.exemple.fr/"
    service, _secret = enregistrer(d, nom="Autre", adresses=f"{autre}\n{CALCUL}2")
    ouvrir(d, service)
    client = entrer(d.eleve_cp)
    for ailleurs in (autre, f"{CALCUL}2", CALCUL + "/", "https://inconnu.exemple.fr/"):
        ticket = ticket_de(aller(client))
        assert code_de(valider(client, ticket, ailleurs)) == "INVALID_SERVICE"
        assert code_de(valider(client, ticket)) == "INVALID_TICKET"


def test_it_lasts_seconds(calcul, d, entrer, horloge):
    horloge(maintenant := timezone.now())
    client = entrer(d.eleve_cp)
    juste, tard = ticket_de(aller(client)), ticket_de(aller(client))
    horloge(maintenant + dt.timedelta(seconds=tickets.DUREE - 1))
    assert code_de(valider(client, juste)) == ""
    horloge(maintenant + dt.timedelta(seconds=tickets.DUREE + 1))
    assert code_de(valider(client, tard)) == "INVALID_TICKET"


@pytest.mark.parametrize(
    ("montres", "code"),
    [
        ({}, "INVALID_REQUEST"),
        ({"ticket": "ST-1"}, "INVALID_REQUEST"),
        ({"service": CALCUL}, "INVALID_REQUEST"),
        ({"ticket": "ST-1", "service": CALCUL}, "INVALID_TICKET"),
        ({"ticket": "<a&\x00", "service": CALCUL}, "INVALID_TICKET"),
    ],
)
@pytest.mark.parametrize("nom", ["tiers_cas_valider", "tiers_cas_valider_3"])
def test_each_refusal_has_its_code(calcul, client, nom, montres, code):
    element = etree.fromstring(client.get(reverse(nom), montres).content)[0]
    assert code_de(element) == code


def test_nobody_acts_in_the_name_of_somebody_else(calcul, d, entrer):
    client = entrer(d.eleve_cp)
    for nom in ("tiers_cas_mandataire", "tiers_cas_mandataire_3"):
        assert code_de(valider(client, ticket_de(aller(client)), nom=nom)) == "UNAUTHORIZED_SERVICE_PROXY"


def test_a_base_that_is_away_is_an_internal_error(calcul, d, entrer, monkeypatch):
    def en_panne(*_arguments):
        raise DatabaseError

    client = entrer(d.eleve_cp)
    ticket = ticket_de(aller(client))
    monkeypatch.setattr(services, "acces_a_l_adresse", en_panne)
    assert code_de(valider(client, ticket)) == "INTERNAL_ERROR"


def test_no_log_holds_a_ticket(calcul, d, entrer, caplog):
    caplog.set_level(0)
    client = entrer(d.eleve_cp)
    ticket = ticket_de(aller(client))
    valider(client, ticket)
    valider(client, ticket)
    assert ticket not in caplog.text


# --- Where one is led ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "adresse",
    [
        "https://ailleurs.exemple.fr/entree?module=cas",
        "http://calcul.exemple.fr/entree?module=cas",
        "https://calcul.exemple.fr:8443/entree?module=cas",
        "https://calcul.exemple.fr@ailleurs.fr/entree?module=cas",
        "https://moi:secret@calcul.exemple.fr/entree?module=cas",
        "https://calcul.exemple.fr/entree?module=cas#x",
        "https://calcul.exemple.fr/entree?module=cas&suite=1",
        "https://calcul.exemple.fr/entree/../vol?module=cas",
        "https://calcul.exemple.fr/entree%2f..%2fvol?module=cas",
        "https://calcul.exemple.fr/ENTREE?module=cas",
        "https://CALCUL.exemple.fr/entree?module=cas",
        "HTTPS://calcul.exemple.fr/entree?module=cas",
        "https://calcul.exemple.fr./entree?module=cas",
        "https://calcul.exemple.fr\\@ailleurs.fr/entree?module=cas",
        "https://cаlcul.exemple.fr/entree?module=cas",  # a Cyrillic « а »
        " https://calcul.exemple.fr/entree?module=cas",
        "https://calcul.exemple.fr/entree?module=cas\n",
        "https://calcul.exemple.fr/entree?module=cas\0",
        "https://calcul.exemple.fr/entree",
        "//calcul.exemple.fr/entree?module=cas",
        "javascript:alert(1)",
        "%",
    ],
)
def test_an_address_that_is_not_in_the_registry_leads_nowhere(calcul, d, entrer, client, adresse):
    for qui in (client, entrer(d.eleve_cp)):
        for options in ({}, {"gateway": "true"}, {"renew": "true"}):
            reponse = aller(qui, adresse, **options)
            assert (reponse.status_code, reponse.get("Location")) == (400, None)
            assert "n’est pas au registre" in reponse.text
    element = etree.fromstring(
        client.get(reverse("tiers_cas_sortir"), {"service": adresse}).content, etree.HTMLParser()
    )
    assert [lien for a in element.iter("a") if not (lien := a.get("href") or "").startswith("/")] == ["#contenu"]


def test_who_is_not_in_goes_by_the_door_and_comes_back(calcul, d, client):
    reponse = aller(client)
    assert reponse.status_code == 302
    porte = urlsplit(reponse["Location"])
    assert (porte.path, parse_qs(porte.query)["next"]) == (
        reverse("account_login"),
        [f"{ENTRER}?{urlencode({'service': CALCUL})}"],
    )


def test_gateway_asks_nothing_of_who_is_not_in(calcul, d, client, entrer):
    assert aller(client, gateway="true")["Location"] == CALCUL
    assert aller(entrer(d.mere_arabophone), gateway="true")["Location"] == CALCUL  # nor of who may not go
    assert "ticket=ST-" in aller(entrer(d.eleve_cp), gateway="true")["Location"]


def test_renew_wants_a_fresh_proof(calcul, d, client, entrer):
    """Of an adult the password, on its page; a pupil comes by the wall. What was not proved again validates no `renew`."""
    enseignante = entrer(d.enseignante)
    assert urlsplit(aller(enseignante, renew="true")["Location"]).path == reverse("account_reauthenticate")
    ticket = ticket_de(aller(enseignante))
    assert code_de(valider(client, ticket, renew="true")) == "INVALID_TICKET"
    enseignante = Client()
    enseignante.post(reverse("account_login"), {"login": d.enseignante.courriel, "password": MOT_DE_PASSE})
    prouve = valider(client, ticket_de(aller(enseignante, renew="true")), renew="true")
    assert attributs(prouve)["isFromNewLogin"] == ["true"]
    eleve = entrer(d.eleve_cp)
    Personne.objects.filter(pk=d.eleve_cp.pk).update(last_login=timezone.now() - dt.timedelta(hours=1))
    reponse = aller(eleve, renew="true")
    assert (reponse.status_code, "ton prénom" in reponse.text) == (403, True)


def test_without_a_service_one_is_at_home(client):
    assert client.get(ENTRER)["Location"] == reverse("accueil")


# --- Who may go ---------------------------------------------------------------------------------------------------------
DIT = {"eleve_ms": "Calcul en fête ne s’ouvre pas avec ton compte"}


@pytest.mark.parametrize("qui", ["mere", "assistante", "eleve_ms", "directrice_maternelle", "directrice", "operateur"])
def test_who_may_not_is_told_so_and_gets_no_ticket(calcul, d, entrer, qui):
    """A responsable where pupils alone may; who was confided the child; a pupil of another school; who directs and does not teach."""
    reponse = aller(entrer(d.gens[qui]))
    assert (reponse.status_code, DIT.get(qui, "n’a pas ouvert Calcul en fête à votre compte") in reponse.text) == (
        403,
        True,
    )


def _partie(d):
    Inscription.objects.filter(eleve=d.eleve_cp).update(fin=timezone.localdate() - dt.timedelta(days=1))


def _fermee(d):
    Personne.objects.filter(pk=d.eleve_cp.pk).update(fermee_le=timezone.now())


def _inactive(d):
    Personne.objects.filter(pk=d.eleve_cp.pk).update(is_active=False)


def _ecole_ferme(d):
    ecole.fermer_a_l_ecole(ouverture=OuvertureTiers.objects.get(), auteur=d.directrice)


def _retire(d):
    registre.retirer_service(service=ServiceTiers.objects.get(), auteur=d.operateur)


def _autre_niveau(d):
    OuvertureTiers.objects.update(niveaux="CM1 CM2")


@pytest.mark.parametrize("survient", [_partie, _fermee, _inactive, _ecole_ferme, _retire, _autre_niveau])
def test_what_happens_between_the_ticket_and_its_showing_counts(calcul, d, entrer, client, survient):
    ticket = ticket_de(aller(entrer(d.eleve_cp)))
    survient(d)
    assert code_de(valider(client, ticket)) in ("INVALID_TICKET", "INVALID_SERVICE")
    assert aller(entrer(Personne.objects.get(pk=d.eleve_cp.pk))).get("Location", "").startswith(CALCUL) is False


@pytest.mark.parametrize("nomme", [False, True])
def test_a_round_trip_costs_few_statements(calcul, d, entrer, client, django_assert_num_queries, nomme):
    """The registry is not read apart from what the school opened; its classes are, where it named some."""
    if nomme:
        ouvrir(d, calcul, classes=[d.cp_ce1])
    eleve = entrer(d.eleve_cp)
    aller(eleve)
    with django_assert_num_queries(8 + nomme):
        ticket = ticket_de(aller(eleve))
    with django_assert_num_queries(4 + nomme):
        assert etree.QName(valider(client, ticket)).localname == "authenticationSuccess"
