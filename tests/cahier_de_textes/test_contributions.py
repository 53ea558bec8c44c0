"""The tiles of the homes: what a parent, a pupil and a teacher read."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cahier_de_textes.lectures import lignes as lectures
from cahier_de_textes.models import TravailFait
from ent.annuaire.models import Personne
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_remises import rendre

PARIS = timezone.get_default_timezone()
MARDI = dt.date(2026, 11, 24)


def lu(personne) -> list[tuple[str, list[str], list[str]]]:
    """By day: (child: text) and the children who have nothing."""
    personne = Personne.objects.get(pk=personne.pk)
    return [
        (
            f"{jour.date:%d/%m}",
            [
                f"{ligne.suivi.eleve.prenom}: {ligne.travail.texte}{' ✓' if ligne.est_fait else ''}"
                for ligne in jour.lignes
            ],
            [s.eleve.prenom for s in jour.libres],
        )
        for jour in lectures.jours_de_famille(personne, personne.portee.suivis)
    ]


def test_a_mother_reads_all_her_children_of_all_schools_by_day(d, mardi):
    donner(d, texte="Page 14", niveau="CP")
    donner(d, texte="La moufle", classe=d.ms, auteur=d.directrice_maternelle)
    fleuves = donner(d, texte="Les fleuves", classe=d.cm2, auteur=d.enseignant, date_pour=dt.date(2026, 11, 27))
    TravailFait.objects.create(travail=fleuves, eleve=d.eleve_cm2)
    assert lu(d.mere) == [
        ("26/11", ["Inès: Page 14", "Lina-Maëlys: La moufle"], ["Sofiane"]),
        ("27/11", ["Sofiane: Les fleuves ✓"], []),
    ]


def test_the_separated_father_reads_his_children_only(d, mardi):
    donner(d, texte="La moufle", classe=d.ms, auteur=d.directrice_maternelle)
    assert lu(d.pere_separe) == [("26/11", [], ["Inès", "Sofiane"])]


@pytest.mark.parametrize(("heure", "premier"), [(16, "24/11"), (17, "26/11")])
def test_what_is_due_today_is_shown_until_school_is_out(d, mardi, horloge, heure, premier):
    donner(d, texte="La boîte", date_pour=MARDI)
    horloge(dt.datetime(2026, 11, 24, heure, tzinfo=PARIS))
    assert lu(d.eleve_cp)[0][0] == premier


def test_on_friday_the_next_day_is_monday(d, horloge):
    horloge(dt.datetime(2026, 11, 27, 18, tzinfo=PARIS))
    assert lu(d.eleve_cp) == [("30/11", [], ["Inès"])]


@pytest.mark.parametrize("enfants", [1, 3])
def test_a_family_costs_the_same_whatever_its_size(d, mardi, django_assert_num_queries, enfants):
    donner(d)
    donner(d, classe=d.cm2, auteur=d.enseignant)
    personne = Personne.objects.get(pk=d.mere.pk)
    suivis = personne.portee.suivis[:enfants]
    with django_assert_num_queries(2):
        lectures.jours_de_famille(personne, suivis)


@pytest.mark.parametrize("nombre", [1, 3])
def test_what_is_ticked_costs_a_home_nothing_more(d, mardi, entrer, django_assert_num_queries, nombre):
    """Session and person, ties, children; what there is to do; what is ticked, with what is unread and the other tiles'; what was told."""
    client = entrer(d.mere)
    for n in range(nombre):
        TravailFait.objects.create(travail=donner(d, texte=f"Page {n}"), eleve=d.eleve_cp, par=d.mere)
    client.post("/notifications/", {"jusqu_a": "999999"})
    with django_assert_num_queries(7):
        assert client.get("/").text.count("case-bouton--fait") == nombre
    with django_assert_num_queries(6):  # the tile alone asks its own
        client.get("/tuile/famille/jours/")


def test_the_pupil_gets_three_cards_not_the_whole_list(d, mardi, entrer):
    donner(d, texte="Page 14")
    donner(d, texte="La poésie", nature="apprendre", date_pour=dt.date(2026, 11, 27))
    donner(d, texte="La boîte", nature="apporter", date_pour=dt.date(2026, 11, 30))
    donner(d, texte="Bien plus tard", date_pour=dt.date(2026, 12, 1))
    texte = entrer(d.eleve_cp).get("/").text
    assert re.findall(r"<h2><a [^>]*>(J[^<]*)<small[^>]*>([^<]*)", texte) == [
        ("Je lis", "Page 14"),
        ("J’apprends", "La poésie"),
        ("J’apporte", "La boîte"),
    ]


def test_what_is_to_be_handed_in_later_is_one_tap_away(d, mardi, entrer):
    """Due after the cards, and begun: it was on no card, and nothing led to it."""
    for texte in ("Page 14", "Page 15", "Page 16"):
        donner(d, texte=texte)
    donner(d, texte="La fable", date_pour=dt.date(2026, 12, 1))
    plan = donner(d, texte="L’exposé : une photo du plan", date_pour=dt.date(2026, 12, 3), est_a_rendre=True)
    rendre(donner(d, texte="Mon herbier", date_pour=dt.date(2026, 12, 4), est_a_rendre=True), d.eleve_cp)
    page = entrer(d.eleve_cp).get("/").text
    plus_tard = page[page.index("À rendre plus tard") :].replace("\xa0", " ")
    assert f'href="{reverse("cahier_eleve_travail", args=[plan.pk])}">L’exposé : une photo du plan' in plus_tard
    assert 'data-lire="L’exposé : une photo du plan. Pour le jeudi 3 décembre."' in plus_tard
    assert "Mon herbier" not in plus_tard.split("C’est parti")[0]
    assert "La fable" not in page


def test_what_a_teacher_typed_is_shown_as_typed_on_a_card(d, mardi, entrer):
    donner(d, texte="Lire {enfant} et <b>{0}</b>")
    donner(d, texte="Chanter « {jour} »", est_a_rendre=True)
    page = entrer(d.eleve_cp).get("/").text
    # Its words, what is read aloud, what the button of each names.
    assert page.count("Lire {enfant} et &lt;b&gt;{0}&lt;/b&gt;") == 4
    assert page.count("Chanter « {jour} »") == 4


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_pupil_s_tile_costs_the_same_whatever_it_holds(d, mardi, entrer, django_assert_num_queries, nombre):
    """Session and person, ties, classes; what there is to do; ticks and what was handed in; answers; séances."""
    for n in range(nombre):
        TravailFait.objects.create(travail=donner(d, texte=f"Page {n}"), eleve=d.eleve_cp, par=d.eleve_cp)
    client = entrer(d.eleve_cp)
    with django_assert_num_queries(8):
        assert client.get("/tuile/eleve/cahier/").text.count("C’est fait !") == nombre


def test_all_of_the_next_class_day_is_on_the_pupil_s_cards(d, mardi, entrer):
    for n in range(4):
        donner(d, texte=f"Page {n}")
    assert len(re.findall(r'class="tache"', entrer(d.eleve_cp).get("/").text)) == 4


def test_the_teacher_s_home_says_what_is_due_next_in_each_class(d, mardi, entrer):
    donner(d, texte="Page 14")
    donner(d, texte="Les fleuves", classe=d.cm2, auteur=d.enseignant)
    texte = entrer(d.enseignante).get("/").text
    assert "Page 14" in texte and "Les fleuves" not in texte
