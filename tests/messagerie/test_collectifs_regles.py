"""The thread of adults of several schools: the stricter of their rules, both ways."""

import datetime as dt
import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from ent.annuaire.models import Role
from ent.diffusion.models import Notification
from messagerie.actions import messages as actions
from messagerie.actions.incidents import declarer_incident
from messagerie.droits.regles import ADMIS, CHOIX, Droit, Table, code
from messagerie.models import Fil, Suspension
from tests.etages import poser
from tests.messagerie.collectifs import Projet, relue

NUIT = dt.datetime(2026, 11, 24, 21, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def projet(d, mardi) -> Projet:
    return Projet(d)


# --- The stricter rules -----------------------------------------------------------------------------------------------
def test_the_table_of_two_schools_is_the_stricter_cell_by_cell():
    rang = ["non", "reponse", "oui"]
    for cellule in CHOIX:
        for un, autre in itertools.product(ADMIS[cellule], repeat=2):
            for paire in ([{cellule: un}, {cellule: autre}], [{cellule: autre}, {cellule: un}]):
                stricte = Table.la_plus_stricte(Table(c) for c in paire)
                assert stricte.droit(*cellule) == min(un, autre, key=rang.index)
    assert {Table.la_plus_stricte([]).droit(*c) for c in ADMIS} == {Droit.NON}


@pytest.mark.parametrize("laquelle", ["elementaire", "maternelle"])
@pytest.mark.parametrize("cible", ["direction", "enseignant", "personnel"])
def test_what_one_school_forbids_nobody_does(d, projet, laquelle, cible):
    assert projet.peut(projet.louise) and projet.peut(projet.anouk)
    poser({code("enseignant", cible): "non"}, getattr(d, laquelle))
    for personne in (projet.louise, projet.anouk):
        assert not projet.peut(personne) and projet.lit(personne)
        with pytest.raises(PermissionDenied, match="une des écoles"):
            projet.ecrire(personne)
    assert projet.peut(d.directrice) and projet.peut(d.directrice_maternelle), "of whom no cell was said"


@pytest.mark.parametrize("laquelle", ["elementaire", "maternelle"])
def test_reply_only_in_one_school_is_reply_only_for_all(d, projet, laquelle):
    poser({code("enseignant", "direction"): "reponse"}, getattr(d, laquelle))
    poser({code("enseignant", "enseignant"): "reponse", code("enseignant", "personnel"): "oui"}, getattr(d, laquelle))
    assert not projet.peut(projet.louise) and not projet.peut(projet.anouk)
    Fil.objects.update(ont_ecrit=",direction,enseignant,")
    assert projet.peut(projet.louise) and projet.peut(projet.anouk)


@pytest.mark.parametrize(("debut", "attendu"), [("elementaire", "maternelle"), ("maternelle", "elementaire")])
def test_nothing_buzzes_anybody_in_the_quiet_hours_of_one_of_them(d, projet, horloge, debut, attendu):
    """One rests from 19:00 to 7:30, the other from 22:00 to 8:00: written at 21:10, everybody is told at 8:00."""
    poser({"calme.debut": dt.time(19), "calme.fin": dt.time(7, 30)}, getattr(d, debut))
    poser({"calme.debut": dt.time(22), "calme.fin": dt.time(8)}, getattr(d, attendu))
    horloge(NUIT)
    projet.ecrire(projet.louise, "Un mot du soir")
    projet.ecrire(projet.anouk, "Un autre")
    dites = Notification.objects.filter(nature="messagerie.message")
    # 7:30 falls in the quiet hours of the other.
    assert {timezone.localtime(n.visible_le) for n in dites} == {
        dt.datetime(2026, 11, 25, 8, 0, tzinfo=timezone.get_default_timezone())
    }
    assert {n.destinataire_id: n.etablissement for n in dites} == {
        projet.anouk.pk: d.maternelle,
        projet.louise.pk: d.elementaire,
    }


def test_between_colleagues_the_page_itself_waits_for_nobody(d, projet, horloge):
    horloge(NUIT)
    assert projet.ecrire(projet.louise).numero == 1


@pytest.mark.parametrize(
    ("laquelle", "coupe", "ecrit"), [("elementaire", "louise", "anouk"), ("maternelle", "anouk", "louise")]
)
def test_an_incident_of_one_school_stops_its_people_and_freezes_the_thread(d, projet, laquelle, coupe, ecrit):
    sien = projet.ecrire(getattr(projet, ecrit), "Une menace")
    ecole = getattr(d, laquelle)
    directions = {d.elementaire: d.directrice, d.maternelle: d.directrice_maternelle}
    declarer_incident(etablissement=ecole, portee="tous", motif="Comptes volés.", auteur=relue(directions[ecole]))
    assert not projet.peut(getattr(projet, coupe)) and projet.peut(getattr(projet, ecrit))
    assert all(projet.peut(direction) for direction in directions.values())
    with pytest.raises(PermissionDenied):
        projet.ecrire(getattr(projet, coupe))
    with pytest.raises(PermissionDenied):
        actions.reagir(message=sien, personne=relue(getattr(projet, coupe)), signe="merci")
    with pytest.raises(PermissionDenied, match="gelé"):
        actions.rappeler(message=sien, auteur=relue(getattr(projet, ecrit)))


def test_who_works_in_both_is_stopped_by_either(d, projet):
    Role.objects.create(
        personne=d.directrice_maternelle, nature="enseignant", etablissement=d.elementaire, debut="2026-09-01"
    )
    projet.tenir(adultes=[*projet.adultes, d.directrice_maternelle])
    declarer_incident(etablissement=d.elementaire, portee="tous", motif="Comptes volés.", auteur=relue(d.directrice))
    assert not projet.peut(d.directrice_maternelle), "a direction there, a teacher here"


def test_an_incident_of_a_third_school_stops_nobody_and_of_the_territory_all(d, projet):
    declarer_incident(etablissement=projet.tierce, portee="tous", motif="Ailleurs.", auteur=relue(projet.chef_tiers))
    assert projet.peut(projet.louise) and projet.peut(projet.anouk)
    declarer_incident(etablissement=None, portee="tous", motif="Partout.", auteur=relue(d.operateur))
    assert not projet.peut(projet.louise) and not projet.peut(projet.anouk) and projet.peut(d.directrice)


@pytest.mark.parametrize("laquelle", ["elementaire", "maternelle"])
def test_a_suspension_of_any_of_its_schools_stops_the_person(d, projet, laquelle):
    poses = {"par": d.directrice, "motif": "Trop vif", "date_fin": dt.date(2026, 12, 1)}
    Suspension.objects.create(etablissement=projet.tierce, personne=projet.anouk, **poses)
    assert projet.peut(projet.anouk), "elsewhere"
    Suspension.objects.create(etablissement=getattr(d, laquelle), personne=projet.anouk, **poses)
    assert not projet.peut(projet.anouk) and projet.peut(projet.louise)
