"""The page of a school is a house: its rooms stand in groups, say where they are, and are found by their name."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ent.annuaire.models import Responsabilite, Role
from ent.annuaire.registres.ecole import FaitsDEcole, pages_d_ecole
from ent.annuaire.views.ecole import maison
from tests.annuaire.mandats import confier, relue, secretaire_de

RAYON = re.compile(r'<h2 id="ecole-\w+" class="titre-regle">(.*?)</h2>')
LIGNE = re.compile(r'<li><a href="([^"]+)"><svg.*?</svg><span>(.*?)</span>', re.DOTALL)


def lue(client, ecole) -> dict[str, list[tuple[str, str]]]:
    """By group, its rows: where each leads, and its words."""
    page = client.get(f"/annuaire/{ecole.uai}/").text
    _avant, *rayons = page.split('<section class="carte" aria-labelledby="ecole-')
    return {RAYON.search(r)[1]: LIGNE.findall(r.split("</section>")[0]) for r in rayons}


@pytest.mark.besoin_de(
    "ent.services.onde",
    "ent.services.acces_confies",
    "ent.services.tiers",
    "ent.services.identites",
    "ent.services.espaces",
    "messagerie",
)
def test_rooms_stand_in_groups_in_the_order_of_what_one_comes_for(d, mardi, entrer):
    Responsabilite.objects.filter(etablissement=d.elementaire).update(autorite="confirmee")
    rayons = lue(entrer(d.directrice), d.elementaire)
    assert {titre: [mots for _adresse, mots in lignes] for titre, lignes in rayons.items()} == {
        "Les personnes": ["Chercher quelqu’un", "Responsables", "Équipe", "Qui est atteint", "Accès confiés"],
        "L’année": ["La rentrée", "Importer depuis ONDE", "Espaces entre écoles"],
        "Entrer : papiers et comptes": [
            "Comptes des responsables", "Inviter l’équipe, imprimer ses papiers", "Identités publiques",
        ],
        "Régler l’école": [
            "Réglages", "Messages : règles, signalements, incident", "Services", "Qui répond", "Se faire aider",
        ],
        "Ce que l’école garde": ["Qui a fait quoi", "Registre des traitements", "Ce qui partira"],
    }  # fmt: skip


def test_each_row_opens_for_the_direction(d, mardi, entrer):
    client = entrer(d.directrice)
    adresses = [adresse for lignes in lue(client, d.elementaire).values() for adresse, _mots in lignes]
    assert len(adresses) == len(pages_d_ecole())
    assert {adresse: client.get(adresse).status_code for adresse in adresses} == dict.fromkeys(adresses, 200)


def test_a_row_says_where_it_stands_and_nothing_when_there_is_nothing_to_say(d, mardi, entrer):
    liens = Responsabilite.objects.filter(etablissement=d.elementaire)
    liens.update(autorite="confirmee")
    pk = liens.filter(enfant=d.eleve_cp).first().pk
    Responsabilite.objects.filter(pk=pk).update(autorite="a_confirmer")
    (dit,) = [mots for _a, mots in lue(entrer(d.directrice), d.elementaire)["Les personnes"] if "Responsables" in mots]
    assert "<small>1 lien à confirmer</small>" in dit
    etats = {p["libelle"]: p["etat"] for r in maison(d.elementaire, FaitsDEcole(0, True)) for p in r["pages"]}
    assert {str(nom): etat for nom, etat in etats.items() if etat} == {"La rentrée": "Pas encore faite"}


def test_the_house_asks_nothing(d, mardi):
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        maison(d.elementaire, FaitsDEcole(3, False))
    assert len(requetes) == 0


# --- Found by the search ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lettres", "page", "adresse"),
    [
        ("réglages", "Réglages", "/annuaire/{}/reglages/"),
        ("passage", "La rentrée", "/annuaire/{}/rentree/"),
        ("papiers", "Comptes des responsables", "/annuaire/{}/comptes/"),
        ("invitations", "Comptes des responsables", "/annuaire/{}/comptes/"),
        ("rgpd", "Registre des traitements", "/annuaire/{}/traitements/"),
    ],
)  # fmt: skip
def test_a_direction_finds_its_pages_by_their_name_and_by_what_they_do(d, mardi, entrer, lettres, page, adresse):
    def chercher(qui) -> str:
        return entrer(qui).post("/chercher/", {"lettres": lettres}).text

    sienne = adresse.format(d.elementaire.uai)
    assert page in chercher(d.directrice) and sienne in chercher(d.directrice)
    assert adresse.format(d.maternelle.uai) not in chercher(d.directrice)
    for autre in (d.enseignante, d.mere, d.referente, d.assistante, d.operateur, d.directrice_maternelle):
        assert sienne not in chercher(autre), autre


def test_who_directs_two_schools_reads_whose_page_each_is(d, mardi, entrer):
    assert entrer(d.directrice).post("/chercher/", {"lettres": "partira"}).text.count("Ce qui partira") == 1
    Role.objects.create(personne=d.directrice, nature="directeur", etablissement=d.maternelle, debut=mardi.date())
    page = entrer(d.directrice).post("/chercher/", {"lettres": "partira"}).text
    assert page.count("Ce qui partira") == 2
    for ecole in (d.elementaire, d.maternelle):
        assert f"/annuaire/{ecole.uai}/conservation/" in page and ecole.nom in page


@pytest.mark.besoin_de("ent.services.onde", "messagerie", "cahier_de_textes")
def test_who_was_confided_a_power_finds_its_page_and_no_other(d, mardi, entrer):
    from tests.portail.test_chercher import trouve

    secretaire = secretaire_de(d)
    confier(d, secretaire, "import")
    page = entrer(relue(secretaire)).post("/chercher/", {"lettres": "import"}).text
    assert f"/annuaire/{d.elementaire.uai}/import/" in page
    assert trouve(entrer(relue(secretaire)), "partira") == []


def test_a_family_pays_nothing_for_it(d, mardi, entrer):
    """No query of its own: letters of a page of a school, and others."""
    client = entrer(d.mere)
    client.post("/chercher/", {"lettres": "zzz"})

    def requetes(lettres: str) -> int:
        with CaptureQueriesContext(connection) as faites:
            client.post("/chercher/", {"lettres": lettres})
        return len(faites)

    assert requetes("partira") == requetes("zzzzzzz")
