"""Absences told by who was confided a child: of days to come alone; withdrawn by who confided it, who does not read why."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import Delegation, Responsabilite
from ent.services.vie_scolaire.actions import absences as actions
from ent.services.vie_scolaire.models import DeclarationAbsence

from .conftest import MARDI

ABSENCES = "/absences/"
DEMAIN = MARDI + dt.timedelta(days=2)  # Thursday


@pytest.fixture
def dire(d):
    def _dire(par, jour, **options):
        donnees = {"fin": jour, "duree": "journee", "motif": "autre", "precision": "Rendez-vous chez l’avocat"}
        return actions.declarer_absence(
            eleve=d.eleve_cp, etablissement=d.elementaire, par=par, debut=jour, **donnees | options
        )

    return _dire


def test_why_a_child_was_not_there_is_not_theirs_to_say(d, entrer, manquer, dire):
    hier = MARDI - dt.timedelta(days=1)
    passee, ligne = manquer(d.eleve_cp, hier), manquer(d.eleve_cp)
    with pytest.raises(ValidationError, match="les expliquer reste à la famille"):
        dire(d.assistante, hier)
    with pytest.raises(ValidationError, match="les expliquer reste à la famille"):
        dire(d.assistante, hier, fin=MARDI)
    dire(d.assistante, MARDI)
    for appelee in (passee, ligne):
        appelee.refresh_from_db()
        assert appelee.declaration is None
    assert "Pourquoi ?" in entrer(d.mere).get(ABSENCES).text
    dire(d.mere, hier)
    passee.refresh_from_db()
    assert passee.declaration.par == d.mere


def test_who_may_only_read_from_now_on_withdraws_nothing(d, entrer, dire):
    dite, client = dire(d.assistante, DEMAIN), entrer(d.assistante)
    Delegation.objects.filter(delegue=d.assistante).update(salles="absences")
    retirer = reverse("absences_retirer", args=[dite.pk])
    assert client.post(retirer).status_code == 403
    assert retirer not in client.get(ABSENCES).text
    assert DeclarationAbsence.objects.en_vigueur().get() == dite


def test_who_confided_withdraws_it_and_does_not_read_why(d, entrer, dire):
    dite = dire(d.assistante, DEMAIN)
    retirer = reverse("absences_retirer", args=[dite.pk])
    for autre in (d.pere_separe, d.mere_arabophone):
        client = entrer(autre)
        assert "Paulette" not in client.get(ABSENCES).text
        assert client.post(retirer).status_code == 404
    client = entrer(d.mere)
    page = client.get(ABSENCES).text
    assert "Paulette Girard, par l’accès confié : Inès ne viendra pas" in page and retirer in page
    assert "avocat" not in page and reverse("absences_changer", args=[dite.pk]) not in page
    for nom in ("absences_changer", "absences_justificatif"):
        assert client.get(reverse(nom, args=[dite.pk])).status_code == 404
    # Over: what was told meanwhile is still hers to withdraw.
    Delegation.objects.filter(delegue=d.assistante).update(fin=MARDI - dt.timedelta(days=1))
    client.post(retirer)
    assert not DeclarationAbsence.objects.en_vigueur().exists()


def test_what_another_holder_told_by_their_own_tie_is_not_withdrawn_by_who_confided(d, entrer, dire):
    Delegation.objects.filter(delegue=d.assistante).update(delegue=d.pere_separe)
    assert Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).exists()
    dite = dire(d.pere_separe, DEMAIN)
    client = entrer(d.mere)
    assert "avocat" not in client.get(ABSENCES).text
    assert client.post(reverse("absences_retirer", args=[dite.pk])).status_code == 404
