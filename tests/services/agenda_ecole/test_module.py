"""The agenda off in a school: none of its dates is read, found, told or written there; it all comes back. Its own addresses: `tests/annuaire/test_modules.py`."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire import etages
from ent.annuaire.models import Personne
from ent.diffusion.lectures import a_dire
from ent.diffusion.models import Notification
from ent.diffusion.models.reglages import Canal
from ent.portail.registres import dates_de
from ent.services.agenda_ecole import droits
from ent.services.agenda_ecole.lectures import calendrier
from tests.etages import poser

from .conftest import JEUDI_3

FERME, OUVERT = {"module.agenda_ecole": False}, {"module.agenda_ecole": True}
JEUDI = dt.datetime(2026, 11, 26, 18, tzinfo=dt.UTC)
DECEMBRE = dt.date(2026, 12, 1), dt.date(2026, 12, 31)


def neuve(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def deux_ecoles(d, ecrire):
    """A date of each school of Nadia's children."""
    return ecrire("Kermesse"), ecrire("Carnaval", etablissement=d.maternelle, auteur=d.directrice_maternelle)


def test_a_family_of_two_schools_reads_the_one_that_has_it(d, deux_ecoles, entrer):
    poser(FERME, d.elementaire)
    client = entrer(d.mere)
    semaine = reverse("semaine_du", args=[JEUDI_3 - dt.timedelta(days=3)])
    lues = {
        "mois": client.get(reverse("agenda"), {"mois": "2026-12"}).text,
        "semaine": client.get(semaine).text,
        "plus": client.get(reverse("plus")).text,
    }
    assert {page for page, lue in lues.items() if "Carnaval" in lue} == set(lues)
    assert {page for page, lue in lues.items() if "Kermesse" in lue} == set()
    assert "Carnaval" in client.post(reverse("chercher"), {"lettres": "carnaval"}).text
    assert reverse("agenda_evenement", args=[deux_ecoles[0].pk]) not in (
        client.post(reverse("chercher"), {"lettres": "kermesse"}).text
    )


def test_its_row_and_its_home_are_for_who_has_a_school_that_has_it(d, deux_ecoles, entrer):
    def la(personne) -> bool:
        return f'href="{reverse("agenda")}"' in entrer(personne).get(reverse("plus")).text

    assert [la(d.mere), la(d.pere_separe), la(d.enseignante), la(d.directrice)] == [True] * 4
    poser(FERME, d.elementaire)
    assert [la(d.mere), la(d.pere_separe), la(d.enseignante), la(d.directrice)] == [True, False, False, False]
    assert la(d.directrice_maternelle)


def test_calendars_and_other_rooms_read_none_of_it(d, deux_ecoles):
    def dits(personne) -> set[str]:
        """In a calendar, and as a room of the same child asks."""
        lui = neuve(personne)
        lus = {e.titre.partition(" (")[0] for e in calendrier.evenements_de(lui, *DECEMBRE)}
        assert lus == {date.titre for date in dates_de(lui, *DECEMBRE, enfants=lui.portee.suivis, sauf="")}
        return lus

    assert (dits(d.mere), dits(d.directrice)) == ({"Kermesse", "Carnaval"}, {"Kermesse"})
    poser(FERME, d.elementaire)
    assert (dits(d.mere), dits(d.directrice), dits(d.pere_separe)) == ({"Carnaval"}, set(), set())
    assert not droits.peut_ecrire(neuve(d.directrice)) and not droits.peut_corriger(neuve(d.directrice), deux_ecoles[0])


def test_news_that_were_told_are_set_aside_and_come_back(d, deux_ecoles):
    Notification.objects.update(visible_le="2026-11-24T09:00:00Z")

    def lues() -> tuple[set, set]:
        dites = a_dire(Canal.COURRIEL, JEUDI).filter(destinataire=d.mere)
        visibles = Notification.objects.visibles_par(neuve(d.mere))
        return set(visibles.values_list("objet_id", flat=True)), set(dites.values_list("objet_id", flat=True))

    kermesse, carnaval = (e.pk for e in deux_ecoles)
    assert lues() == ({kermesse, carnaval}, {kermesse, carnaval})
    poser(FERME, d.elementaire)
    assert lues() == ({carnaval}, {carnaval})
    poser(OUVERT, d.elementaire)
    assert lues() == ({kermesse, carnaval}, {kermesse, carnaval})


def test_what_closing_would_hide_is_said_before(d, deux_ecoles):
    assert etages.tenu_par("agenda_ecole", [d.elementaire.pk, d.maternelle.pk]) == ["2 dates à venir"]
    assert etages.tenu_par("agenda_ecole", [d.college.pk]) == []
