"""Menus and what is declared, read by who was confided them: no régime, no rhythm, no word of theirs."""

import datetime as dt

import pytest
from django.urls import reverse

from ent.annuaire.models import Delegation
from ent.services.periscolaire.actions import ecole as actions_ecole
from ent.services.periscolaire.models import JourDeclare, ServicePeriscolaire
from tests.services.acces_confies.test_droits import neuf

pytestmark = pytest.mark.besoin_de("ent.services.periscolaire")


@pytest.fixture
def cantine(d, mardi) -> ServicePeriscolaire:
    return ServicePeriscolaire.objects.create(
        etablissement=d.elementaire, nature="cantine", debut=dt.time(11, 45), fin=dt.time(13, 20)
    )


def test_a_delegate_reads_the_week_and_changes_nothing(d, entrer, cantine):
    JourDeclare.objects.create(
        service=cantine, eleve=d.eleve_cp, jour=dt.date(2026, 11, 26), etat="oui", par=d.pere_separe
    )
    client = entrer(d.assistante)
    adresse = reverse("periscolaire_semaine", args=["cantine", "2026-11-23"])
    page = client.get(adresse)
    assert page.status_code == 200 and "Inès" in page.text and "Sofiane" not in page.text
    assert "M. Belhadj" not in page.text  # which of the two holders said it
    assert client.post(adresse, {}).status_code == 403
    assert client.get(reverse("periscolaire_rythmes")).status_code == 403
    assert entrer(d.assistante_finie).get(adresse).status_code == 404


@pytest.mark.parametrize("lundi", ["2026-11-16", "2026-11-30"])
def test_a_delegate_is_told_that_the_family_changes_it_and_reads_no_empty_heading(d, entrer, cantine, lundi):
    page = entrer(d.assistante).get(reverse("periscolaire_semaine", args=["cantine", lundi])).text
    assert "vous ont été confiées pour les lire" in page
    assert "Cette semaine ne se change plus ici" not in page
    assert "Ce qu’ils mangent" not in page and "Les menus de la semaine" in page
    assert "data-compte-les-jours" not in page


def test_what_a_child_must_avoid_is_never_confided(d, entrer, cantine):
    actions_ecole.dire_regime(
        etablissement=d.elementaire, eleve=d.eleve_cp, par=neuf(d.mere), repas="panier", a_eviter=[]
    )
    client = entrer(d.assistante)
    assert client.get(reverse("periscolaire_regime", args=[d.elementaire.pk, d.eleve_cp.uuid])).status_code == 404
    page = client.get(reverse("periscolaire_semaine", args=["cantine", "2026-11-23"])).text
    assert (
        "panier" not in page.lower()
        and reverse("periscolaire_regime", args=[d.elementaire.pk, d.eleve_cp.uuid]) not in page
    )


def test_without_that_room_there_is_no_page(d, entrer, cantine):
    Delegation.objects.filter(delegue=d.assistante).update(salles="cahier agenda absences")
    client = entrer(d.assistante)
    assert client.get(reverse("periscolaire")).status_code == 404
    assert client.get(reverse("periscolaire_menus")).status_code == 404
