"""What the homes say: what a family still has to say, who eats for a teacher, what there is to serve; and the reminder, once."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.diffusion.models import Notification
from ent.services.periscolaire import evenements, taches
from ent.services.periscolaire.models import JourDeclare
from tests.annuaire.mandats import confier, secretaire_de

from .conftest import MARDI, PROCHAIN, VENDREDI


def texte(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u00a0", " ")))


def a(*moment: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2026, 11, *moment))


JEUDI_SOIR = a(26, 18, 0)
DIT = "Cantine et garderie de la semaine prochaine"


@pytest.fixture
def qui_demande(ouvrir):
    return ouvrir(demande_reponse=True)


def test_a_family_is_asked_when_the_hour_is_near_and_nothing_is_said(d, qui_demande, entrer, horloge, dire):
    client = entrer(d.mere)
    assert DIT not in client.get("/").text  # Tuesday: the hour is Friday at nine
    horloge(JEUDI_SOIR)
    page = texte(client.get("/").text)
    assert f"{DIT} À dire avant demain 9 h 00." in page
    assert re.findall(r"Dire ses jours : (\w+)", page) == ["Inès", "Sofiane"]
    dire(qui_demande, d.eleve_cp, PROCHAIN, veut=False, par=d.pere_separe)
    assert re.findall(r"Dire ses jours : (\w+)", texte(client.get("/").text)) == ["Sofiane"]
    horloge(a(27, 9, 1))
    assert DIT not in client.get("/").text


def test_a_school_that_does_not_ask_asks_nothing(d, cantine, entrer, horloge):
    horloge(JEUDI_SOIR)
    assert DIT not in entrer(d.mere).get("/").text


def test_a_family_is_reminded_once_and_it_is_taken_back_when_it_is_said(d, qui_demande, horloge, dire):
    taches.rappeler()
    assert not Notification.objects.filter(nature=evenements.RAPPEL).exists()
    horloge(JEUDI_SOIR)
    dire(qui_demande, d.eleve_cm2, PROCHAIN)
    for _fois in range(2):
        taches.rappeler()
    dites = Notification.objects.filter(nature=evenements.RAPPEL, destinataire__in=[d.mere, d.pere_separe])
    assert {(n.destinataire, n.eleve, n.texte.replace("\u00a0", " ")) for n in dites} == {
        (qui, d.eleve_cp, "Inès · Cantine de la semaine prochaine : à dire avant demain 9 h 00")
        for qui in (d.mere, d.pere_separe)
    }
    arabe = Notification.objects.get(nature=evenements.RAPPEL, destinataire=d.mere_arabophone)
    assert "المطعم المدرسي" in arabe.texte
    assert dire(qui_demande, d.eleve_cp, PROCHAIN, veut=False).refuses == []
    assert not dites.all().exists()


def test_who_eats_stands_under_today_and_in_the_week(d, cantine, dire, entrer):
    for eleve, jour in ((d.eleve_cp, MARDI), (d.eleve_cm2, MARDI), (d.eleve_ce1, MARDI), (d.eleve_cp, VENDREDI)):
        dire(cantine, eleve, jour, par=d.directrice, origine=JourDeclare.Origine.ECOLE)
    client = entrer(d.mere)
    assert "Inès Sofiane Cantine" in texte(client.get("/tuile/famille/jours/").text)
    assert "Kenza" not in client.get("/").text
    for page in ("/", "/semaine/", "/tuile/famille/jours/"):
        filtree = client.get(page, {"enfant": str(d.eleve_ms.uuid)})
        assert filtree.status_code == 200
        assert "Cantine" not in texte(filtree.text).partition("Lina-Maëlys")[2].partition("Plus")[0]
    semaine = texte(client.get("/semaine/").text)
    assert "Inès Sofiane Cantine" in semaine.partition("mercredi 25")[0]
    assert "Inès Cantine" in semaine.partition("vendredi 27 novembre")[2]
    assert "Cantine" not in texte(entrer(d.mere_arabophone).get("/semaine/").text).partition("<main")[2]


def test_a_teacher_reads_how_many_of_theirs_eat_today(d, cantine, dire, entrer):
    client = entrer(d.enseignante)
    assert "Autour de la classe" not in client.get("/").text
    for eleve, jour in ((d.eleve_cp, MARDI), (d.eleve_ce1, MARDI), (d.eleve_cm2, MARDI), (d.eleve_cp, VENDREDI)):
        dire(cantine, eleve, jour, par=d.directrice, origine=JourDeclare.Origine.ECOLE)
    page = client.get("/").text
    assert "Cantine 2 de vos élèves" in texte(page)
    assert reverse("periscolaire_liste", args=[cantine.pk, MARDI]) in page


def test_who_teaches_in_two_schools_reads_of_which_each_cantine_is(d, cantine, ouvrir, dire, entrer):
    """Two lines named « Cantine » said nothing of where."""
    client = entrer(d.remplacant)
    dire(cantine, d.eleve_cm2, MARDI, par=d.directrice, origine=JourDeclare.Origine.ECOLE)
    assert "Cantine 1 de vos élèves" in texte(client.get("/").text)
    la_bas = ouvrir(d.maternelle)
    dire(la_bas, d.eleve_ms, MARDI, par=d.directrice_maternelle, origine=JourDeclare.Origine.ECOLE)
    page = texte(client.get("/").text)
    assert "Cantine École du Cerf-Volant · 1 de vos élèves" in page
    assert "Cantine École Les Coquelicots · 1 de vos élèves" in page


def test_the_staff_who_serves_finds_its_lists_on_its_home(d, cantine, cantiniere, dire, entrer):
    dire(cantine, d.eleve_cp, MARDI, par=d.directrice, origine=JourDeclare.Origine.ECOLE)
    page = entrer(cantiniere).get("/").text
    assert "Cantine École du Cerf-Volant · mardi 24 novembre · 1 attendu" in texte(page)
    assert reverse("periscolaire_liste", args=[cantine.pk, MARDI]) in page


def test_a_direction_reads_its_meals_among_its_facts(d, cantine, dire, entrer):
    client = entrer(d.directrice)
    assert "Cantine aujourd’hui 0 repas" in texte(client.get("/").text)
    dire(cantine, d.eleve_cp, MARDI, par=d.directrice, origine=JourDeclare.Origine.ECOLE)
    assert "Cantine aujourd’hui 1 repas" in texte(client.get("/").text)


def test_plus_counts_who_eats_and_neither_what_was_said_before_nor_a_no(d, cantine, dire, entrer):
    dire(cantine, d.eleve_cp, MARDI, par=d.directrice, origine=JourDeclare.Origine.ECOLE)
    for veut in (True, False):
        dire(cantine, d.eleve_ce1, MARDI, veut=veut, par=d.directrice, origine=JourDeclare.Origine.ECOLE)
    for qui in (d.directrice, d.enseignante):
        assert "1 élève mange aujourd’hui" in texte(entrer(qui).get(reverse("plus")).text)


def test_each_reads_the_schools_that_are_theirs(d, cantine, ouvrir, cantiniere, entrer):
    ouvrir(d.maternelle)
    for qui, lues in [
        (d.directrice, ["École du Cerf-Volant"]),
        (d.directrice_maternelle, ["École Les Coquelicots"]),
        (d.referente, ["École du Cerf-Volant"]),
        (cantiniere, ["École du Cerf-Volant"]),
    ]:
        page = entrer(qui).get(reverse("periscolaire_equipe")).text
        assert re.findall(r'<h2 class="titre-regle" id="ecole-\d+">([^<]+)<', page) == lues
    page = entrer(d.referente).get(reverse("periscolaire_equipe")).text
    assert ("Cuisine" in page, "Liste du jour" in page, "Règles et mois" in page) == (True, False, False)


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_of_the_team_costs_the_same_whatever_its_length(
    d, ouvrir, dire, entrer, django_assert_num_queries, combien
):
    for nature in ("cantine", "etude", "garderie-soir")[:combien]:
        dire(ouvrir(nature=nature), d.eleve_cp, VENDREDI)
    client = entrer(d.directrice)
    with django_assert_num_queries(8):
        assert client.get(reverse("periscolaire_equipe")).text.count("Règles et mois") == combien


def test_whom_its_services_were_confided_finds_what_opens_and_settles_them(d, cantine, entrer):
    """And not what stays the direction's: what each child eats."""
    secretaire = secretaire_de(d)
    regles = [
        reverse("periscolaire_service", args=[cantine.pk]),
        reverse("periscolaire_ouvrir", args=[d.elementaire.pk]),
    ]
    equipe = reverse("periscolaire_equipe")
    page = entrer(secretaire).get(equipe).text
    assert not [lien for lien in regles if f'href="{lien}"' in page]
    confier(d, secretaire, "periscolaire")
    page = entrer(secretaire).get(equipe).text
    assert [lien for lien in regles if f'href="{lien}"' in page] == regles
    assert reverse("periscolaire_ouvrir", args=[d.maternelle.pk]) not in page
    assert reverse("periscolaire_eleves", args=[d.elementaire.pk]) not in page


