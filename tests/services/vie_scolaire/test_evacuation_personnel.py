"""An evacuation before class and after it, when the staff alone is there: who opens it, whom they count, who is told."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Personne, Role
from ent.annuaire.registres import enfants
from ent.services.vie_scolaire.actions import evacuations as actions
from ent.services.vie_scolaire.evenements import appels as evenements
from ent.services.vie_scolaire.lectures.evacuations import sur_place
from ent.services.vie_scolaire.models import Evacuation, PointageEvacuation
from tests.graines import MARDI_10H
from tests.services.vie_scolaire.evacuation import PAGE, envoyer, presents

SOIR = MARDI_10H.replace(hour=17, minute=30)


@pytest.fixture
def animatrice(d, mardi) -> Personne:
    """Of the staff of the elementary school: she keeps the garderie, and teaches nobody."""
    personne = Personne.objects.create_user(
        password="Cerf-volant-2026", civilite="Mme", prenom="Fanta", nom="Diallo", identifiant="fanta.diallo"
    )
    annuaire.donner_role(
        personne=personne, nature=Role.Nature.PERSONNEL, etablissement=d.elementaire, debut=dt.date(2026, 9, 1)
    )
    return personne


@pytest.fixture
def gardes(d, monkeypatch) -> list:
    """Two of the CP-CE1 and Sofiane are at the garderie, from half past four to half past six."""
    un, deux, *_reste = presents(d)
    dits = dict.fromkeys([un.pk, deux.pk, d.eleve_cm2.pk], "Garderie du soir")

    def a_cette_heure(ecole, instant):
        return dits if SOIR <= instant < SOIR + dt.timedelta(hours=1) else None

    monkeypatch.setattr(enfants, "_gardes", [a_cette_heure])
    return [un, deux, d.eleve_cm2]


def test_the_staff_opens_one_and_the_direction_is_told(d, animatrice, gardes, horloge, entrer, monkeypatch):
    horloge(SOIR)
    dits = []
    monkeypatch.setattr(actions.diffusion, "signaler", lambda **dit: dits.append(dit))
    un, _deux, sofiane = gardes
    client = entrer(animatrice)
    page = client.get(PAGE).text
    assert "Commencer une évacuation" in page and "Élèves : attendus 3 · vus 0 · manquent 3" in page
    assert envoyer(client, d, gardes, [un, sofiane], SOIR).status_code == 302
    evacuation = Evacuation.objects.get()
    assert (evacuation.etablissement, evacuation.ouverte_par) == (d.elementaire, animatrice)
    assert {p.eleve for p in PointageEvacuation.objects.filter(par=animatrice)} == {un, sofiane}
    assert {dit["nature"] for dit in dits} == {evenements.EVACUATION, evenements.BANNIERES}
    assert all({d.directrice.pk, d.enseignante.pk, animatrice.pk} <= dit["destinataires"] for dit in dits)
    assert "Évacuation en cours" in entrer(d.directrice).get("/").text
    assert "Évacuation en cours" in entrer(animatrice).get("/").text
    lu = sur_place(d.directrice, d.elementaire)
    assert (lu.attendus, lu.vus) == (3, 2)
    # The direction alone says that it is over.
    assert entrer(animatrice).post(reverse("evacuation_finir", args=[evacuation.pk])).status_code == 403


def test_of_pupils_the_staff_reads_those_alone_who_are_kept(d, appel, animatrice, gardes, horloge, entrer):
    """Nothing of the rolls: neither who was absent, nor who left, nor who is in which other class."""
    horloge(SOIR)
    page = entrer(animatrice).get(PAGE).text
    lu = sur_place(animatrice, d.elementaire)
    assert {compte.eleve for groupe in lu.groupes for compte in groupe.attendus} == set(gardes)
    assert d.eleve_cp.prenom not in page and "Absents :" not in page and "Partis :" not in page
    assert "Les appels du jour" not in page and "data-copies" not in page
    assert entrer(animatrice).get(reverse("evacuation_copie")).status_code == 404
    autres = [d.eleve_cp, d.eleve_ce1, d.eleve_ms]
    envoyer(entrer(animatrice), d, autres, autres, SOIR)
    assert not PointageEvacuation.objects.exists()


@pytest.mark.parametrize(
    ("quand", "dit"),
    [(MARDI_10H, "Pendant la classe"), (MARDI_10H.replace(hour=20), "Rien ne dit qu’un enfant soit gardé")],
)
def test_at_other_hours_the_staff_counts_adults(d, animatrice, gardes, horloge, entrer, quand, dit):
    horloge(quand)
    page = entrer(animatrice).get(PAGE).text
    assert dit in page and "Mme Lefort" in page
    assert not any(f"{eleve.prenom} {eleve.nom}" in page for eleve in gardes)


def test_a_count_that_waited_for_the_network_is_of_the_hour_at_which_it_was_made(
    d, animatrice, gardes, horloge, entrer
):
    """The garderie is closed since: nobody whom she saw is lost."""
    un, *_reste = gardes
    horloge(SOIR + dt.timedelta(hours=2))
    envoyer(entrer(animatrice), d, gardes, [un], SOIR)
    assert [p.eleve for p in PointageEvacuation.objects.all()] == [un]


def test_the_staff_of_another_school_and_families_do_not_know_it(d, animatrice, gardes, horloge, entrer):
    horloge(SOIR)
    envoyer(entrer(animatrice), d, gardes, [], SOIR)
    Role.objects.filter(personne=animatrice).update(etablissement=d.maternelle)
    client = entrer(Personne.objects.get(pk=animatrice.pk))
    assert d.elementaire.nom not in client.get(PAGE).text and "Évacuation en cours" not in client.get("/").text
    assert envoyer(client, d, gardes, gardes, SOIR).status_code == 404
    for qui in (d.mere, d.referente, d.operateur, d.eleve_cp):
        assert entrer(qui).get(PAGE).status_code == 404


def test_the_home_of_the_staff_leads_there_and_nobody_else_s_says_it_so(d, animatrice, entrer):
    for qui, dit in ((animatrice, True), (d.mere, False), (d.directrice, False)):
        assert ("En cas d’évacuation" in entrer(qui).get("/").text) == dit
