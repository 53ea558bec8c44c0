"""What a family reads of GAR, what a home shows, what the operator reads of what was sent."""

import re

import pytest
from django.urls import reverse

from ent.annuaire.models import Personne
from ent.services.gar.actions import envois, listes
from ent.services.gar.models import EnvoiGar, FichierGar
from tests.langues import AUTRES, TEMOIN, connues, ecouter, francais

from .conftest import ouvrir, ressource


def mots(page) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page.text).split())


# --- Families -----------------------------------------------------------------------------------------------------------
def test_a_family_reads_what_gar_receives_of_its_children_there(gar, entrer):
    """Of those of the school that opened it alone: a sister in the other school is not named."""
    dit = mots(entrer(gar.mere).get(reverse("gar_recoit")))
    assert "Inès Belhadj" in dit and "CP-CE1" in dit and "École du Cerf-Volant" in dit
    assert "Lina-Maëlys" not in dit
    assert "Le numéro national de l’élève, sa date de naissance, son adresse" in dit


@pytest.mark.besoin_de("ent.services.tiers")
def test_where_no_school_opened_it_there_is_nothing_to_read(gar, entrer):
    ouvrir(gar, gar.elementaire, False)
    client = entrer(gar.mere)
    assert client.get(reverse("gar_recoit")).status_code == 404
    assert "Manuels et ressources" not in client.get("/services/").text


@pytest.mark.besoin_de("ent.services.tiers")
def test_it_stands_among_the_services_of_the_school(gar, entrer):
    page = entrer(gar.mere).get("/services/")
    assert reverse("gar_recoit") in page.text and 'href="/ressources/"' not in page.text
    assert 'href="/ressources/"' in entrer(gar.enseignante).get("/services/").text


@pytest.mark.parametrize("qui", ["directrice_maternelle", "operateur", "referente", "assistante"])
def test_who_has_nothing_to_do_with_it_reads_nothing(gar, entrer, qui):
    assert entrer(gar.gens[qui]).get(reverse("gar_recoit")).status_code == 404


@pytest.mark.besoin_de("ent.services.tiers")
def test_no_page_of_a_family_is_left_in_french(mediacentre, gar, entrer):
    """The matrix of rights reads an installation where GAR is not set: here it is, with a list, then one that was kept."""
    Personne.objects.filter(pk__in=[gar.mere.pk, gar.eleve_cp.pk]).update(langue=TEMOIN)
    mediacentre.dire(ressource(nom="R2D2", nomEditeur="C3PO"))
    gens = {mot for noms in Personne.objects.values_list("prenom", "nom") for nom in noms for mot in nom.split()}
    gens |= {
        "École",
        "du",
        "Cerf-Volant",
        "GAR",
        "R2D2",
        "C3PO",
        *gar.elementaire.nom.replace("-", " ").split(),
        gar.elementaire.nom,
    }
    eleve, mere = entrer(gar.eleve_cp), entrer(gar.mere)
    for client in (eleve, mere):
        client.cookies["langue"] = TEMOIN
    restes = set()
    with ecouter() as dites:
        for etape in (None, 200, 404, 503):
            if etape:
                mediacentre.statut = etape
                gar.eleve_cp.refresh_from_db()
                listes.ListeGar.objects.update(demandee_le=None)
                listes.actualiser(personne=gar.eleve_cp, etablissement=gar.elementaire)
            restes |= set(francais(eleve.get("/ressources/").text, gens))
        for page in (mere.get(reverse("gar_recoit")), mere.get("/services/"), eleve.get("/", follow=True)):
            restes |= set(francais(page.text, gens))
    assert restes == set()
    assert {langue: sorted(dites - connues(langue)) for langue in AUTRES} == {langue: [] for langue in AUTRES}


# --- Homes --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("qui", "a"), [("eleve_cp", True), ("eleve_ms", False), ("enseignante", True), ("mere", False)]
)
def test_a_tile_on_the_homes_of_those_concerned(gar, entrer, qui, a):
    assert ('href="/ressources/"' in entrer(gar.gens[qui]).get("/", follow=True).text) is a


def test_no_tile_where_gar_is_not_set(d, entrer):
    ouvrir(d, d.elementaire)
    assert 'href="/ressources/"' not in entrer(d.eleve_cp).get("/", follow=True).text


# --- The operator -------------------------------------------------------------------------------------------------------
def test_the_operator_reads_counts_and_what_was_left(gar, entrer):
    ouvrir(gar, gar.college)
    page = mots(entrer(gar.operateur).get(reverse("gar_envois")))
    assert "Aucun fichier n’a encore été fait" in page
    envois.envoyer()
    page = mots(entrer(gar.operateur).get(reverse("gar_envois")))
    assert "Élèves 36" in page and "un collège : le GAR le reçoit par d’autres fichiers" in page
    assert "Collège des Grands-Chênes" in page
    assert "Belhadj" not in page and "Inès" not in page


def test_a_file_is_taken_by_the_operator_alone(gar, entrer):
    fichier = envois.envoyer().fichiers.get(genre="Eleve")
    adresse = reverse("gar_fichier", args=[fichier.pk])
    reponse = entrer(gar.operateur).get(adresse)
    assert b"".join(reponse.streaming_content).decode().count("<men:GAREleve>") == 36
    assert (reponse["Content-Type"], reponse["Cache-Control"]) == ("application/xml", "private, no-store")
    assert f'filename="{fichier.nom}"' in reponse["Content-Disposition"]
    for qui in ("mere", "eleve_cp", "enseignante", "directrice", "referente"):
        assert entrer(gar.gens[qui]).get(adresse).status_code == 404


def test_the_files_are_made_at_once_when_asked(gar, entrer):
    entrer(gar.operateur).post(reverse("gar_envoyer"))
    assert (EnvoiGar.objects.count(), FichierGar.objects.count()) == (1, 5)


def test_where_nothing_is_set_the_page_says_so(d, entrer):
    client = entrer(d.operateur)
    assert "aucun numéro d’ENT n’est réglé" in mots(client.get(reverse("gar_envois")))
    assert client.post(reverse("gar_envoyer")).status_code == 404
    assert "Envois au GAR pas réglé" in mots(client.get("/plus/"))


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_costs_the_same_for_one_night_and_for_three(gar, entrer, django_assert_num_queries, n):
    for _nuit in range(n):
        envois.envoyer()
    client = entrer(gar.operateur)
    client.get(reverse("gar_envois"))
    with django_assert_num_queries(6):
        client.get(reverse("gar_envois"))