def test_what_the_team_counts_is_called_as_on_the_list_of_the_day(d, mardi, entrer, cantine, dire):
    """Who is away since the roll is no longer « attendu » on the list: the page that leads there counts who was declared."""
    dire(cantine, d.eleve_cp, dt.date(2026, 11, 24), par=d.mere)
    page = entrer(d.directrice).get(reverse("periscolaire_equipe")).text
    assert ">Inscrits</th>" in page and "Attendus" not in page


def test_menus_that_are_read_are_first_those_of_this_week(d, mardi, entrer, cantine):
    """On a Tuesday « Menus publiés » led to the week that is to be written."""
    page = entrer(d.directrice).get(reverse("periscolaire_equipe")).text
    assert reverse("periscolaire_menus_semaine", args=[d.elementaire.pk, dt.date(2026, 11, 23)]) in page
    assert reverse("periscolaire_menus_ecrire", args=[d.elementaire.pk, dt.date(2026, 11, 30)]) in page


def test_before_holidays_the_menus_to_write_are_those_of_the_week_that_has_class(d, cantine, horloge, entrer):
    """On the 18th of December « Écrire les menus » opened the week of Christmas."""
    horloge(timezone.make_aware(dt.datetime(2026, 12, 18, 16, 40)))
    page = entrer(d.directrice).get(reverse("periscolaire_equipe")).text
    assert reverse("periscolaire_menus_ecrire", args=[d.elementaire.pk, dt.date(2027, 1, 4)]) in page
