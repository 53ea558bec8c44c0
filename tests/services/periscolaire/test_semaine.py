"""The week of a family: every child on one screen, whatever the school, and one's own changes alone."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from ent.portail.actions import choisir_langue
from ent.services.periscolaire.actions import ecole as actions
from ent.services.periscolaire.models import JourDeclare

from .conftest import LUNDI, PROCHAIN, VENDREDI, etats

JOUR = dt.timedelta(days=1)
SEMAINE = dt.timedelta(days=7)


def adresse(lundi=PROCHAIN, nature="cantine") -> str:
    return reverse("periscolaire_semaine", args=[nature, lundi])


def cle(service, eleve, jour) -> str:
    return f"{service.pk}:{eleve.uuid}:{jour}"


def texte(reponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reponse.text.replace("\u00a0", " ")))


def lus(page: str) -> list[str]:
    return re.findall(r'name="lu" value="([^"]+)"', page)


@pytest.fixture
def petits(d, ouvrir):
    """The nursery's: to be said by the Thursday before."""
    return ouvrir(d.maternelle, delai_ajout="jeu 12:00")


def test_siblings_of_two_schools_stand_side_by_side_with_their_own_rules(d, cantine, petits, entrer, publier):
    publier()
    publier(d.maternelle, texte="Lundi : purée")
    page = entrer(d.mere).get(adresse())
    lu = texte(page)
    assert lu.count("Lina-Maëlys") >= 4
    assert "École du Cerf-Volant Taboulé, sauté de dinde ou boulettes de pois chiches, yaourt." in lu
    assert "École Les Coquelicots Purée." in lu
    assert "Pour inscrire : le jour d’école d’avant, avant 9 h 00." in lu
    assert "Pour inscrire : le jeudi de la semaine d’avant, avant 12 h 00." in lu
    assert len(lus(page.text)) == 3 * 4  # three children, four days
    assert "En cas d’oubli, votre enfant mange dans tous les cas." in lu


def test_what_is_ticked_is_kept_and_a_day_left_empty_says_no(d, cantine, entrer):
    client = entrer(d.mere)
    envoi = {"mange": [cle(cantine, d.eleve_cp, PROCHAIN)], "lu": lus(client.get(adresse()).text)}
    suite = client.post(adresse(), envoi, follow=True)
    assert "C’est noté. 1 jour est inscrit." in texte(suite)
    assert etats(cantine, d.eleve_cp) == {
        PROCHAIN: "oui",
        PROCHAIN + JOUR: "non",
        PROCHAIN + 3 * JOUR: "non",
        PROCHAIN + 4 * JOUR: "non",
    }
    assert etats(cantine, d.eleve_cm2) == etats(cantine, d.eleve_ce1) == {}


def test_nothing_is_said_of_a_child_whom_one_left_alone_until_the_week_is_sent_as_it_is(d, cantine, entrer):
    """« Enregistrer 1 changement » says one child's week: the other holder would read a « no » by somebody who said nothing. « Enregistrer la semaine » says all."""
    client = entrer(d.mere)
    client.post(adresse(), {"mange": [cle(cantine, d.eleve_cp, PROCHAIN)], "lu": lus(client.get(adresse()).text)})
    assert etats(cantine, d.eleve_cm2) == {}
    assert client.get(adresse()).text.count("data-dit-le-compte") == 1
    client.post(adresse(), {"mange": [cle(cantine, d.eleve_cp, PROCHAIN)], "lu": lus(client.get(adresse()).text)})
    assert set(etats(cantine, d.eleve_cm2).values()) == {"non"}
    assert etats(cantine, d.eleve_cp)[PROCHAIN] == "oui"


def test_the_last_word_of_two_holders_counts_and_each_reads_who_said_it_without_contacts(d, cantine, entrer, dire):
    dire(cantine, d.eleve_cp, PROCHAIN, par=d.pere_separe)
    page = entrer(d.mere).get(adresse()).text
    assert "par M. Belhadj" in page
    assert [
        mot for mot in ("mehdi.belhadj", d.pere_separe.telephone or "§", d.pere_separe.adresse or "§") if mot in page
    ] == []
    assert "par M. Belhadj" not in entrer(d.pere_separe).get(adresse()).text


def test_a_box_left_alone_never_undoes_what_the_other_said_meanwhile(d, cantine, entrer, dire):
    client = entrer(d.mere)
    page = lus(client.get(adresse()).text)
    dire(cantine, d.eleve_cp, PROCHAIN, PROCHAIN + JOUR, par=d.pere_separe)
    client.post(adresse(), {"mange": [cle(cantine, d.eleve_cp, PROCHAIN + 3 * JOUR)], "lu": page})
    assert etats(cantine, d.eleve_cp) == {
        PROCHAIN: "oui",
        PROCHAIN + JOUR: "oui",
        PROCHAIN + 3 * JOUR: "oui",
        PROCHAIN + 4 * JOUR: "non",
    }


