"""GAR's médiacentre, over real TLS with a certificate on both sides: asked as its documentation says, bounded, kept while it is away."""

import datetime as dt
import json

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.urls import reverse
from django.utils import timezone

from ent.services.gar import annonces
from ent.services.gar.actions import listes
from ent.services.gar.models import ListeGar, NumeroGar

from .conftest import Autorite, Mediacentre, ouvrir, ressource

RESSOURCES = "/ressources/"


def actualiser(d, personne=None) -> ListeGar:
    return listes.actualiser(personne=personne or d.eleve_cp, etablissement=d.elementaire)


def plus_tard(horloge, **duree) -> None:
    horloge(timezone.now() + dt.timedelta(**duree))


def test_it_is_asked_by_our_certificate_for_one_person_in_one_school(mediacentre, gar):
    liste = actualiser(gar)
    numero = NumeroGar.objects.get(personne=gar.eleve_cp).numero
    assert mediacentre.demandes == [f"/ressources/E78/{gar.elementaire.uai}/{numero}"]
    assert mediacentre.venus == ["ent-e78"]
    assert liste.ressources == [
        {"nom": "Calcul mental", "editeur": "Éditions du Marronnier", "adresse": "https://acces.gar.exemple.fr/r/1"}
    ]


def test_a_server_that_is_not_gar_is_told_nothing(mediacentre, gar, settings, tmp_path_factory):
    """Signed by somebody else: the handshake stops before any request."""
    autre = Autorite(tmp_path_factory.mktemp("faux"), "faussaire")
    faux = Mediacentre(autre, autre.faire("mediacentre", ExtendedKeyUsageOID.SERVER_AUTH))
    settings.ENT_GAR_ADRESSE = faux.adresse
    try:
        assert actualiser(gar).panne == ListeGar.Panne.LOIN
        assert faux.demandes == []
    finally:
        faux.fermer()


def test_nor_one_under_another_name(gar, mediacentre, autorite, settings):
    faux = Mediacentre(autorite, autorite.faire("ailleurs", ExtendedKeyUsageOID.SERVER_AUTH, hote="127.0.0.2"))
    settings.ENT_GAR_ADRESSE = faux.adresse
    try:
        assert (actualiser(gar).panne, faux.demandes) == (ListeGar.Panne.LOIN, [])
    finally:
        faux.fermer()


def test_without_our_certificate_gar_answers_nothing(mediacentre, gar, settings, tmp_path_factory):
    """The one of another authority: the server of the test does ask for one."""
    autre = Autorite(tmp_path_factory.mktemp("autre"), "autre")
    settings.ENT_GAR_CERTIFICAT, settings.ENT_GAR_CLE = autre.faire("ent", ExtendedKeyUsageOID.CLIENT_AUTH)
    assert (actualiser(gar).panne, mediacentre.demandes) == (ListeGar.Panne.LOIN, [])


# --- Away, slow, wrong --------------------------------------------------------------------------------------------------
def _eteint(m):
    m.fermer()


def _en_panne(m):
    m.statut = 503


def _illisible(m):
    m.corps = b"<html>Maintenance</html>"


def _autre_chose(m):
    m.corps = b'{"listeRessources": []}'


def _profond(m):
    m.corps = b"[" * 200_000


def _enorme(m):
    m.corps = b'{"listeRessources": {"ressource": [' + b" " * annonces.TAILLE_MAX + b"]}}"


def _ailleurs(m):
    m.statut = 302


@pytest.mark.parametrize("arrive", [_eteint, _en_panne, _illisible, _autre_chose, _profond, _enorme, _ailleurs])
def test_the_list_of_monday_is_kept_while_gar_is_away(mediacentre, gar, entrer, horloge, arrive):
    horloge(dt.datetime(2026, 11, 23, 9, tzinfo=timezone.get_current_timezone()))
    actualiser(gar)
    plus_tard(horloge, days=1)
    arrive(mediacentre)
    liste = actualiser(gar)
    assert (liste.panne, [r["nom"] for r in liste.ressources]) == (ListeGar.Panne.LOIN, ["Calcul mental"])
    page = entrer(gar.eleve_cp).get(RESSOURCES).text
    assert "Le GAR ne répond pas. Liste du lundi 23 novembre." in " ".join(page.split())
    assert "Calcul mental" in page


def test_one_that_drips_is_left_at_its_hour(mediacentre, gar, monkeypatch):
    monkeypatch.setattr(annonces, "DUREE", 0.5)
    mediacentre.pauses = 50
    assert actualiser(gar).panne == ListeGar.Panne.LOIN


def test_one_that_says_nothing_is_left_too(mediacentre, gar, monkeypatch):
    monkeypatch.setattr(annonces, "DELAI", 0.05)
    mediacentre.pauses = 10
    assert actualiser(gar).panne == ListeGar.Panne.LOIN


def test_whom_gar_does_not_know_reads_it(mediacentre, gar, entrer):
    """Written in the school today: the files of the night have not told it yet."""
    mediacentre.statut = 404
    assert actualiser(gar).ressources == []
    assert "Le GAR ne vous connaît pas encore" in entrer(gar.eleve_cp).get(RESSOURCES).text


def test_it_is_asked_once_a_minute_at_most(mediacentre, gar, horloge):
    horloge(timezone.now())
    for secondes, fois in ((0, 1), (30, 1), (31, 2)):
        plus_tard(horloge, seconds=secondes)
        actualiser(gar)
        assert len(mediacentre.demandes) == fois


