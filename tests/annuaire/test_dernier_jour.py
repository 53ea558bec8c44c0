"""A pupil leaves the school this evening: the lists of the day keep them, the rest follows in the morning, unless something else was said since."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire import actions, ouvrier
from ent.annuaire.models import EntreeJournal
from tests.annuaire.test_scolarite import annuler_de, changer, dites, partir, places, relu


def partir_ce_soir(d, client):
    adresse = reverse("annuaire_eleve_sortie", args=[d.elementaire.uai, d.eleve_cp.uuid])
    return client.post(adresse, {"ce_soir": "1"}, follow=True)


def du_matin(d, horloge, quand) -> None:
    """What runs then, for the departure that was noted."""
    horloge(quand)
    ouvrier.finir_un_depart.func(EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie").first().pk)


def test_who_is_still_there_today_leaves_in_the_evening(d, mardi, entrer, horloge):
    """Until then the lists of the day keep them, their family reads the school; the rest follows before the next school day."""
    directrice, aujourd_hui = entrer(d.directrice), mardi.date()
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
    page = directrice.get(fiche).text
    assert 'name="ce_soir"' in page and "Noter le départ, dès maintenant" in page
    page = partir_ce_soir(d, directrice)
    assert "Inès Belhadj quitte l’école ce soir." in page.text
    assert [fin for *_reste, fin in places(d.eleve_cp)] == [aujourd_hui]
    assert "jusqu’au 24 novembre 2026" in directrice.get(fiche).text
    classe = reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk])
    assert fiche in directrice.get(classe).text
    assert d.eleve_cp.pk in {s.eleve.pk for s in relu(d.mere).portee.suivis}
    du_matin(d, horloge, mardi)  # a worker that runs it at once does nothing
    assert relu(d.eleve_cp).fermee_le is None and dites(d) == set()
    du_matin(d, horloge, mardi + dt.timedelta(hours=21))
    assert relu(d.eleve_cp).fermee_le is not None
    assert dites(d) == {(d.enseignante.prenom, "Inès Belhadj a quitté l’école.")}
    assert d.eleve_cp.pk not in {s.eleve.pk for s in relu(d.mere).portee.suivis}


@pytest.mark.parametrize("ensuite", ["annuler", "changer", "importer"])
def test_what_was_said_since_of_a_last_day_holds(d, mardi, entrer, horloge, ensuite):
    directrice = entrer(d.directrice)
    annuler = annuler_de(partir_ce_soir(d, directrice))
    if ensuite == "annuler":
        assert "tout est comme avant" in directrice.post(annuler, follow=True).text
    elif ensuite == "changer":
        place = d.eleve_cp.inscriptions.get()
        actions.changer_de_classe(inscription=place, classe=d.cm2, niveau="CM2", auteur=d.directrice)
    else:
        actions.inscrire(eleve=d.eleve_cp, classe=d.cp_ce1, niveau="CP")
    du_matin(d, horloge, mardi + dt.timedelta(hours=21))
    assert relu(d.eleve_cp).fermee_le is None and d.eleve_cp.inscriptions.filter(fin=None).exists()
    assert not any("a quitté" in texte for _qui, texte in dites(d))


def test_who_leaves_this_evening_may_be_gone_at_once_and_be_put_back_to_it(d, mardi, entrer, horloge):
    directrice = entrer(d.directrice)
    partir_ce_soir(d, directrice)
    avant = places(d.eleve_cp)
    assert "déjà noté" in partir_ce_soir(d, directrice).text
    annuler = annuler_de(partir(d, directrice))
    assert relu(d.eleve_cp).fermee_le is not None and places(d.eleve_cp) != avant
    directrice.post(annuler)
    assert relu(d.eleve_cp).fermee_le is None and places(d.eleve_cp) == avant
    horloge(mardi + dt.timedelta(hours=21))
    for ligne in EntreeJournal.objects.filter(details__has_key="dernier_jour").order_by("pk"):  # all that runs then
        ouvrier.finir_un_depart.func(ligne.pk)
    assert relu(d.eleve_cp).fermee_le is not None
    assert dites(d) == {(d.enseignante.prenom, "Inès Belhadj a quitté l’école.")}


# --- Of a pupil of two schools ------------------------------------------------------------------------------------------
@pytest.fixture
def de_deux_ecoles(d, mardi):
    """Today is her last day in the other one."""
    actions.inscrire(eleve=d.eleve_cp, classe=d.ms, niveau="CP")
    actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.maternelle, auteur=d.directrice_maternelle, ce_soir=True)


def test_who_leaves_one_school_at_once_and_another_this_evening_keeps_their_account_until_then(
    d, mardi, de_deux_ecoles, horloge
):
    actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    assert relu(d.eleve_cp).fermee_le is None
    assert {s.etablissement_id for s in relu(d.eleve_cp).portee.suivis} == {d.maternelle.pk}
    horloge(mardi + dt.timedelta(hours=21))
    ouvrier.finir_un_depart.func(
        EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie", etablissement=d.maternelle).get().pk
    )
    assert relu(d.eleve_cp).fermee_le is not None


def test_undone_once_the_other_school_closed_the_account_it_is_open(d, mardi, de_deux_ecoles, horloge):
    trace = actions.noter_la_sortie(eleve=d.eleve_cp, etablissement=d.elementaire, auteur=d.directrice)
    autre = EntreeJournal.objects.filter(verbe="annuaire.noter_la_sortie", etablissement=d.maternelle).get()
    horloge(mardi + dt.timedelta(hours=21))
    ouvrier.finir_un_depart.func(autre.pk)
    actions.annuler_un_mouvement(trace=trace, eleve=relu(d.eleve_cp), etablissement=d.elementaire, auteur=d.directrice)
    assert d.eleve_cp.inscriptions.filter(fin=None).exists() and relu(d.eleve_cp).fermee_le is None


# --- Until it happens -----------------------------------------------------------------------------------------------
def test_undoing_what_came_after_gives_the_departure_back_to_be_undone(d, mardi, entrer, horloge):
    directrice = entrer(d.directrice)
    avant = places(d.eleve_cp)
    premier = annuler_de(partir_ce_soir(d, directrice))
    second = annuler_de(partir(d, directrice))
    directrice.post(second)
    assert "tout est comme avant" in directrice.post(premier, follow=True).text
    assert places(d.eleve_cp) == avant
    assert "a changé de place depuis" in directrice.post(second, follow=True).text
    horloge(mardi + dt.timedelta(hours=21))
    for ligne in EntreeJournal.objects.filter(details__has_key="dernier_jour").order_by("pk"):
        ouvrier.finir_un_depart.func(ligne.pk)
    assert relu(d.eleve_cp).fermee_le is None and not dites(d)


def test_the_sheet_and_the_class_say_who_leaves_this_evening_and_the_sheet_undoes_it_until_then(
    d, mardi, entrer, horloge
):
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
    classe = reverse("annuaire_classe", args=[d.elementaire.uai, d.cp_ce1.pk])
    directrice = entrer(d.directrice)
    assert "art ce soir" not in directrice.get(fiche).text + directrice.get(classe).text
    partir_ce_soir(d, directrice)
    horloge(mardi + dt.timedelta(hours=4))
    autre_session = entrer(d.directrice)
    page = autre_session.get(fiche).text
    assert "Part ce soir." in page and 'name="ce_soir"' not in page
    assert autre_session.get(classe).text.count("part ce soir") == 1
    assert "Annuler le départ" not in entrer(d.enseignante).get(fiche).text
    annuler = re.search(r'action="([^"]*/annuler/[^"]*)"', page)[1]
    assert "tout est comme avant" in autre_session.post(annuler, follow=True).text
    assert "art ce soir" not in autre_session.get(fiche).text + autre_session.get(classe).text


def test_a_change_of_class_is_undone_on_the_sheet_for_an_hour(d, mardi, entrer, horloge):
    directrice = entrer(d.directrice)
    changer(d, directrice)
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
    directrice.get(fiche)
    assert "Annuler le changement de classe" in directrice.get(fiche).text
    assert "Annuler le changement de classe" not in entrer(d.directrice).get(fiche).text
    horloge(mardi + dt.timedelta(hours=2))
    assert "Annuler le changement de classe" not in directrice.get(fiche).text


def test_of_who_is_gone_the_direction_is_led_to_what_was_done(d, mardi, entrer):
    directrice = entrer(d.directrice)
    annuler = annuler_de(partir(d, directrice))
    fiche = reverse("annuaire_eleve", args=[d.elementaire.uai, d.eleve_cp.uuid])
    page = directrice.get(fiche, follow=True)
    assert "au sujet d’Inès Belhadj" in page.text and annuler in page.text
    assert "Rien ne peut y être changé" not in page.text
    assert {entrer(qui).get(fiche).status_code for qui in (d.enseignante, d.directrice_maternelle, d.mere)} == {404}
