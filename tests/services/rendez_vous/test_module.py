"""Meetings off in a school: none is read, found, reminded or booked there; all of it comes back. Its own addresses: `tests/annuaire/test_modules.py`."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire import etages
from ent.annuaire.models import Personne
from ent.diffusion.actions.perdus import oublier_l_illisible
from ent.diffusion.models import Notification
from ent.services.rendez_vous import evenements
from ent.services.rendez_vous.actions import reservations as actions
from ent.services.rendez_vous.lectures import calendrier, heures
from ent.services.rendez_vous.models import Rencontre, Reservation
from tests.etages import poser

FERME, OUVERT = {"module.rendez_vous": False}, {"module.rendez_vous": True}
DECEMBRE = dt.date(2026, 12, 1), dt.date(2026, 12, 31)
MIDIS = tuple(timezone.make_aware(dt.datetime(2026, 12, jour)) for jour in (8, 9))
LA_VEILLE = timezone.make_aware(dt.datetime(2026, 12, 7, 10))


def neuve(personne: Personne) -> Personne:
    return Personne.objects.get(pk=personne.pk)


@pytest.fixture
def prise(d, ouvrir, reserver) -> Reservation:
    """Nadia comes for Inès, on Tuesday 8 December at five; the nursery school receives too."""
    ouvrir(classe=d.ms, auteur=d.directrice_maternelle, titre="Projets")
    return reserver(ouvrir(), "17:00", d.mere, d.eleve_cp)


def test_a_family_of_two_schools_reads_the_one_that_has_it(d, prise, entrer):
    def pages() -> dict[str, str]:
        client = entrer(d.mere)
        return {
            "la sienne": client.get(reverse("rdv")).text,
            "semaine": client.get(reverse("semaine_du", args=["2026-12-07"])).text,
            "recherche": client.post(reverse("chercher"), {"lettres": "rendez-vous"}).text,
        }

    d_ines = reverse("rdv_prendre", args=[prise.creneau.rencontre_id, d.eleve_cp.uuid])
    assert {nom for nom, page in pages().items() if "Bilan" in page or d_ines in page} == set(pages())
    poser(FERME, d.elementaire)
    closes = pages()
    assert {nom for nom, page in closes.items() if "Bilan" in page or d_ines in page} == set()
    assert "Projets" in closes["recherche"] and str(d.eleve_ms.uuid) in closes["la sienne"]
    poser(OUVERT, d.elementaire)
    assert "Bilan" in pages()["semaine"]


def test_a_family_is_told_which_school_closed_them_and_that_what_was_booked_is_kept(d, prise, entrer):
    phrase = "École du Cerf-Volant : les rendez-vous y sont fermés pour le moment. Si vous en aviez pris un, l’école l’a gardé"
    assert phrase not in entrer(d.mere).get(reverse("rdv")).text
    poser(FERME, d.elementaire)
    page = entrer(d.mere).get(reverse("rdv")).text
    assert phrase in page and page.count("y sont fermés") == 1
    poser(FERME, d.maternelle)
    fermee = entrer(d.mere).get(reverse("rdv"))
    assert fermee.status_code == 404 and "fermée dans votre école" in fermee.text
    poser(OUVERT, d.elementaire)
    assert "y sont fermés" not in entrer(d.mere_arabophone).get(reverse("rdv")).text


def test_its_row_is_for_who_has_a_school_that_has_it(d, prise, entrer):
    def la(personne) -> bool:
        page = entrer(personne).get(reverse("plus")).text
        return f'href="{reverse("rdv")}"' in page or f'href="{reverse("rdv_equipe")}"' in page

    gens = d.mere, d.pere_separe, d.enseignante, d.directrice, d.directrice_maternelle
    assert [la(qui) for qui in gens] == [True] * 5
    poser(FERME, d.elementaire)
    assert [la(qui) for qui in gens] == [True, False, False, False, True]


def test_who_receives_reads_none_and_calendars_hold_none(d, prise):
    def lus() -> tuple[int, int, int]:
        enseignante = neuve(d.enseignante)
        return (
            Rencontre.objects.suivies_par(enseignante).count(),
            len(calendrier.evenements_de(enseignante, *DECEMBRE)),
            len(calendrier.evenements_de(neuve(d.mere), *DECEMBRE)),
        )

    assert lus() == (1, 1, 1)
    poser(FERME, d.elementaire)
    assert lus() == (0, 0, 0)


def test_other_rooms_are_told_of_none_of_its_hours(d, prise):
    def dites() -> tuple[set[str], set[str]]:
        proposees = heures.proposees([d.enseignante.pk, d.directrice_maternelle.pk], *MIDIS)
        return {p.titre for p in proposees}, {p.titre for p in heures.prises([d.mere.pk], *MIDIS)}

    assert dites() == ({"Bilan", "Projets"}, {"Bilan"})
    poser(FERME, d.elementaire)
    assert dites() == ({"Projets"}, set())


def test_nobody_is_reminded_of_what_their_school_turned_off(d, prise, horloge):
    poser(FERME, d.elementaire)
    horloge(LA_VEILLE)
    assert actions.rappeler() == 0
    assert not Notification.objects.filter(nature=evenements.RAPPEL).exists()
    assert not Notification.objects.visibles_par(neuve(d.mere)).filter(
        nature=evenements.OUVERTE, etablissement=d.elementaire
    )
    poser(OUVERT, d.elementaire)
    assert actions.rappeler() == 1
    assert Notification.objects.visibles_par(neuve(d.mere)).filter(nature=evenements.OUVERTE).count() == 2


def test_news_of_who_receives_are_set_aside_and_come_back_though_they_lost_a_right_elsewhere(d, prise):
    actions.annuler(reservation=prise, par=d.mere)

    def siennes():
        return Notification.objects.filter(destinataire=d.enseignante, nature=evenements.CHANGE_PAR_LA_FAMILLE)

    assert siennes().count() == 1
    poser(FERME, d.elementaire)
    oublier_l_illisible([d.enseignante.pk])
    assert not (siennes() & Notification.objects.visibles_par(neuve(d.enseignante))).exists()
    poser(OUVERT, d.elementaire)
    assert siennes().count() == 1
    d.enseignante.roles.update(fin="2026-11-01")
    oublier_l_illisible([d.enseignante.pk])
    assert siennes().count() == 0


def test_what_was_confided_of_it_opens_nothing(d, ouvrir, entrer):
    d.assistante.delegations_recues.update(salles="rendez_vous+ agenda")
    ouvrir()
    assert entrer(d.assistante).get(reverse("rdv")).status_code == 200
    poser(FERME, d.elementaire)
    assert entrer(d.assistante).get(reverse("rdv")).status_code == 404
    assert f'href="{reverse("rdv")}"' not in entrer(d.assistante).get(reverse("plus")).text


def test_what_closing_would_hide_is_said_before(d, prise):
    assert etages.tenu_par("rendez_vous", [d.elementaire.pk]) == ["1 rencontre à venir", "1 rendez-vous pris"]
    assert etages.tenu_par("rendez_vous", [d.college.pk]) == []
