"""A page of a service, opened with one's account there: by the way that the operator declared, on a server that they declared, for who may go there."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from ent.connexion.registres import adresse_signee
from ent.services.tiers.adresses import origine_de
from ent.services.tiers.models import ServiceTiers

from .conftest import neuf
from .matrice import SAISIE
from .test_saml import porte

PAGE_LA = "https://livres.exemple.fr/livre/12?page=3&de=ecole"


def partir(personne, adresse: str = PAGE_LA) -> str:
    return adresse_signee(neuf(personne), adresse)


@pytest.fixture
def partante(livres):
    """The OIDC service, with where it is asked to start."""
    ServiceTiers.objects.filter(pk=livres.pk).update(depart="https://livres.exemple.fr/commencer?par=ecole")
    return livres


def test_an_oidc_service_is_asked_to_start_and_to_land_on_the_page(d, partante, settings):
    settings.ENT_ADRESSE = "https://mes-ecoles.exemple.fr/"
    vers = urlsplit(partir(d.enseignante))
    assert f"{vers.scheme}://{vers.netloc}{vers.path}" == "https://livres.exemple.fr/commencer"
    dits = {"par": ["ecole"], "iss": ["https://mes-ecoles.exemple.fr"], "target_link_uri": [PAGE_LA]}
    assert parse_qs(vers.query) == dits


def test_a_cas_service_has_a_way_in_of_its_own(d, calcul):
    ServiceTiers.objects.filter(pk=calcul.pk).update(depart="https://calcul.exemple.fr/cas?vers={page}&x=1")
    page = "https://calcul.exemple.fr/jeu?n=1&m=2"
    vers = partir(d.enseignante, page)
    assert vers == "https://calcul.exemple.fr/cas?vers=https%3A%2F%2Fcalcul.exemple.fr%2Fjeu%3Fn%3D1%26m%3D2&x=1"


def test_a_saml_service_is_given_the_page_with_who_comes(d, classe, entrer):
    ServiceTiers.objects.filter(pk=classe.pk).update(relais=True)
    page = "https://classe.exemple.fr/cours/12"
    vers = partir(d.enseignante, page)
    assert vers.startswith(reverse("tiers_saml_aller", args=[classe.uuid]))
    _ou, champs = porte(entrer(d.enseignante).get(vers))
    assert champs["RelayState"] == page
    ailleurs = reverse("tiers_saml_aller", args=[classe.uuid]) + "?page=https://ailleurs.exemple.fr/"
    _ou, champs = porte(entrer(d.enseignante).get(ailleurs))
    assert champs["RelayState"] == classe.accueil
    ServiceTiers.objects.filter(pk=classe.pk).update(relais=False)
    assert partir(d.enseignante, page) == page
    _ou, champs = porte(entrer(d.enseignante).get(vers))
    assert champs["RelayState"] == classe.accueil


@pytest.mark.parametrize("qui", ["directrice_maternelle", "operateur"])
def test_who_may_not_go_there_has_the_link_as_it_is(d, partante, qui):
    assert partir(d.gens[qui]) == PAGE_LA


def test_without_a_declared_way_the_link_is_as_it_is(d, livres):
    assert partir(d.enseignante) == PAGE_LA


@pytest.mark.parametrize(
    "adresse",
    [
        "https://livres.exemple.fr.ailleurs.fr/",
        "https://livres.exemple.fr@ailleurs.fr/",
        "https://livres.exemple.fr:8443/",
        "http://livres.exemple.fr/",
        "https://ailleurs.fr/\\@livres.exemple.fr/",
        "//livres.exemple.fr/",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_page_of_another_server_starts_nothing(d, partante, adresse):
    assert partir(d.enseignante, adresse) == adresse


@pytest.mark.parametrize(
    ("adresse", "origine"),
    [
        ("https://A.exemple.fr:443/x", "https://a.exemple.fr"),
        ("http://127.0.0.1:80/x", "http://127.0.0.1"),
        ("http://127.0.0.1:8115/x", "http://127.0.0.1:8115"),
        ("http://a.exemple.fr/", ""),
        ("https://[::1/", ""),
        ("https://a.exemple.fr:0x/", ""),
    ],
)
def test_an_origin_is_a_server_alone(adresse, origine):
    assert origine_de(adresse) == origine


@pytest.mark.parametrize(
    ("protocole", "depart", "phrase"),
    [
        ("cas", "https://calcul.exemple.fr/cas?vers=", "Écrivez {page}"),
        ("cas", "https://calcul.exemple.fr/{page}?x=1", "Écrivez {page}"),
        ("oidc", "http://calcul.exemple.fr/commencer", "commence par https://"),
        ("oidc", "https://calcul.exemple.fr/commencer#x", "ni « # »"),
    ],
)
def test_a_way_that_is_none_is_refused_with_a_sentence(d, entrer, protocole, depart, phrase):
    saisie = SAISIE | {"protocole": protocole, "depart": depart}
    reponse = entrer(d.operateur).post(reverse("tiers_nouveau"), saisie)
    assert reponse.status_code == 422
    assert phrase in reponse.text
    assert not ServiceTiers.objects.exists()
