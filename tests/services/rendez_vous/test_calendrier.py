"""A booking in a calendar: it follows what changes, and says that it is cancelled."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from ent.services.rendez_vous.actions import rencontres, reservations
from ent.services.rendez_vous.lectures.calendrier import evenements_de

PARIS = ZoneInfo("Europe/Paris")
DE, A = dt.date(2026, 11, 10), dt.date(2027, 11, 10)


@pytest.fixture
def lire(entrer):
    def lu(prise, personne):
        (evenement,) = Calendar.from_ical(entrer(personne).get(reverse("rdv_ics", args=[prise.uuid])).content).walk(
            "VEVENT"
        )
        return evenement

    return lu


def test_one_event_follows_its_changes(d, ouvrir, creneau, reserver, lire, horloge, mardi):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    avant = lire(prise, d.mere)
    assert (str(avant["summary"]), str(avant["location"]), str(avant["status"])) == (
        "Rendez-vous pour Inès : Mme Lefort",
        "salle 3, École du Cerf-Volant",
        "CONFIRMED",
    )
    assert avant.decoded("dtstart") == dt.datetime(2026, 12, 8, 17, 0, tzinfo=PARIS)
    horloge(mardi + dt.timedelta(hours=1))
    reservations.deplacer(reservation=prise, vers=creneau(rencontre, "17:30"), par=d.mere)
    apres = lire(prise, d.mere)
    assert (apres["uid"], apres["sequence"]) == (avant["uid"], 1)
    assert apres.decoded("dtstart") == dt.datetime(2026, 12, 8, 17, 30, tzinfo=PARIS)
    assert apres.decoded("last-modified") == mardi + dt.timedelta(hours=1)
    reservations.annuler(reservation=prise, par=d.mere)
    fini = lire(prise, d.mere)
    assert (fini["uid"], str(fini["status"]), fini["sequence"], str(fini["transp"])) == (
        avant["uid"],
        "CANCELLED",
        2,
        "TRANSPARENT",
    )


def test_a_place_that_is_corrected_is_taken_up(d, ouvrir, reserver, lire):
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    rencontres.corriger_rencontre(
        rencontre=rencontre, auteur=d.enseignante, moyens=["ecole", "telephone"], collegues=[], lieu="salle 12"
    )
    assert (str(lire(prise, d.mere)["location"]), lire(prise, d.mere)["sequence"]) == (
        "salle 12, École du Cerf-Volant",
        1,
    )


@pytest.mark.parametrize(
    ("precisions", "lieu"),
    [
        ({"moyen": "telephone", "telephone": "06 11 11 11 11"}, "Par téléphone"),
        ({"moyen": "video"}, "https://visio.exemple.fr/abc"),
    ],
)
def test_where_one_meets(d, ouvrir, reserver, lire, precisions, lieu):
    rencontre = ouvrir(moyens=["telephone", "video"], lien_video="https://visio.exemple.fr/abc")
    assert str(lire(reserver(rencontre, "17:00", d.mere, d.eleve_cp, **precisions), d.mere)["location"]) == lieu


def titres(personne) -> list[tuple[str, bool]]:
    return [(e.titre, e.est_annule) for e in evenements_de(personne, DE, A)]


def test_a_private_calendar_holds_those_of_the_household_and_of_who_receives(d, ouvrir, reserver, horloge):
    rencontre = ouvrir()
    reserver(rencontre, "17:00", d.mere, d.eleve_cp)
    annulee = reserver(rencontre, "17:15", d.pere_separe, d.eleve_cp)
    reservations.annuler(reservation=annulee, par=d.pere_separe)
    assert titres(d.mere) == [("Rendez-vous pour Inès : Mme Lefort", False)]
    assert titres(d.pere_separe) == [("Rendez-vous pour Inès : Mme Lefort", True)]
    assert titres(d.enseignante) == [("Rendez-vous : Inès", False)]
    assert titres(d.enseignant) == titres(d.directrice) == titres(d.mere_arabophone) == []
    horloge(dt.datetime(2026, 12, 9, 10, 0, tzinfo=PARIS))
    assert titres(d.pere_separe) == []  # over


@pytest.mark.parametrize("nombre", [1, 3])
def test_costs_the_same_whatever_it_holds(d, ouvrir, reserver, django_assert_num_queries, nombre):
    rencontre = ouvrir()
    for heure in ["17:00", "17:15", "17:30"][:nombre]:
        reservations.annuler(reservation=reserver(rencontre, heure, d.mere, d.eleve_cp), par=d.mere)
    personne = type(d.mere).objects.get(pk=d.mere.pk)
    assert personne.portee.enfants
    with django_assert_num_queries(3):  # who lives with whom, bookings, who receives
        assert len(evenements_de(personne, DE, A)) == nombre