def test_a_day_that_somebody_else_said_since_is_not_said_over_unread(d, cantine, entrer, dire):
    """Her page waited two days for the network: what it never read stays, and the rest of her week is kept."""
    client = entrer(d.mere)
    page = lus(client.get(adresse()).text)
    dire(cantine, d.eleve_cp, PROCHAIN, par=d.pere_separe, veut=False)
    envoi = {"mange": [cle(cantine, d.eleve_cp, PROCHAIN), cle(cantine, d.eleve_cp, PROCHAIN + JOUR)], "lu": page}
    dit = client.post(adresse(), envoi, headers={"X-Boite": "un"}).json()
    assert dit["reserves"] == [
        "Inès, lundi 30 novembre : rien n’a changé. Quelqu’un d’autre l’a dit depuis : relisez ce jour."
    ]
    assert etats(cantine, d.eleve_cp)[PROCHAIN] == "non"
    assert etats(cantine, d.eleve_cp)[PROCHAIN + JOUR] == "oui"
    client.post(adresse(), {"mange": [cle(cantine, d.eleve_cp, PROCHAIN)], "lu": lus(client.get(adresse()).text)})
    assert etats(cantine, d.eleve_cp)[PROCHAIN] == "oui"  # once she has read it, the last word is hers


def test_the_outbox_says_what_could_not_be_kept_and_pages_do_not_say_it_again(d, cantine, entrer, horloge):
    client = entrer(d.mere)
    page = lus(client.get(adresse(LUNDI)).text)
    horloge(timezone.make_aware(dt.datetime(2026, 11, 26, 9, 1)))
    envoi = {"numero": str(uuid.uuid4()), "mange": [cle(cantine, d.eleve_cp, VENDREDI)], "lu": page}
    dits = [client.post(adresse(LUNDI), envoi, headers={"X-Boite": "un"}).json() for _fois in range(2)]
    assert [len(dit["reserves"]) for dit in dits] == [1, 0]  # sent again, it makes and says nothing more
    assert dits[0]["recu"] == "un" and "C’était à dire avant" in dits[0]["reserves"][0]
    assert "rien n’a changé" not in client.get(adresse(LUNDI)).text


def test_a_day_that_closed_while_the_sending_waited_is_said_and_loses_nothing_else(d, cantine, entrer):
    client = entrer(d.mere)
    page = lus(client.get(adresse()).text)
    ferme = cle(cantine, d.eleve_cp, PROCHAIN)
    cantine.jours = "134"
    cantine.save()
    envoi = {
        "mange": [ferme, cle(cantine, d.eleve_cp, PROCHAIN + JOUR)],
        "lu": [*page, f"{cantine.pk}:x:2026-11-31=oui"],
    }
    suite = client.post(adresse(), envoi, follow=True)
    assert "Pour lundi 30 novembre, rien n’a changé : ce jour ne se dit plus ici." in texte(suite)
    assert "C’est noté. 1 jour est inscrit." in texte(suite)
    assert etats(cantine, d.eleve_cp)[PROCHAIN + JOUR] == "oui"


def test_each_reason_is_said_once_a_day_whatever_the_number_of_children(d, cantine, entrer, horloge):
    client = entrer(d.mere)
    page = lus(client.get(adresse(LUNDI)).text)
    horloge(timezone.make_aware(dt.datetime(2026, 11, 26, 9, 1)))
    coches = [cle(cantine, eleve, VENDREDI) for eleve in (d.eleve_cp, d.eleve_cm2)]
    suite = client.post(adresse(LUNDI), {"mange": coches, "lu": page}, follow=True)
    assert texte(suite).count("rien n’a changé") == 1
    assert re.search("(Inès, Sofiane|Sofiane, Inès), vendredi 27 novembre", texte(suite))


def test_sent_twice_it_is_the_same(d, cantine, entrer):
    client = entrer(d.mere)
    envoi = {"mange": [cle(cantine, d.eleve_cp, PROCHAIN)], "lu": lus(client.get(adresse()).text)}
    client.post(adresse(), envoi)
    avant = JourDeclare.objects.count()
    client.post(adresse(), envoi)
    assert JourDeclare.objects.count() == avant


def test_as_last_week_ticks_and_keeps_nothing(d, cantine, entrer, dire):
    dire(cantine, d.eleve_cp, LUNDI, par=d.directrice, origine="ecole")
    page = entrer(d.mere).get(adresse() + "?comme=1").text
    coches = re.findall(r'value="([^"]+)" checked', page)
    assert coches == [cle(cantine, d.eleve_cp, PROCHAIN)]
    assert "Rien n’est encore envoyé" in page
    assert etats(cantine, d.eleve_cp) == {LUNDI: "oui"}


