"""Nobody keeps a meeting any more: who teaches the class, or the direction, takes it up, and reads from then on what families said."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ent.annuaire.models import Affectation, Personne, Role
from ent.services.rendez_vous.actions import rencontres

MOT = "Mon fils dort mal"
HIER = dt.date(2026, 11, 23)


@pytest.fixture
def seule(d, ouvrir, reserver):
    """Its only host left; a family is booked."""
    rencontre = ouvrir()
    prise = reserver(rencontre, "17:00", d.mere, d.eleve_cp, mot=MOT)
    Role.objects.filter(personne=d.enseignante, etablissement=d.elementaire).update(fin=HIER)
    return rencontre, prise


@pytest.mark.parametrize("qui", ["directrice", "enseignant"])
def test_who_directs_or_teaches_the_class_now_takes_it_up(d, seule, entrer, qui):
    """Before, they read counts at most; nothing that was booked moves."""
    rencontre, prise = seule
    personne = getattr(d, qui)
    if qui == "enseignant":
        Affectation.objects.create(enseignant=personne, classe=d.cp_ce1, debut=HIER)
    client = entrer(Personne.objects.get(pk=personne.pk))
    assert client.get(reverse("rdv_prise", args=[prise.uuid])).status_code == 404
    suite = reverse("rdv_prendre_la_suite", args=[rencontre.pk])
    assert suite in client.get(reverse("rdv_equipe")).text
    assert client.post(suite).status_code == 302
    assert MOT in client.get(reverse("rdv_prise", args=[prise.uuid])).text
    prise.refresh_from_db()
    assert not prise.est_annulee
    assert suite not in client.get(reverse("rdv_equipe")).text
    assert client.post(suite)["Location"] == reverse("rdv_rencontre", args=[rencontre.pk])


def test_nobody_else_does_nor_while_somebody_keeps_it(d, ouvrir, seule, entrer):
    rencontre, _prise = seule
    suite = reverse("rdv_prendre_la_suite", args=[rencontre.pk])
    for personne in (d.mere, d.enseignant, d.directrice_maternelle):
        assert entrer(personne).post(suite).status_code == 404
    assert entrer(d.directrice).post(suite).status_code == 302
    with pytest.raises(ValidationError, match="reçoit déjà"):
        rencontres.prendre_la_suite(rencontre=rencontre, auteur=d.enseignant)
    Affectation.objects.create(enseignant=d.enseignant, classe=d.cp_ce1, debut=HIER)
    assert entrer(Personne.objects.get(pk=d.enseignant.pk)).post(suite).status_code == 404
