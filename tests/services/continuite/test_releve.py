"""A calendar is read again: what changed, politely, later and later when it does not answer; all of it or nothing."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.diffusion.models import Notification
from ent.services.continuite.actions import agendas, releve
from ent.services.continuite.models import AgendaExterne, Element
from tests.portail.test_accueil import texte

from .ajouts import MATHS, ajouter, essayer, page, relever, second_parent, titres
from .produit import calendrier, cours


def test_what_is_no_longer_said_goes_what_changed_changes_and_the_rest_keeps_its_number(
    d, college, produit, entrer, horloge, mardi
):
    agenda = ajouter(
        entrer(d.mere),
        college,
        produit,
        calendrier(cours("Maths", uid="1"), cours("Latin", uid="2"), cours("EPS", uid="3")),
    )
    avant = dict(agenda.elements.values_list("titre", "pk"))
    produit.donner(calendrier(cours("Maths", uid="1"), cours("Latin, salle 4", uid="2"), cours("Musique", uid="4")))
    agenda = relever(horloge, agenda)
    apres = dict(agenda.elements.values_list("titre", "pk"))
    assert set(apres) == {"Maths", "Latin, salle 4", "Musique"}
    assert (apres["Maths"], apres["Latin, salle 4"]) == (avant["Maths"], avant["Latin"])


def test_it_is_asked_whether_it_changed_and_whole_once_a_day(d, college, produit, entrer, horloge, mardi):
    produit.donner(MATHS, ETag='"v1"')
    client = entrer(d.mere)
    essayer(client, college, produit.adresse())
    agenda = AgendaExterne.objects.get()
    client.post(reverse("continuite_agenda_garder", args=[agenda.uuid]))
    produit.donner(b"", 304)
    agenda = relever(horloge, agenda)
    assert produit.demandes[-1][1]["if-none-match"] == '"v1"'
    assert (agenda.panne, titres(agenda)) == ("", ["Maths", "Histoire"])
    assert dt.timedelta(hours=1) <= agenda.prochain_le - agenda.lu_le <= dt.timedelta(minutes=75)
    produit.donner(MATHS, ETag='"v1"')
    agenda = relever(horloge, agenda, dt.timedelta(days=1))
    assert "if-none-match" not in produit.demandes[-1][1]


def test_it_is_asked_later_and_later_up_to_a_day_and_never_sooner_than_it_says(
    d, college, produit, entrer, horloge, mardi
):
    agenda = ajouter(entrer(d.mere), college, produit)
    produit.donner(b"", 500)
    attentes = []
    for _n in range(9):
        agenda = relever(horloge, agenda)
        attentes.append((agenda.prochain_le - releve.timezone.now()) / dt.timedelta(minutes=15))
    for n, attente in enumerate(attentes):
        assert 0.74 * min(2**n, 96) <= attente <= min(2**n, 96)
    assert len(set(attentes)) == 9  # at an hour of its own
    produit.donner(b"", 200)
    produit.donner(b"", 429, Retry_After="40000")
    AgendaExterne.objects.update(pannes=0)
    agenda = relever(horloge, agenda)
    assert agenda.prochain_le - releve.timezone.now() == dt.timedelta(seconds=40_000)
    produit.donner(b"", 429, Retry_After="9999999")
    agenda = relever(horloge, agenda)
    assert agenda.prochain_le - releve.timezone.now() == dt.timedelta(days=1)


def test_away_its_lines_stay_thirty_days_then_go_and_the_family_is_told_once(
    d, college, produit, entrer, horloge, mardi
):
    client = entrer(d.mere)
    agenda = ajouter(client, college, produit, calendrier(cours("Brevet", "20270110"), cours("Maths", "20261124")))
    produit.donner(b"", 500)
    agenda = relever(horloge, agenda, dt.timedelta(days=28))
    assert "Brevet" in titres(agenda)
    assert "Pas lu depuis le 24 novembre à 10 h 00. Nous réessayons." in page(client, agenda)
    assert "pas lu depuis le 24 novembre" in texte(client.get(reverse("continuite")))
    for _n in range(5):
        agenda = relever(horloge, agenda, dt.timedelta(days=1))
    assert titres(agenda) == []
    assert "ce qu’il disait a été retiré" in page(client, agenda)
    (dite,) = Notification.objects.filter(nature="continuite.agenda_perdu")
    assert (dite.destinataire, dite.eleve) == (d.mere, college.collegienne)
    assert dite.texte == "Lina · PRONOTE : agenda pas lu depuis trente jours, ses lignes ont été retirées."
    produit.donner(calendrier(cours("Brevet", "20270110")))
    agenda = relever(horloge, agenda)
    assert (titres(agenda), agenda.perdu_le) == (["Brevet"], None)
    assert not Notification.objects.filter(nature="continuite.agenda_perdu").exists()


def test_what_was_told_of_it_goes_with_it_when_another_takes_its_place(d, college, produit, entrer, horloge, mardi):
    client = entrer(d.mere)
    agenda = ajouter(client, college, produit)
    produit.donner(b"", 500)
    relever(horloge, agenda, dt.timedelta(days=31))
    assert Notification.objects.filter(nature="continuite.agenda_perdu").count() == 1
    produit.donner(calendrier(cours("Latin", "20270110")), chemin="/neuf")
    client.post(reverse("continuite_agenda_remplacer", args=[agenda.uuid]), {"adresse": produit.adresse("/neuf")})
    neuf = AgendaExterne.objects.latest("pk")
    client.post(reverse("continuite_agenda_garder", args=[neuf.uuid]))
    assert not Notification.objects.filter(nature="continuite.agenda_perdu").exists()
    assert list(AgendaExterne.objects.all()) == [neuf]


def test_killed_in_the_middle_nothing_is_half_written_and_it_is_read_again(
    d, college, produit, entrer, horloge, mardi, monkeypatch
):
    agenda = ajouter(entrer(d.mere), college, produit)
    produit.donner(calendrier(cours("Latin"), cours("EPS")))

    def tuer(*_args, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr(Element.objects.all().__class__, "bulk_create", tuer)
        with pytest.raises(KeyboardInterrupt):
            relever(horloge, agenda)
    assert titres(agenda) == ["Maths", "Histoire"]
    agenda.refresh_from_db()
    assert agenda.prochain_le == releve.timezone.now() + releve.PRIS
    assert titres(relever(horloge, agenda)) == ["Latin", "EPS"]


def test_a_calendar_that_was_cut_on_its_way_takes_nothing_away(d, college, produit, entrer, horloge, mardi):
    agenda = ajouter(entrer(d.mere), college, produit)
    produit.donner(MATHS[:-40])
    agenda = relever(horloge, agenda)
    assert (agenda.panne, titres(agenda)) == ("illisible", ["Maths", "Histoire"])


def test_one_that_is_taken_away_while_it_is_read_stays_away(d, college, produit, entrer, mardi):
    agenda = ajouter(entrer(d.mere), college, produit)
    lecture = releve.demander(agenda, produit.adresse(), mardi.date())
    agendas.retirer(agenda=agenda)
    releve.ecrire(agenda=agenda.pk, college=d.college.pk, lecture=lecture, aujourd_hui=mardi.date())
    assert not AgendaExterne.objects.exists()
    assert not Element.objects.exists()


def test_a_round_asks_few_at_once_and_each_once(d, college, produit, entrer, horloge, mardi, monkeypatch):
    client = entrer(d.mere)
    for _n in range(4):
        ajouter(client, college, produit)
    client = entrer(second_parent(d, college))
    for _n in range(2):
        ajouter(client, college, produit)
    combien, lots, vrai = len(produit.demandes), [], releve._lire
    monkeypatch.setattr(releve, "_lire", lambda pris: lots.append(len(pris)) or vrai(pris))
    horloge(mardi + dt.timedelta(hours=2))
    assert releve.relever() == 6
    assert lots == [4, 2]
    assert len(produit.demandes) == combien + 6
    assert releve.relever() == 0


def test_a_seal_whose_key_is_no_more_is_said(d, college, produit, entrer, horloge, mardi):
    client = entrer(d.mere)
    agenda = ajouter(client, college, produit)
    AgendaExterne.objects.update(adresse_scellee="perdue")
    agenda = relever(horloge, agenda)
    assert "Collez-la de nouveau." in page(client, agenda)


def test_what_is_not_kept_is_forgotten_the_next_day(d, college, produit, entrer, mardi):
    produit.donner(MATHS)
    essayer(entrer(d.mere), college, produit.adresse())
    agendas.oublier_les_essais(mardi + dt.timedelta(hours=20))
    assert AgendaExterne.objects.exists()
    agendas.oublier_les_essais(mardi + dt.timedelta(hours=25))
    assert not AgendaExterne.objects.exists()
    assert not Element.objects.exists()
