"""The agenda as a phone reads it: one event by series, its rule, its exceptions, and what one time says otherwise."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from ent.diffusion.agenda import composer
from ent.services.agenda_ecole import actions
from ent.services.agenda_ecole.lectures.calendrier import evenements_de
from ent.services.agenda_ecole.models import Evenement
from tests.services.agenda_ecole.conftest import JEUDI_3

PARIS = ZoneInfo("Europe/Paris")
DEBUT, FIN = dt.date(2026, 11, 10), dt.date(2027, 11, 24)
JEUDI_10 = dt.date(2026, 12, 10)


def ecrits(personne) -> list:
    contenu = composer("Agenda", evenements_de(personne, DEBUT, FIN), lambda chemin: f"https://ecole.fr{chemin}")
    return list(Calendar.from_ical(contenu).walk("VEVENT"))


def test_a_series_is_one_event_with_its_rule_and_its_exceptions(d, serie):
    (evenement,) = ecrits(d.mere)
    assert evenement["rrule"].to_ical().decode() == "FREQ=WEEKLY;UNTIL=20270128T235959Z"
    assert evenement.decoded("dtstart") == dt.datetime(2026, 12, 3, 14, tzinfo=PARIS)
    assert [e.dt.date() for e in evenement["exdate"].dts] == [dt.date(2026, 12, 24), dt.date(2026, 12, 31)]
    assert (str(evenement["summary"]), str(evenement["uid"])) == ("Bibliothèque (CP-CE1)", f"agenda-{serie.uuid}")


def test_one_time_that_is_cancelled_bears_the_name_of_its_series(d, serie):
    actions.annuler_evenement(evenement=serie, auteur=d.enseignante, le=JEUDI_10, portee=actions.UNE, mot="Grève.")
    regle, ligne = sorted(ecrits(d.mere), key=lambda e: "recurrence-id" in e)
    assert (ligne["uid"], str(ligne["status"]), str(ligne["description"])) == (regle["uid"], "CANCELLED", "Grève.")
    assert ligne.decoded("recurrence-id") == dt.datetime(2026, 12, 10, 14, tzinfo=PARIS)


def test_whole_days_are_days(d, ecrire):
    ecrire("Classe verte", dernier_jour=dt.date(2026, 12, 5), de=None, a=None)
    (evenement,) = ecrits(d.mere)
    assert (evenement.decoded("dtstart"), evenement.decoded("dtend")) == (JEUDI_3, dt.date(2026, 12, 6))


def test_what_moves_grows_under_the_same_name(d, ecrire, mardi, horloge):
    evenement = ecrire()
    (avant,) = ecrits(d.mere)
    horloge(mardi + dt.timedelta(hours=1))
    actions.corriger_evenement(
        evenement=evenement, auteur=d.directrice, le=JEUDI_3, jour=JEUDI_10, dernier_jour=JEUDI_10
    )
    (apres,) = ecrits(d.mere)
    assert (apres["uid"], avant["sequence"], apres["sequence"]) == (avant["uid"], 0, 1)
    assert apres.decoded("dtstart") == dt.datetime(2026, 12, 10, 14, tzinfo=PARIS)


def test_hours_say_on_which_clock_they_are(d, ecrire, entrer):
    contenu = entrer(d.mere).get(reverse("agenda_ics", args=[ecrire().pk])).content.decode()
    assert "DTSTART;TZID=Europe/Paris:20261203T140000" in contenu and "BEGIN:VTIMEZONE" in contenu


@pytest.mark.parametrize("signe", ["\x0b", "\x0c", "\x1b", "\x7f"])
def test_a_sign_that_no_calendar_may_hold_closes_it_to_nobody(d, entrer, mardi, signe):
    """A line that was broken in a word processor is pasted as such a sign: phones that refuse it would refuse the whole calendar (RFC 5545, 3.1)."""
    ecrit = f"Sortie{signe}au bois ; à {'voir, ' * 30}{signe}voir"
    champs = {
        "titre": ecrit[:120],
        "lieu": ecrit[:120],
        "texte": ecrit,
        "jour": "2026-12-03",
        "de": "14:00",
        "a": "15:00",
    }
    reponse = entrer(d.enseignante).post(reverse("agenda_ecrire_classe", args=[d.cp_ce1.pk]), champs)
    assert reponse.status_code == 302
    contenu = entrer(d.mere).get(reverse("agenda_ics", args=[Evenement.objects.get().pk])).content
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", contenu)
    (evenement,) = Calendar.from_ical(contenu).walk("VEVENT")
    assert str(evenement["description"]) == ecrit.replace(signe, " ")


@pytest.mark.parametrize("nombre", [1, 3])
def test_costs_one_query_whatever_it_holds(d, ecrire, django_assert_num_queries, nombre):
    for n in range(nombre):
        ecrire(f"Sortie {n}")
    personne = type(d.mere).objects.get(pk=d.mere.pk)
    assert personne.portee.suivis
    with django_assert_num_queries(1):
        assert len(evenements_de(personne, DEBUT, FIN)) == nombre
