"""What is noted of a list by several hands, as each of them types it: nobody erases what they never read, and nothing that was typed is lost."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.services.periscolaire.models import Pointage
from tests.graines import MARDI_10H

from .conftest import VENDREDI


@pytest.fixture
def garderie(d, ouvrir, dire, horloge):
    """Inès and Sofiane stay in the evening of Friday, that has come."""
    service = ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30))
    dire(service, d.eleve_cp, VENDREDI)
    dire(service, d.eleve_cm2, VENDREDI)
    horloge(MARDI_10H + dt.timedelta(days=3, hours=7))
    return service


@pytest.fixture
def envoyer(d, garderie, entrer):
    """``envoyer(d.directrice, (d.eleve_cp, "||", "oui", "17:10", "sa grand-mère"))``: of each child, what the page had read and what it says."""

    def envoye(qui, *lignes, **options):
        envoi = dict(options)
        for eleve, *dits in lignes:
            envoi |= {f"{nom}-{eleve.uuid}": dit for nom, dit in zip(("lu", "vu", "a", "avec"), dits, strict=False)}
        adresse = reverse("periscolaire_pointer", args=[garderie.pk, VENDREDI])
        return entrer(qui).post(adresse, envoi, follow=True)

    return envoye


def note(eleve) -> tuple:
    p = Pointage.objects.filter(eleve=eleve).first()
    return p and (p.present, p.parti_a, p.parti_avec)


def texte(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text.replace("\u00a0", " ")))


def champ(page, nom, eleve) -> str:
    return re.search(rf'name="{nom}-{eleve.uuid}" value="([^"]*)"', page.text)[1]


PARTIE = (True, dt.time(17, 10), "sa grand-mère")


# --- Two phones -------------------------------------------------------------------------------------------------------
@pytest.fixture
def partie(d, envoyer):
    """The direction noted that Inès left, while another phone held the list as it was before."""
    envoyer(d.directrice, (d.eleve_cp, "||", "oui", "17:10", "sa grand-mère"), (d.eleve_cm2, "||"))


def test_all_there_from_an_older_page_leaves_who_left_as_they_were_noted(d, partie, envoyer, cantiniere):
    envoyer(cantiniere, (d.eleve_cp, "||"), (d.eleve_cm2, "||"), tous="1")
    assert (note(d.eleve_cp), note(d.eleve_cm2)) == (PARTIE, (True, None, ""))


def test_all_there_says_nothing_over_an_absence_that_another_noted(d, envoyer, cantiniere):
    envoyer(d.directrice, (d.eleve_cp, "||", "non"))
    envoyer(cantiniere, (d.eleve_cp, "||"), tous="1")
    assert note(d.eleve_cp) == (False, None, "")


def test_there_from_an_older_page_adds_nothing_to_a_departure(d, partie, envoyer, cantiniere):
    assert "Rien n’a changé." in texte(envoyer(cantiniere, (d.eleve_cp, "||", "oui")))
    assert note(d.eleve_cp) == PARTIE


def test_a_departure_is_added_to_who_another_said_was_there(d, envoyer, cantiniere):
    envoyer(d.directrice, (d.eleve_cp, "||"), tous="1")
    envoyer(cantiniere, (d.eleve_cp, "||", "oui", "17:10", "sa grand-mère"))
    assert note(d.eleve_cp) == PARTIE


@pytest.mark.parametrize("dit", [("non",), ("oui", "17:20", "son père"), ("oui", "17:10", "")])
def test_what_another_noted_meanwhile_is_said_before_it_is_replaced(d, partie, envoyer, cantiniere, dit):
    page = envoyer(cantiniere, (d.eleve_cp, "||", *dit), (d.eleve_cm2, "||", "oui"))
    assert page.status_code == 422
    assert "Pour Inès, quelqu’un d’autre a noté depuis « là, 17:10, sa grand-mère » : rien n’a changé." in texte(page)
    assert (note(d.eleve_cp), note(d.eleve_cm2)) == (PARTIE, (True, None, ""))
    a, avec = (champ(page, nom, d.eleve_cp) for nom in ("a", "avec"))
    assert [a, avec] == ([*dit[1:], "", ""])[:2]  # what was typed is still there
    envoyer(cantiniere, (d.eleve_cp, champ(page, "lu", d.eleve_cp), *dit))  # by who read the other
    assert note(d.eleve_cp)[0] is (dit[0] == "oui")
    assert note(d.eleve_cp) != PARTIE


def test_sent_twice_it_is_noted_once(d, partie, envoyer):
    assert envoyer(d.directrice, (d.eleve_cp, "||", "oui", "17:10", "sa grand-mère")).status_code == 200
    assert note(d.eleve_cp) == PARTIE
    assert EntreeJournal.objects.filter(verbe="periscolaire.pointer").count() == 1


def test_who_was_taken_off_the_list_since_may_still_be_said_to_have_come(d, garderie, envoyer, dire, cantiniere):
    dire(garderie, d.eleve_cp, VENDREDI, veut=False, origine="ecole", par=d.directrice)
    assert "non prévu" in texte(envoyer(cantiniere, (d.eleve_cp, "||", "oui"), (d.eleve_cm2, "||"), tous="1"))
    assert (note(d.eleve_cp), note(d.eleve_cm2)) == ((True, None, ""), (True, None, ""))


# --- Hours, as they are typed -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tape", "lu"),
    [
        ("17:30", dt.time(17, 30)),
        ("17:30:00", dt.time(17, 30)),
        ("17h30", dt.time(17, 30)),
        ("17 h 30", dt.time(17, 30)),
        ("17\u00a0h\u00a030", dt.time(17, 30)),
        ("17H", dt.time(17)),
        ("17 h", dt.time(17)),
        ("17", dt.time(17)),
        ("9:05", dt.time(9, 5)),
    ],
)
def test_an_hour_is_read_as_french_writes_it(d, garderie, envoyer, cantiniere, tape, lu):
    type(garderie).objects.update(debut=dt.time(7, 30))  # of the morning: nobody leaves before it begins
    assert envoyer(cantiniere, (d.eleve_cp, "||", "oui", tape)).status_code == 200
    assert note(d.eleve_cp) == (True, lu, "")


@pytest.mark.parametrize("tape", ["tard", "25h", "17:60", "17:30Z", "17:30+02:00", "17h3", "²h", "1730000"])
def test_one_hour_that_cannot_be_read_loses_nothing_of_what_was_typed(d, envoyer, cantiniere, tape):
    page = envoyer(cantiniere, (d.eleve_cp, "||", "oui", tape, "sa grand-mère"), (d.eleve_cm2, "||", "oui", "17h"))
    assert page.status_code == 422
    assert "Pour Inès, l’heure de départ ne se lit pas : écrivez 17:30." in texte(page)
    assert "1 enfant est pointé." in texte(page)
    assert (note(d.eleve_cp), note(d.eleve_cm2)) == (None, (True, dt.time(17), ""))
    lus = [champ(page, nom, d.eleve_cp) for nom in ("lu", "a", "avec")]
    assert lus == ["||", tape, "sa grand-mère"]
    assert re.search(rf'name="vu-{d.eleve_cp.uuid}" value="oui" checked', page.text)


def test_who_left_was_there(d, envoyer, cantiniere):
    envoyer(cantiniere, (d.eleve_cp, "||", "", "17:10", "sa grand-mère"))
    assert note(d.eleve_cp) == PARTIE


# --- The day alone, and taken back ------------------------------------------------------------------------------------
def test_nobody_is_seen_on_a_day_that_has_not_come(d, garderie, envoyer, horloge, cantiniere):
    """« Tous là » of a day to come left marks that the invoice of the month counts."""
    horloge(MARDI_10H)
    page = envoyer(cantiniere, (d.eleve_cp, "||"), (d.eleve_cm2, "||", "oui"), tous="1")
    assert "Ce jour n’est pas encore venu" in texte(page) and not Pointage.objects.exists()
    assert "On pointe le jour même." in page.text and "Tous là" not in page.text and 'name="vu-' not in page.text


def test_what_was_noted_of_a_child_is_taken_back(d, partie, envoyer, cantiniere):
    assert 'value="rien"' in envoyer(cantiniere).text
    envoyer(cantiniere, (d.eleve_cp, "oui|17:10|sa grand-mère", "rien", "17:10", "sa grand-mère"))
    assert note(d.eleve_cp) is None
    assert 'value="rien"' not in envoyer(cantiniere).text  # nothing is noted of anybody


def test_all_that_was_noted_is_taken_back_but_what_another_noted_meanwhile(d, garderie, envoyer, cantiniere, horloge):
    envoyer(cantiniere, (d.eleve_cp, "||"), (d.eleve_cm2, "||"), tous="1")
    assert "Effacer tout le pointage" in envoyer(cantiniere).text
    envoyer(d.directrice, (d.eleve_cp, "oui||", "oui", "17:10", "sa grand-mère"))
    horloge(MARDI_10H)  # of a day to come too, where it was noted before
    page = envoyer(cantiniere, (d.eleve_cp, "oui||"), (d.eleve_cm2, "oui||"), effacer="1")
    assert (page.status_code, note(d.eleve_cp), note(d.eleve_cm2)) == (422, PARTIE, None)
    assert "1 enfant n’est plus pointé." in texte(page) and "quelqu’un d’autre a noté depuis" in texte(page)
