"""Absences told by who was confided a child: of days to come alone; read, replaced and withdrawn by who confided it."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import Delegation, Responsabilite
from ent.services.vie_scolaire.actions import absences as actions
from ent.services.vie_scolaire.models import DeclarationAbsence

from .conftest import MARDI
from .test_absences import PREVENIR, cle, envoyer

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


def test_who_confided_reads_why_and_withdraws_it(d, entrer, dire):
    """What one's own childminder told is told in one's place; nobody else reads it."""
    dite = dire(d.assistante, DEMAIN)
    retirer = reverse("absences_retirer", args=[dite.pk])
    for autre in (d.pere_separe, d.mere_arabophone):
        client = entrer(autre)
        page = client.get(ABSENCES).text
        assert "Paulette" not in page and "avocat" not in page
        assert client.post(retirer).status_code == 404
    client = entrer(d.mere)
    page = client.get(ABSENCES).text
    assert "Paulette Girard, par l’accès confié : Inès ne viendra pas" in page and retirer in page
    assert "avocat" in page and reverse("absences_changer", args=[dite.pk]) not in page
    for nom in ("absences_changer", "absences_justificatif"):
        assert client.get(reverse(nom, args=[dite.pk])).status_code == 404
    # Over: what was told meanwhile is still hers to withdraw.
    Delegation.objects.filter(delegue=d.assistante).update(fin=MARDI - dt.timedelta(days=1))
    client.post(retirer)
    assert not DeclarationAbsence.objects.en_vigueur().exists()


def test_of_who_was_confided_by_both_why_may_be_the_other_household_s(d, entrer, dire):
    dite = dire(d.assistante, DEMAIN)
    donnee = Delegation.objects.get(delegue=d.assistante, enfant=d.eleve_cp)
    donnee.pk, donnee.cle, donnee.delegant = None, uuid4(), d.pere_separe
    donnee.save()
    for qui in (d.mere, d.pere_separe):
        page = entrer(qui).get(ABSENCES).text
        assert "par l’accès confié : Inès ne viendra pas" in page and "avocat" not in page
        assert reverse("absences_retirer", args=[dite.pk]) in page


def test_what_was_told_in_one_s_place_is_said_before_it_is_replaced(d, mardi, entrer, dire):
    """Two words of one half-day reached the school, in silence."""
    dire(d.assistante, DEMAIN, motif="maladie")
    client = entrer(d.mere)
    deja = "L’école sait déjà : <b>Paulette Girard, par l’accès confié : Inès ne viendra pas jeudi 26 novembre, toute la journée. Malade.</b>"
    envoi = {"eleves": [cle(d, d.eleve_cp)], "quand": "demain", "duree": "matin", "motif": "reunion"}
    page = client.post(PREVENIR, envoi)
    assert page.status_code == 422 and deja in page.text and "Remplacer ?" in page.text
    assert envoyer(client, d, d.eleve_cp, duree="matin", motif="reunion").status_code == 302
    dite = DeclarationAbsence.objects.en_vigueur().get()
    assert (dite.par, dite.duree) == (d.mere, "matin")


def test_who_was_confided_reads_that_the_school_knows_and_nothing_of_what(d, mardi, entrer, dire):
    dire(d.mere, DEMAIN)
    client = entrer(d.assistante)
    page = client.post(
        PREVENIR, {"eleves": [cle(d, d.eleve_cp)], "quand": "demain", "duree": "journee", "motif": "maladie"}
    ).text
    assert "Quelqu’un d’autre a déjà prévenu l’école pour Inès" in page
    assert "avocat" not in page and "Remplacer" not in page
    assert envoyer(client, d, d.eleve_cp).status_code == 302
    assert DeclarationAbsence.objects.en_vigueur().count() == 2, "the family's word is not hers to take back"


def test_what_is_told_is_listed_by_its_day_whoever_told_it(d, mardi, entrer, dire):
    dire(d.mere, MARDI + dt.timedelta(days=3))
    dire(d.assistante, MARDI + dt.timedelta(days=6))
    dire(d.mere, DEMAIN)
    page = entrer(d.mere).get(ABSENCES).text
    assert page.index("lundi 30 novembre") < page.index("vendredi 27 novembre") < page.index("jeudi 26 novembre")


def test_what_another_holder_told_by_their_own_tie_is_not_withdrawn_by_who_confided(d, entrer, dire):
    Delegation.objects.filter(delegue=d.assistante).update(delegue=d.pere_separe)
    assert Responsabilite.objects.filter(adulte=d.pere_separe, enfant=d.eleve_cp).exists()
    dite = dire(d.pere_separe, DEMAIN)
    client = entrer(d.mere)
    assert "avocat" not in client.get(ABSENCES).text
    assert client.post(reverse("absences_retirer", args=[dite.pk])).status_code == 404
