"""A collégienne's days stand beside those of her little brother, at no query more; each line leads to her collège and to nowhere else."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire.models import Inscription, Responsabilite
from ent.services.continuite.actions import emetteurs
from ent.services.continuite.models import Element
from tests.portail.test_accueil import texte

from .conftest import LIEN

ACCUEIL = 7  # queries of the home of this family


def aller(client, element):
    return client.get(reverse("continuite_aller", args=[element.pk]))


# --- Whose it is ---------------------------------------------------------------------------------------------------------
def test_her_mother_and_she_read_it_and_nobody_else_does(d, college, entrer):
    """Neither her father, who has no tie there, nor a family of the same class, nor who teaches her brother, nor the operator."""
    college.envoyer(college.ligne())
    element = Element.objects.get()
    for personne in (d.mere, college.collegienne):
        reponse = aller(entrer(personne), element)
        assert (reponse.status_code, reponse["Location"], reponse["Referrer-Policy"]) == (302, LIEN, "no-referrer")
    for personne in (d.pere_separe, college.autre_mere, college.autre, d.enseignante, d.directrice, d.operateur):
        assert aller(entrer(personne), element).status_code == 404
    assert "Maths" not in texte(entrer(college.autre_mere).get(reverse("continuite")))


def test_a_tie_that_ended_and_authority_that_is_none_read_nothing(d, college, entrer):
    college.envoyer(college.ligne())
    lien = Responsabilite.objects.get(enfant=college.collegienne)
    lien.autorite = Responsabilite.Autorite.SANS
    lien.save()
    assert aller(entrer(d.mere), Element.objects.get()).status_code == 404
    lien.autorite, lien.fin = Responsabilite.Autorite.CONFIRMEE, dt.date(2026, 11, 20)
    lien.save()
    assert entrer(d.mere).get(reverse("continuite")).status_code == 404


def test_a_pupil_who_left_the_college_takes_nothing_of_it_along(d, college, entrer):
    college.envoyer(college.ligne())
    Inscription.objects.filter(eleve=college.collegienne).update(fin=dt.date(2026, 11, 20))
    assert aller(entrer(d.mere), Element.objects.get()).status_code == 404


def test_a_server_that_is_declared_no_more_is_led_to_no_more(d, college, entrer):
    college.envoyer(college.ligne())
    champs = {"origines": "https://autre.exemple.fr"}
    emetteurs.corriger_un_emetteur(emetteur=college.emetteur, auteur=d.operateur, champs=champs)
    assert aller(entrer(d.mere), Element.objects.get()).status_code == 404


# --- Where it stands -----------------------------------------------------------------------------------------------------
def test_today_and_tomorrow_stand_on_the_home_with_the_name_of_the_college(d, college, entrer):
    college.envoyer(
        college.ligne(jour="2026-11-25"), college.ligne(id="d-13", titre="Histoire : la carte", jour="2026-11-27")
    )
    page = texte(entrer(d.mere).get("/"))
    assert "Collège des Grands-Chênes" in page
    assert "Maths : exercices 3 et 4" in page
    assert "Histoire" not in page


def test_the_week_holds_all_of_its_days_by_hour(d, college, entrer):
    college.envoyer(
        college.ligne(jour="2026-11-27"),
        college.ligne(id="e-1", nature="evenement", titre="Sortie au musée", jour="2026-11-27", heure="14:00"),
        college.ligne(id="m-1", nature="mot", titre="Réunion de rentrée", jour="2026-11-27"),
    )
    page = texte(entrer(d.mere).get("/semaine/"))
    assert page.index("Maths : exercices 3 et 4") < page.index("Sortie au musée")
    assert "Réunion de rentrée" not in page  # a word is news, and stands on no day


@pytest.mark.toute_la_maison
def test_a_home_with_a_collegienne_costs_no_query_more(d, college, entrer, django_assert_num_queries):
    """Than when the collège says nothing, and than without the collégienne; whatever the number of things that it says."""
    client = entrer(d.mere)
    client.get("/")
    college.envoyer(*[college.ligne(id=f"d-{n}", jour="2026-11-24") for n in range(12)])
    with django_assert_num_queries(ACCUEIL):
        assert "Maths" in texte(client.get("/"))
    Element.objects.all().delete()
    with django_assert_num_queries(ACCUEIL):
        client.get("/")
    Inscription.objects.filter(eleve=college.collegienne).update(fin=dt.date(2026, 11, 20))
    with django_assert_num_queries(ACCUEIL):
        client.get("/")


def test_the_page_of_the_college_says_what_comes_then_what_was_said(d, college, entrer):
    college.envoyer(
        college.ligne(),
        college.ligne(id="m-1", nature="mot", titre="Réunion de la 5e B", jour="2026-11-20"),
        college.ligne(id="d-0", titre="Devoir d’hier", jour="2026-11-23"),
    )
    page = texte(entrer(d.mere).get(reverse("continuite")))
    assert (
        page.index("À venir")
        < page.index("Maths")
        < page.index("trente derniers jours")
        < page.index("Réunion de la 5e B")
    )
    assert "Devoir d’hier" not in page


def test_an_empty_page_says_so(d, college, entrer):
    assert "Rien à venir, rien de nouveau." in texte(entrer(d.mere).get(reverse("continuite")))


def test_plus_has_its_row_for_who_follows_a_collegien_alone(d, college, entrer):
    college.envoyer(college.ligne())
    assert "Au collège à venir : 1" in texte(entrer(d.mere).get("/plus/"))
    assert "Au collège" not in texte(entrer(d.pere_separe).get("/plus/"))


def test_the_other_children_of_the_page_are_not_said_to_be_hers(d, college, entrer):
    """Filtered to the brother in CP, nothing of the collège stands there."""
    college.envoyer(college.ligne(jour="2026-11-24"))
    assert "Maths" not in texte(entrer(d.mere).get(f"/?enfant={d.eleve_cp.uuid}"))
    assert "Maths" in texte(entrer(d.mere).get(f"/?enfant={college.collegienne.uuid}"))


@pytest.mark.besoin_de("cahier_de_textes")
def test_an_evening_without_homework_at_the_college_is_not_said_to_be_free(d, college, entrer):
    """Its cahier is elsewhere: nothing here is not nothing there. Of her brother in CP, it is."""
    page = texte(entrer(d.mere).get("/"))
    assert page.count("Rien à préparer.") == len(d.mere.portee.suivis) - 1
