"""Visas: set by the direction, read by the teachers, taken back the same day only."""

import datetime as dt

import pytest
from django.urls import reverse

from cahier_de_textes.models import Visa
from ent.annuaire.models import EntreeJournal
from tests.graines import MARDI_10H


@pytest.fixture
def page(d):
    return f"{reverse('cahier_visa', args=[d.cp_ce1.pk])}?semaine=2026-11-18"


def test_the_direction_sets_a_visa_and_the_teacher_reads_it(d, mardi, entrer, page):
    directrice = entrer(d.directrice)
    assert directrice.post(page, {"nature": "direction", "mot": "Beau travail."}).status_code == 302
    visa = Visa.objects.get()
    assert (visa.date_lundi, visa.par, visa.nom_inspection) == (dt.date(2026, 11, 16), d.directrice, "")
    texte = entrer(d.enseignante).get(page).text
    assert "Visa de la direction" in texte and "Beau travail." in texte and "Apposer le visa" not in texte
    ligne = EntreeJournal.objects.get(verbe="cahier_de_textes.apposer_visa")
    assert (ligne.auteur_uuid, ligne.details["semaine"]) == (d.directrice.uuid, "2026-11-16")


def test_an_inspection_has_the_inspectors_name(d, mardi, entrer, page):
    directrice = entrer(d.directrice)
    refus = directrice.post(page, {"nature": "inspection"})
    assert refus.status_code == 422 and "Écrivez le nom de la personne qui a inspecté." in refus.text
    directrice.post(page, {"nature": "inspection", "nom_inspection": "Mme Aubry, IEN", "mot": "Vu en classe."})
    directrice.post(page, {"nature": "direction"})
    assert [v.nom_inspection for v in Visa.objects.all()] == ["Mme Aubry, IEN", ""]
    assert "Mme Aubry, IEN" in entrer(d.enseignante).get(page).text


def test_its_author_takes_it_back_the_same_day_only(d, horloge, entrer, page):
    horloge(MARDI_10H)
    directrice = entrer(d.directrice)
    for _fois in range(2):
        directrice.post(page, {"nature": "direction"})
    premier, second = Visa.objects.all()
    assert directrice.post(reverse("cahier_visa_retirer", args=[premier.pk])).status_code == 302
    horloge(MARDI_10H + dt.timedelta(days=1))
    directrice = entrer(d.directrice)
    assert directrice.post(reverse("cahier_visa_retirer", args=[second.pk])).status_code == 403
    assert "Retirer ce visa" not in directrice.get(page).text
    assert list(Visa.objects.all()) == [second]


def test_a_teacher_neither_sets_nor_takes_back(d, mardi, entrer, page):
    enseignante = entrer(d.enseignante)
    assert enseignante.post(page, {"nature": "direction"}).status_code == 403
    entrer(d.directrice).post(page, {"nature": "direction"})
    assert enseignante.post(reverse("cahier_visa_retirer", args=[Visa.objects.get().pk])).status_code == 403


@pytest.mark.parametrize("qui", ["mere", "eleve_cp", "enseignant", "directrice_maternelle", "operateur"])
def test_visas_do_not_exist_for_others(d, mardi, entrer, page, qui):
    entrer(d.directrice).post(page, {"nature": "direction"})
    client = entrer(getattr(d, qui))
    assert client.get(page).status_code == 404
    assert client.post(reverse("cahier_visa_retirer", args=[Visa.objects.get().pk])).status_code == 404
