"""Evacuation: who is on site as the rolls say, counted on several phones, joined; and what a phone keeps for the day without network."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.services.vie_scolaire.actions import appels
from ent.services.vie_scolaire.actions import evacuations as actions
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.lectures.evacuations import sur_place
from ent.services.vie_scolaire.models import Evacuation, PointageEvacuation
from tests.graines import MARDI_10H

MARDI, PAGE = MARDI_10H.date(), "/appel/evacuation/"


@pytest.fixture
def appel(d, mardi):
    """CP-CE1: Inès is absent, Kenza left at nine."""
    return appels.faire_l_appel(
        classe=d.cp_ce1,
        demi=demi_journee(d.elementaire, MARDI, "matin"),
        auteur=d.enseignante,
        dits={d.eleve_cp.pk: Dit(True), d.eleve_ce1.pk: Dit(parti_a=dt.time(9, 0))},
    )


def envoyer(client, d, eleves, vus, quand=MARDI_10H):
    envoi = {
        "numero": str(uuid.uuid4()),
        "eleves": [e.pk for e in eleves],
        "vu": [e.pk for e in vus],
        "fait_le": int(quand.timestamp() * 1000),
    }
    return client.post(reverse("evacuation_pointer", args=[d.elementaire.uai]), envoi)


def presents(d) -> list:
    return [i.eleve for i in d.cp_ce1.inscriptions.exclude(eleve__in=[d.eleve_cp, d.eleve_ce1])]


def test_the_counts_add_up(d, appel):
    (groupe,) = sur_place(d.enseignante, d.elementaire).groupes
    assert groupe.inscrits == d.cp_ce1.inscriptions.count() == len(groupe.attendus) + 2
    assert (groupe.absents, groupe.partis) == ([d.eleve_cp], [d.eleve_ce1])
    assert (groupe.vus, groupe.manquent) == (0, len(groupe.attendus))


def test_one_counts_the_pupils_whom_one_has_and_the_direction_all(d, appel, entrer):
    assert [g.nom for g in sur_place(d.enseignante, d.elementaire).groupes] == ["CP-CE1"]
    assert [g.nom for g in sur_place(d.directrice, d.elementaire).groupes] == ["CM2", "CP-CE1"]
    page = entrer(d.enseignante).get(PAGE).text
    assert "Sofiane" not in page
    assert entrer(d.mere).get(PAGE).status_code == 404


def test_without_a_roll_all_are_looked_for_but_those_whose_family_told(d, mardi, declarer):
    declarer(d.eleve_cp, d.mere)
    (groupe,) = sur_place(d.enseignante, d.elementaire).groupes
    assert not groupe.est_appele
    assert groupe.absents == [d.eleve_cp]


def test_what_each_phone_counted_is_joined(d, appel, entrer):
    un, deux, *_reste = presents(d)
    assert envoyer(entrer(d.enseignante), d, [un, deux], [un]).status_code == 302
    assert envoyer(entrer(d.directrice), d, [un, deux], [deux]).status_code == 302
    assert Evacuation.objects.count() == 1
    assert {p.eleve: (p.vu, p.par) for p in PointageEvacuation.objects.all()} == {
        un: (True, d.enseignante),
        deux: (True, d.directrice),
    }
    lu = sur_place(d.directrice, d.elementaire)
    assert (lu.vus, lu.manquent) == (2, lu.attendus - 2)


def test_a_count_that_comes_late_undoes_nothing_newer(d, appel, entrer, horloge):
    un, *_reste = presents(d)
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    client = entrer(d.enseignante)
    envoyer(client, d, [un], [un], MARDI_10H + dt.timedelta(minutes=20))
    envoyer(client, d, [un], [], MARDI_10H + dt.timedelta(minutes=5))  # kept without network, arrived after
    assert PointageEvacuation.objects.get().vu
    envoyer(client, d, [un], [], MARDI_10H + dt.timedelta(minutes=25))
    assert not PointageEvacuation.objects.get().vu


def test_nobody_counts_the_pupils_of_another(d, appel, entrer):
    envoyer(entrer(d.enseignante), d, [d.eleve_cm2, d.eleve_ms], [d.eleve_cm2])
    assert not PointageEvacuation.objects.exists()
    assert envoyer(entrer(d.mere), d, [d.eleve_cp], []).status_code == 403
    assert envoyer(entrer(d.directrice_maternelle), d, [d.eleve_cp], []).status_code == 404


def test_the_direction_ends_it_and_the_journal_keeps_the_count(d, appel, entrer):
    un, deux, *_reste = presents(d)
    envoyer(entrer(d.enseignante), d, [un, deux], [un])
    finir = reverse("evacuation_finir", args=[Evacuation.objects.get().pk])
    assert entrer(d.enseignante).post(finir).status_code == 403
    assert entrer(d.directrice).post(finir, {"manquent": 100}).status_code == 302
    ligne = EntreeJournal.objects.get(verbe="vie_scolaire.finir_evacuation")
    assert ligne.details == {"vus": 1, "manquent": 1}
    assert sur_place(d.enseignante, d.elementaire).evacuation is None


def test_an_end_with_children_missing_says_how_many_and_asks_again_when_one_more_is(d, appel, entrer):
    un, deux, *_reste = presents(d)
    direction = entrer(d.directrice)
    envoyer(direction, d, [un, deux], [un])
    evacuation = Evacuation.objects.get()
    finir, manquent = reverse("evacuation_finir", args=[evacuation.pk]), sur_place(d.directrice, d.elementaire).manquent
    demande = direction.post(finir)
    assert demande.status_code == 422
    assert f"{manquent} enfants ne sont pas vus : terminer quand même ?" in demande.text
    assert deux.prenom in demande.text and f'name="manquent" value="{manquent}"' in demande.text
    assert direction.post(finir, {"manquent": manquent - 1}).status_code == 422
    assert Evacuation.objects.en_cours().exists()
    assert direction.post(finir, {"manquent": manquent}).status_code == 302
    assert not Evacuation.objects.en_cours().exists()


def test_an_end_is_asked_nothing_when_everybody_was_seen(d, appel, entrer):
    direction = entrer(d.directrice)
    tous = [c.eleve for g in sur_place(d.directrice, d.elementaire).groupes for c in g.attendus]
    envoyer(direction, d, tous, tous)
    assert direction.post(reverse("evacuation_finir", args=[Evacuation.objects.get().pk])).status_code == 302
    assert not Evacuation.objects.en_cours().exists()


def test_an_end_is_undone_for_an_hour_with_all_that_was_counted(d, appel, entrer, horloge):
    un, deux, *_reste = presents(d)
    direction = entrer(d.directrice)
    envoyer(direction, d, [un, deux], [un])
    evacuation = Evacuation.objects.get()
    actions.finir_evacuation(evacuation=evacuation, par=d.directrice)
    reprendre = reverse("evacuation_reprendre", args=[evacuation.pk])
    assert reprendre in direction.get(PAGE).text
    assert reprendre not in entrer(d.enseignante).get(PAGE).text
    assert entrer(d.enseignante).post(reprendre).status_code == 403
    horloge(MARDI_10H + dt.timedelta(minutes=59))
    direction.post(reprendre)
    assert sur_place(d.directrice, d.elementaire).vus == 1
    assert EntreeJournal.objects.filter(verbe="vie_scolaire.reprendre_evacuation").count() == 1
    actions.finir_evacuation(evacuation=Evacuation.objects.get(), par=d.directrice)
    horloge(MARDI_10H + dt.timedelta(hours=2, minutes=1))
    assert reprendre not in direction.get(PAGE).text
    direction.post(reprendre)
    assert not Evacuation.objects.en_cours().exists()


def test_what_was_counted_before_the_end_and_arrives_after_opens_no_other(d, appel, entrer, horloge):
    un, deux, *_reste = presents(d)
    direction = entrer(d.directrice)
    envoyer(direction, d, [un], [un])
    horloge(MARDI_10H + dt.timedelta(minutes=20))
    actions.finir_evacuation(evacuation=Evacuation.objects.get(), par=d.directrice)
    horloge(MARDI_10H + dt.timedelta(minutes=30))
    envoyer(direction, d, [deux], [deux], MARDI_10H + dt.timedelta(minutes=10))
    assert Evacuation.objects.get().pointages.filter(vu=True).count() == 2
    assert not Evacuation.objects.en_cours().exists()


def test_while_it_runs_every_page_of_who_works_there_leads_to_it(d, appel, entrer):
    direction = entrer(d.directrice)
    un, *_reste = presents(d)
    assert "Évacuation en cours" not in direction.get("/").text
    envoyer(direction, d, [un], [])
    banniere = f'<b>Évacuation en cours</b> <bdi>{d.elementaire.nom}</bdi> <a href="{PAGE}">Compter les élèves</a>'
    for qui, adresse in [(d.directrice, "/"), (d.enseignante, "/"), (d.enseignant, "/"), (d.enseignante, "/appel/")]:
        assert banniere in entrer(qui).get(adresse).text
    for qui in (d.mere, d.eleve_cm2, d.directrice_maternelle):
        assert "Évacuation en cours" not in entrer(qui).get("/").text
    actions.finir_evacuation(evacuation=Evacuation.objects.get(), par=d.directrice)
    assert "Évacuation en cours" not in direction.get("/").text


# --- What a phone keeps -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("nom", ["appel_copie", "evacuation_copie"])
def test_a_tablet_of_the_class_keeps_nothing(d, mardi, entrer, nom):
    client = entrer(d.enseignante)
    assert client.get(reverse(nom)).status_code == 200
    client.cookies["tablette"] = "une"
    assert client.get(reverse(nom)).status_code == 404


@pytest.mark.parametrize("adresse", [PAGE, "/appel/"])
def test_a_phone_asks_for_no_copy_that_is_not_there(d, mardi, entrer, adresse):
    copies = [reverse("appel_copie"), reverse("evacuation_copie")]
    for qui in (d.enseignante, d.directrice):
        client = entrer(qui)
        demandees = client.get(adresse).text.partition('data-copies="')[2].partition('"')[0].split()
        assert demandees == [copie for copie in copies if client.get(copie).status_code == 200]


def test_the_copy_of_a_roll_bears_the_version_of_one_that_nobody_took(d, mardi, entrer):
    client = entrer(d.enseignante)
    copie = client.get(reverse("appel_copie")).text
    version = copie.partition('name="version" value="')[2].partition('"')[0]
    adresse = reverse("appel_classe", args=[d.cp_ce1.pk, str(MARDI), "matin"])
    assert client.post(adresse, {"version": version, f"absent-{d.eleve_cp.pk}": "on"}).status_code == 302
    autre = client.post(adresse, {"version": version, f"absent-{d.eleve_ce1.pk}": "on"}, headers={"X-Boite": "un"})
    assert autre.status_code == 422  # somebody had made it meanwhile


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_costs_the_same_whatever_who_is_away(d, mardi, entrer, django_assert_num_queries, combien):
    eleves = [i.eleve_id for i in d.cp_ce1.inscriptions.all()[:combien]]
    demi = demi_journee(d.elementaire, MARDI, "matin")
    appels.faire_l_appel(classe=d.cp_ce1, demi=demi, auteur=d.directrice, dits=dict.fromkeys(eleves, Dit(True)))
    client = entrer(d.enseignante)
    with django_assert_num_queries(12):
        client.get(PAGE)
