"""The day of who teaches, by the clock, on their home; what waits for them, and the large ways."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import Personne
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_emploi import poser
from tests.cahier_de_textes.test_seances import ecrire
from tests.portail.test_accueil import texte

pytestmark = pytest.mark.besoin_de("messagerie", "pages", "ent.services.vie_scolaire")
EMPLOI = "8h40-9h30 lecture\n10h15 récréation\n10h30-11h30 calcul"


def lignes(page: str) -> list[tuple[str, str]]:
    """(hour, what is done) of each line; « * » before the one of now."""
    jour = page.partition('<ol class="liste journee">')[2].partition("</ol>")[0]
    return [
        (
            ("*" if "aria-current" in attributs else "") + " ".join(re.sub("<[^>]+>", " ", heure).split()),
            " ".join(re.sub("<[^>]+>", " ", quoi).split()),
        )
        for attributs, heure, quoi in re.findall(
            r'<li([^>]*)>\s*<div class="journee__heure">(.*?)</div>(.*?)</li>', jour, re.DOTALL
        )
    ]


def a(heure: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, 24, heure, minute, tzinfo=timezone.get_default_timezone())


def test_what_is_written_and_what_the_timetable_says_stand_by_the_clock(d, mardi, entrer):
    poser(d, EMPLOI)
    ecrire(d, titre="Lecture page 14", domaine="FRA-LEC", heure=dt.time(8, 40))
    assert lignes(entrer(d.enseignante).get("/").text) == [
        ("8 h 40", "Lecture page 14"),
        ("10 h 15", "Récréation"),
        ("10 h 30", "Calcul à écrire"),
    ]


@pytest.mark.parametrize(
    ("moment", "maintenant"),
    [(a(8, 0), []), (a(9, 0), ["*8 h 40"]), (a(10, 20), ["*10 h 15"]), (a(11, 0), ["*10 h 30"]), (a(12, 0), [])],
)
def test_now_is_highlighted_and_nothing_is_before_nor_after_the_day(d, horloge, entrer, moment, maintenant):
    horloge(a(7))
    poser(d, EMPLOI)
    horloge(moment)
    page = entrer(d.enseignante).get("/").text
    assert [heure for heure, _quoi in lignes(page) if heure.startswith("*")] == maintenant


def test_a_slot_that_nothing_fills_is_written_in_one_tap(d, mardi, entrer):
    poser(d, "8h40-9h30 lecture")
    page = entrer(d.enseignante).get("/").text
    assert (
        f"{reverse('cahier_seance_classe', args=[d.cp_ce1.pk])}?jour=2026-11-24&amp;moment=matin&amp;creneau=0" in page
    )


def test_two_levels_at_once_stand_side_by_side(d, mardi, entrer):
    for niveau, titre in (("CP", "Lecture"), ("CE1", "Le verbe")):
        ecrire(d, titre=titre, niveaux=[niveau], heure=dt.time(8, 40))
    page = entrer(d.enseignante).get("/").text
    assert "journee__quoi--deux" in page
    assert lignes(page) == [("8 h 40", "Lecture CP Le verbe CE1")]


def test_the_day_of_a_colleague_is_not_one_s_own(d, mardi, entrer):
    ecrire(d, titre="Lecture page 14", heure=dt.time(8, 40))
    assert "Lecture page 14" not in entrer(d.enseignant).get("/").text


def test_the_large_way_says_what_is_given_for_the_next_day(d, mardi, entrer):
    client = entrer(d.enseignante)
    assert "Donner du travail Pour jeudi : rien encore" in texte(client.get("/"))
    donner(d)
    donner(d, niveau="CP")
    assert "Donner du travail Pour jeudi : 2 choses" in texte(client.get("/"))
    assert "Donner du travail choisir la classe" in texte(entrer(d.remplacant).get("/"))


def test_the_large_ways_of_who_teaches_two_classes_lead_to_the_form_of_the_one_that_they_choose(d, mardi, entrer):
    """They led to « Mes classes », then to a week: neither said what one had come to do."""
    client = entrer(d.remplacant)
    accueil = client.get("/").text
    for geste, chemin, ecrire_la in (
        ("Donner du travail", f"{reverse('cahier')}?donner", "cahier_donner_classe"),
        ("Publier des photos", f"{reverse('journal_classes')}?publier", "journal_ecrire_classe"),
    ):
        assert f'href="{chemin}"' in accueil
        page = client.get(chemin).text
        assert f"<h1>{geste}</h1>" in page
        for classe in (d.cm2, d.ms):
            assert f'href="{reverse(ecrire_la, args=[classe.pk])}"' in page
            assert client.get(reverse(ecrire_la, args=[classe.pk])).status_code == 200
    assert "Mes classes" in client.get(reverse("cahier")).text


def test_a_single_class_is_given_work_at_once(d, mardi, entrer):
    assert entrer(d.enseignante).get(reverse("cahier"), {"donner": ""}).url == reverse(
        "cahier_donner_classe", args=[d.cp_ce1.pk]
    )


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_home_of_a_teacher_costs_the_same_for_one_thing_and_for_three(
    d, mardi, entrer, nombre, django_assert_num_queries
):
    poser(d, EMPLOI)
    for n in range(nombre):
        donner(d, texte=f"Page {n}")
        ecrire(d, titre=f"Séance {n}", heure=dt.time(8, 40 + n))
    client = entrer(Personne.objects.get(pk=d.enseignante.pk))
    with django_assert_num_queries(16):
        client.get("/")