def test_after_holidays_it_is_as_the_last_week_that_had_something_and_says_which(d, cantine, entrer, dire):
    """The week before has nothing: two of holidays came between, and a « non » of one day is nothing."""
    client, rentree = entrer(d.mere), PROCHAIN + 6 * SEMAINE
    assert "Rien n’était coché les semaines d’avant." in texte(client.get(adresse(rentree) + "?comme=1"))
    dire(cantine, d.eleve_cp, PROCHAIN, par=d.directrice, origine="ecole")
    dire(cantine, d.eleve_cm2, PROCHAIN + SEMAINE, veut=False, par=d.directrice, origine="ecole")
    page = client.get(adresse(rentree) + "?comme=1")
    assert re.findall(r'value="([^"]+)" checked', page.text) == [cle(cantine, d.eleve_cp, rentree)]
    assert "Coché comme la semaine du 30 novembre." in texte(page)


def test_after_the_hour_the_page_says_until_when_it_was_and_whom_to_call(d, cantine, entrer):
    lu = texte(entrer(d.mere).get(adresse(LUNDI)))
    assert "C’était à dire avant aujourd’hui 9 h 00. Appelez : Mme Garnier, 01 99 00 12 30." in lu


@pytest.mark.parametrize(("langue", "dit"), [("fr", "Inès : C’était"), ("tr", "Inès: Son bildirme")])
def test_who_a_reason_is_about_is_spaced_as_each_language_does(d, cantine, entrer, dire, langue, dit):
    """Sofiane is on the list of that day and may still be taken off it; Inès is not, and may be added no more."""
    dire(cantine, d.eleve_cm2, VENDREDI, par=d.directrice, origine="ecole")
    choisir_langue(personne=d.mere, langue=langue)
    with time_machine.travel(timezone.make_aware(dt.datetime(2026, 11, 26, 10, 0)), tick=False):
        assert dit in texte(entrer(d.mere).get(adresse(LUNDI)))


def test_the_hour_is_that_of_the_first_day_still_open(d, cantine, entrer, horloge):
    """On that Friday Monday is closed since nine: what is said above it is about Tuesday."""
    horloge(timezone.make_aware(dt.datetime(2026, 11, 27, 10, 0)))
    lu = texte(entrer(d.mere).get(adresse()))
    assert "Touchez qui mange. Pour mardi 1er décembre, à dire avant lundi 30 novembre 9 h 00 ." in lu
    assert "C’était à dire avant aujourd’hui 9 h 00." in lu


def test_a_box_whose_hour_passed_while_the_page_was_open_is_refused_and_said(d, cantine, entrer, horloge):
    client = entrer(d.mere)
    page = lus(client.get(adresse(LUNDI)).text)
    horloge(timezone.make_aware(dt.datetime(2026, 11, 26, 9, 1)))
    suite = client.post(adresse(LUNDI), {"mange": [cle(cantine, d.eleve_cp, VENDREDI)], "lu": page}, follow=True)
    assert "Inès, vendredi 27 novembre : rien n’a changé. C’était à dire avant aujourd’hui 9 h 00." in texte(suite)
    assert etats(cantine, d.eleve_cp) == {}


def test_the_page_opens_on_the_week_that_is_to_be_said(d, cantine, entrer, horloge):
    client = entrer(d.mere)
    assert "semaine du 23 novembre" in texte(client.get(reverse("periscolaire")))
    horloge(timezone.make_aware(dt.datetime(2026, 11, 26, 12, 0)))
    assert "semaine du 30 novembre" in texte(client.get(reverse("periscolaire")))


def test_without_a_service_it_says_that_nothing_is_asked(d, mardi, entrer):
    assert "Rien ne vous est demandé." in entrer(d.mere).get(reverse("periscolaire")).text
    menee = entrer(d.enseignante).get(
        reverse("periscolaire")
    )  # who works there and has no child: the page of the school
    assert (menee.status_code, menee.url) == (302, reverse("periscolaire_equipe"))


def test_a_child_declared_by_one_holder_alone_is_shown_closed_to_the_other(d, cantine, entrer):
    actions.decider_declarant(etablissement=d.elementaire, eleve=d.eleve_cp, responsable=d.mere, auteur=d.directrice)
    page = entrer(d.pere_separe).get(adresse())
    assert "Inès : L’école a décidé qui déclare." in texte(page)
    assert {cle.split(":")[1] for cle in lus(page.text)} == {str(d.eleve_cm2.uuid)}


@pytest.mark.parametrize("combien", [1, 3])
def test_the_week_costs_the_same_for_one_child_and_for_three(
    d, cantine, petits, entrer, dire, publier, django_assert_num_queries, combien
):
    publier()
    dire(cantine, d.eleve_cp, PROCHAIN)
    client = entrer(d.mere_arabophone if combien == 1 else d.mere)
    with django_assert_num_queries(11):
        client.get(adresse())


@pytest.mark.parametrize("chemin", ["/periscolaire/", adresse(), adresse(nature="garderie-soir")])
def test_each_tab_leads_back_to_where_its_place_is(d, cantine, ouvrir, entrer, chemin):
    """A tab led home, and the first one to « Plus »: they are one page."""
    ouvrir(d.elementaire, nature="garderie-soir")
    assert re.search(r'data-retour href="([^"]+)"', entrer(d.mere).get(chemin).text)[1] == "/plus/"
