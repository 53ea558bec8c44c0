"""An absence that is declared offers to cancel the meal, cancels it with it, and gives it back when it is withdrawn."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.registres import Manque, enfants
from ent.services.periscolaire.actions import ecole
from ent.services.periscolaire.actions.absences import annuler_pour_absence, rendre_apres_absence
from ent.services.periscolaire.actions.rythmes import arreter_rythme, poser_rythme
from ent.services.periscolaire.lectures.absences import proposer
from ent.services.periscolaire.lectures.listes import cuisine_de
from tests.etages import poser

from .conftest import JEUDI, PROCHAIN, VENDREDI, etats


def manque(d, debut=VENDREDI, fin=None, moment="", eleve=None) -> Manque:
    return Manque(eleve or d.eleve_cp, d.elementaire, debut, fin or debut, moment)


def dite_de(proposition) -> tuple[str, str, str]:
    return tuple(mots.replace("\u00a0", " ") for mots in (proposition.phrase, proposition.effet, proposition.bouton))


@pytest.fixture
def inscrite(d, cantine, dire):
    dire(cantine, d.eleve_cp, VENDREDI, PROCHAIN)


def test_the_meal_is_offered_with_until_when(d, inscrite):
    assert dite_de(proposer(d.mere, manque(d))) == (
        "Annuler la cantine d’Inès",
        "Prévenu avant vendredi 27 novembre 9 h 00 : ce ne sera pas compté.",
        "annuler 1 repas",
    )
    assert dite_de(proposer(d.mere, manque(d, fin=PROCHAIN)))[2] == "annuler 2 repas"


def test_nothing_is_offered_where_nothing_is_declared_nor_after_the_hour(d, inscrite, horloge):
    assert proposer(d.mere, manque(d, debut=JEUDI)) is None
    assert proposer(d.mere, manque(d, eleve=d.eleve_cm2)) is None
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 9, 1)))
    assert proposer(d.mere, manque(d)) is None


def test_nothing_is_offered_to_who_does_not_declare_for_the_child(d, inscrite):
    assert [proposer(autre, manque(d)) for autre in (d.mere_arabophone, d.directrice, d.enseignante)] == [None] * 3
    ecole.decider_declarant(
        etablissement=d.elementaire, eleve=d.eleve_cp, responsable=d.pere_separe, auteur=d.directrice
    )
    assert proposer(d.mere, manque(d)) is None
    assert proposer(d.pere_separe, manque(d)) is not None


def test_half_a_day_says_nothing_of_the_meal(d, inscrite, ouvrir, dire):
    """Who comes at noon eats."""
    garderie = ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30))
    dire(garderie, d.eleve_cp, VENDREDI)
    assert proposer(d.mere, manque(d, moment="matin")) is None
    assert dite_de(proposer(d.mere, manque(d, moment="apres_midi")))[::2] == (
        "Annuler pour Inès : garderie du soir",
        "annuler 1 jour",
    )
    assert dite_de(proposer(d.mere, manque(d)))[::2] == (
        "Annuler pour Inès : cantine, garderie du soir",
        "annuler 2 jours",
    )


def test_it_is_cancelled_with_the_absence_and_comes_back_with_the_child(d, cantine, inscrite, horloge):
    annuler_pour_absence(d.mere, manque(d))
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "non", PROCHAIN: "oui"}
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 8, 0)))  # past the hour to add, before the count is stopped
    rendre_apres_absence(d.mere, manque(d))
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "oui"


def test_what_was_cancelled_otherwise_does_not_come_back(d, cantine, inscrite, dire):
    dire(cantine, d.eleve_cp, VENDREDI, veut=False)
    rendre_apres_absence(d.mere, manque(d))
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "non"


def test_a_day_of_a_rhythm_comes_back_to_its_rhythm(d, cantine):
    rythme, _bilan = poser_rythme(
        service=cantine, eleve=d.eleve_cp, jours="0", debut=PROCHAIN, fin=dt.date(2026, 12, 18), par=d.mere
    )
    annuler_pour_absence(d.mere, manque(d, debut=PROCHAIN))
    rendre_apres_absence(d.mere, manque(d, debut=PROCHAIN))
    assert arreter_rythme(rythme=rythme, par=d.mere) == 3
    assert etats(cantine, d.eleve_cp) == {}


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_a_mother_says_it_once_on_the_page_of_absences(d, cantine, inscrite, entrer):
    client, adresse = entrer(d.mere), reverse("absences_prevenir")
    cle = d.eleve_cp.inscriptions.get().pk
    envoi = {"eleves": [cle], "quand": "plusieurs", "debut": str(VENDREDI), "fin": str(VENDREDI)}
    envoi |= {"duree": "journee", "motif": "maladie"}
    page = client.post(adresse, envoi).text
    assert "Annuler la cantine d’Inès" in page
    (suite,) = re.findall(r'name="suites" value="([^"]+)" checked', page)
    lue = page.partition('name="lue" value="')[2].partition('"')[0]
    assert client.post(adresse, envoi | {"suites": [suite], "lue": lue}).status_code == 302
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "non"


def test_who_serves_and_who_cooks_read_that_a_child_is_not_in_class(d, cantine, inscrite, dire, entrer, monkeypatch):
    dire(cantine, d.eleve_cm2, VENDREDI)
    connus = {(d.elementaire.pk, VENDREDI): {"matin": dict.fromkeys([d.eleve_cp.pk, d.eleve_ce1.pk])}}
    monkeypatch.setattr(enfants, "_absents", [lambda ecole, jour: connus.get((ecole, jour), {})])
    page = entrer(d.directrice).get(reverse("periscolaire_liste", args=[cantine.pk, VENDREDI])).text
    assert page.count("absent de la classe") == 1
    assert "absent de la classe" in page.partition("Inès Belhadj")[2].partition("</li>")[0]
    assert cuisine_de(cantine, VENDREDI).absents == 1


# --- An absence that takes the place of another, and two that hold the same day ------------------------------------------
@pytest.fixture
def declarer(d):
    """``declarer(d.mere)``: Inès, Friday, with what follows from it."""
    absences = pytest.importorskip("ent.services.vie_scolaire.actions.absences")

    def declaree(par, duree="journee", suites=("periscolaire",), debut=VENDREDI, fin=None, **options):
        return absences.declarer_absence(
            eleve=d.eleve_cp,
            etablissement=d.elementaire,
            par=par,
            debut=debut,
            fin=fin or debut,
            duree=duree,
            motif="maladie",
            suites=suites,
            **options,
        )

    return declaree


@pytest.fixture
def retirer():
    absences = pytest.importorskip("ent.services.vie_scolaire.actions.absences")
    return lambda dite: absences.retirer_absence(declaration=dite, par=dite.par)


def changer(client, d, dite, *, sans=(), garde=False, **champs):
    """As the page of that absence sends it, once its sentence was shown; `sans`: boxes left out; `garde`: from the outbox of a device."""
    adresse = reverse("absences_changer", args=[dite.pk]) if dite else reverse("absences_prevenir")
    envoi = {"eleves": [d.eleve_cp.inscriptions.get().pk], "quand": "plusieurs", "debut": str(VENDREDI)}
    envoi |= {"fin": str(VENDREDI), "duree": "journee", "motif": "reunion"} | champs
    if garde:
        return client.post(adresse, envoi | {"lue": "hors-ligne"}, headers={"X-Boite": "1"})
    page = client.post(adresse, envoi).text
    lue = page.partition('name="lue" value="')[2].partition('"')[0]
    suites = re.findall(r'name="suites" value="([^"]+)" checked', page)
    return client.post(adresse, envoi | {"lue": lue, "suites": [s for s in suites if s.partition(":")[2] not in sans]})


@pytest.mark.besoin_de("ent.services.vie_scolaire")
@pytest.mark.parametrize("par", ["la page qui change", "la page qui prévient"])
def test_an_absence_told_otherwise_leaves_the_meal_cancelled(d, cantine, inscrite, declarer, entrer, par):
    dite = declarer(d.mere)
    assert changer(entrer(d.mere), d, dite if par == "la page qui change" else None).status_code == 302
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "non", PROCHAIN: "oui"}
    assert cantine.jours_declares.filter(jour=VENDREDI).count() == 2  # never declared again meanwhile


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_what_the_former_had_cancelled_is_offered_and_given_back_by_who_leaves_it_out(
    d, cantine, inscrite, declarer, entrer
):
    dite = declarer(d.mere)
    avant = [manque(d)]
    assert dite_de(proposer(d.mere, manque(d), avant))[1:] == ("C’est annulé.", "annuler 1 repas")
    assert dite_de(proposer(d.mere, manque(d, fin=PROCHAIN), avant))[1:] == (
        "Prévenu avant lundi 30 novembre 9 h 00 : ce ne sera pas compté.",
        "annuler 2 repas",
    )
    assert proposer(d.mere, manque(d)) is None  # of who replaces nothing
    assert changer(entrer(d.mere), d, dite, sans=("periscolaire",)).status_code == 302
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "oui"


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_an_absence_that_moves_gives_back_the_days_that_it_leaves(d, cantine, inscrite, declarer, entrer):
    dite = declarer(d.mere)
    changer(entrer(d.mere), d, dite, debut=str(PROCHAIN), fin=str(PROCHAIN))
    assert etats(cantine, d.eleve_cp) == {VENDREDI: "oui", PROCHAIN: "non"}


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_told_otherwise_once_it_is_too_late_to_cancel_the_meal_stays_cancelled(
    d, ouvrir, dire, declarer, entrer, horloge
):
    cantine = ouvrir(delai_ajout="0 09:00", delai_annulation="1 09:00")
    dire(cantine, d.eleve_cp, VENDREDI)
    dite = declarer(d.mere)
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 7, 0)))
    changer(entrer(d.mere), d, dite)
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "non"


@pytest.mark.besoin_de("ent.services.vie_scolaire")
@pytest.mark.parametrize("ferme", [False, True])
def test_where_nothing_can_be_offered_what_was_cancelled_stays_so(d, cantine, inscrite, declarer, entrer, ferme):
    """Without network, or while the school has its module off."""
    dite = declarer(d.mere)
    if ferme:
        poser({"module.periscolaire": False}, d.elementaire)
    assert changer(entrer(d.mere), d, dite if ferme else None, garde=not ferme).status_code < 400
    assert dite.eleve.absences_declarees.get(retiree_le=None).motif == "reunion"
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "non"


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_a_day_that_both_parents_told_comes_back_when_both_have_withdrawn(d, cantine, inscrite, declarer, retirer):
    de_la_mere, du_pere = declarer(d.mere), declarer(d.pere_separe, suites=())  # nothing was left to offer him
    retirer(de_la_mere)
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "non"
    retirer(du_pere)
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "oui"


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_half_a_day_withdrawn_gives_back_what_is_around_it_alone(d, ouvrir, dire, declarer, retirer):
    matin = ouvrir(nature="garderie-matin", debut=dt.time(7, 30), fin=dt.time(8, 20))
    soir = ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30))
    for service in (matin, soir):
        dire(service, d.eleve_cp, VENDREDI)
    du_matin, _de_l_apres_midi = declarer(d.mere, "matin"), declarer(d.mere, "apres_midi")
    retirer(du_matin)
    assert [etats(service, d.eleve_cp)[VENDREDI] for service in (matin, soir)] == ["oui", "non"]


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_half_a_day_that_is_still_told_keeps_what_is_around_it(d, ouvrir, cantine, inscrite, dire, declarer, retirer):
    soir = ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30))
    dire(soir, d.eleve_cp, VENDREDI)
    de_la_mere, _du_pere = declarer(d.mere), declarer(d.pere_separe, "apres_midi", suites=())
    retirer(de_la_mere)
    assert [etats(service, d.eleve_cp)[VENDREDI] for service in (cantine, soir)] == ["oui", "non"]


@pytest.mark.besoin_de("ent.services.vie_scolaire")
def test_a_lateness_that_is_still_told_keeps_no_meal_cancelled(d, cantine, inscrite, declarer, retirer):
    de_la_mere, _du_pere = declarer(d.mere), declarer(d.pere_separe, "retard", suites=())
    retirer(de_la_mere)
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "oui"