# --- What comes back ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "adresse",
    [
        "http://acces.exemple.fr/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//acces.exemple.fr/",
        "https://moi:secret@acces.exemple.fr/",
        "https://acces.exemple.fr\\@ailleurs.fr/",
        'https://acces.exemple.fr/"><script>',
        "https://acces.exemple.fr/ x",
        "https://acces.exemple.fr/\n",
        "https:///rien",
        "https://acces.exemple.fr:port/",
        "https://[::1/",
        "https://cаlcul.exemple.fr/",  # a Cyrillic « а »
        "https://acces.exemple.fr/" + "x" * annonces.ADRESSE_MAX,
        None,
        3,
    ],
)
def test_an_address_that_is_not_safe_is_not_kept(adresse):
    corps = json.dumps({"listeRessources": {"ressource": [ressource(adresse=adresse), ressource(nom="Sûre")]}})
    assert [r["nom"] for r in annonces.ressources_de(corps.encode())] == ["Sûre"]


def test_what_it_gives_is_bounded_and_of_one_alone_read_too():
    beaucoup = [ressource(adresse=f"https://a.exemple.fr/{n}") for n in range(annonces.RESSOURCES_MAX + 5)]
    lues = annonces.ressources_de(json.dumps({"listeRessources": {"ressource": beaucoup}}).encode())
    assert len(lues) == annonces.RESSOURCES_MAX
    seule = annonces.ressources_de(json.dumps({"listeRessources": {"ressource": ressource(nom="x" * 999)}}).encode())
    assert [len(r["nom"]) for r in seule] == [annonces.MOTS_MAX]
    assert annonces.ressources_de(b'{"listeRessources": {"ressource": [3, null, {"nomRessource": 1}]}}') == []


@pytest.mark.parametrize("signe", ["\ud800", "\0", "\u202e"])
def test_a_word_that_no_page_shows_and_no_base_keeps_takes_no_list_away(signe):
    """Half of a sign made an error of the page, for as long as that list was kept."""
    corps = json.dumps({"listeRessources": {"ressource": [ressource(nom=f"Cal{signe}cul", nomEditeur=signe)]}})
    assert [(r["nom"], r["editeur"]) for r in annonces.ressources_de(corps.encode())] == [("Cal cul", "")]


def test_a_picture_of_a_publisher_is_neither_kept_nor_shown(mediacentre, gar, entrer):
    actualiser(gar)
    page = entrer(gar.eleve_cp).get(RESSOURCES).text
    assert "vignette" not in page and "vignette" not in json.dumps(ListeGar.objects.get().ressources)


# --- The page -----------------------------------------------------------------------------------------------------------
def test_the_page_asks_for_what_is_old_by_itself_and_reads_nothing_from_gar(mediacentre, gar, entrer, horloge):
    horloge(timezone.now())
    client, adresse = entrer(gar.eleve_cp), reverse("gar_actualiser", args=[gar.elementaire.uai])
    page = client.get(RESSOURCES).text
    assert f'data-hx-post="{adresse}"' in page and "On demande la liste" in page
    assert mediacentre.demandes == []
    part = client.post(adresse, headers={"HX-Request": "true"}).text
    assert "Calcul mental" in part and "data-hx-post" not in part and "<html" not in part
    assert "data-hx-post" not in client.get(RESSOURCES).text
    plus_tard(horloge, hours=1)
    page = client.get(RESSOURCES).text
    assert "data-hx-post" in page and "Calcul mental" in page


def test_without_script_a_button_asks(mediacentre, gar, entrer):
    reponse = entrer(gar.eleve_cp).post(reverse("gar_actualiser", args=[gar.elementaire.uai]), follow=True)
    assert reponse.redirect_chain == [(RESSOURCES, 302)]
    assert "Calcul mental" in reponse.text


def test_links_open_safely(mediacentre, gar, entrer):
    actualiser(gar, gar.enseignante)
    page = entrer(gar.enseignante).get(RESSOURCES).text
    assert 'href="https://acces.gar.exemple.fr/r/1" rel="noopener noreferrer"' in page


def test_a_list_is_its_reader_s_alone(mediacentre, gar, entrer):
    mediacentre.dire(ressource(nom="Guide du maître"))
    actualiser(gar, gar.enseignante)
    page = entrer(gar.eleve_cp).get(RESSOURCES).text
    assert "Guide du maître" not in page


@pytest.mark.parametrize(
    "qui", ["mere", "eleve_ms", "directrice_maternelle", "directrice", "referente", "operateur", "assistante"]
)
def test_who_neither_learns_nor_teaches_there_has_no_list(mediacentre, gar, entrer, qui):
    client = entrer(gar.gens[qui])
    adresse = reverse("gar_actualiser", args=[gar.elementaire.uai])
    assert (client.get(RESSOURCES).status_code, client.post(adresse).status_code) == (404, 404)
    assert mediacentre.demandes == []


def test_a_school_that_closes_gar_closes_its_page_at_once(mediacentre, gar, entrer):
    actualiser(gar)
    ouvrir(gar, gar.elementaire, False)
    assert entrer(gar.eleve_cp).get(RESSOURCES).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_one_resource_and_for_three(mediacentre, gar, entrer, django_assert_num_queries, n):
    mediacentre.dire(*(ressource(nom=f"R{k}", adresse=f"https://a.exemple.fr/{k}") for k in range(n)))
    actualiser(gar)
    client = entrer(gar.eleve_cp)
    client.get(RESSOURCES)
    with django_assert_num_queries(8):
        assert client.get(RESSOURCES).text.count("ressource--eleve") == n
