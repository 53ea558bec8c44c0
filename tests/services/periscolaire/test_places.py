"""What two ask for or note at the same instant, the last place of a day or a departure: decided by the database."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from ent.annuaire.models import Inscription, Personne
from ent.services.periscolaire.actions import ecole, jours
from ent.services.periscolaire.models import JourDeclare, Pointage, ServicePeriscolaire

VENDREDI = dt.date(2026, 11, 27)


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_for_the_last_place_one_has_it_and_the_other_waits(d, mardi):
    regles = {
        "nature": "etude",
        "jours": "0134",
        "debut": dt.time(16, 30),
        "fin": dt.time(17, 30),
        "capacite": 1,
        "delai_ajout": "1 09:00",
        "delai_annulation": "0 09:00",
        "contact": "La direction",
    }
    service = ecole.regler_service(etablissement=d.elementaire, auteur=d.directrice, champs=regles)
    demandes = [
        (d.eleve_cp.pk, d.mere.pk),
        (d.eleve_ce1.pk, d.mere_arabophone.pk),
        (d.eleve_cm2.pk, d.pere_separe.pk),
    ]

    def demander(couple):
        try:
            eleve, par = (Personne.objects.get(pk=pk) for pk in couple)
            voeu = jours.Voeu(ServicePeriscolaire.objects.get(pk=service.pk), eleve, VENDREDI, veut=True)
            (dit,) = jours.declarer_jours(voeux=[voeu], par=par).ecrits
            return dit.etat
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as fils:
        assert Counter(fils.map(demander, demandes)) == {"oui": 1, "attente": 2}
    assert Counter(JourDeclare.objects.en_vigueur().values_list("etat", flat=True)) == {"oui": 1, "attente": 2}
    assert Inscription.objects.filter(eleve__in=[eleve for eleve, _par in demandes]).count() == 3


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_two_holders_who_say_the_same_day_at_once_leave_one_word(d, mardi):
    regles = {
        "nature": "cantine",
        "jours": "0134",
        "debut": dt.time(11, 45),
        "fin": dt.time(13, 30),
        "capacite": None,
        "delai_ajout": "1 09:00",
        "delai_annulation": "0 09:00",
        "contact": "La direction",
    }
    service = ecole.regler_service(etablissement=d.elementaire, auteur=d.directrice, champs=regles)

    def dire(couple):
        par, veut = couple
        try:
            voeu = jours.Voeu(service, d.eleve_cp, VENDREDI, veut)
            return jours.declarer_jours(voeux=[voeu], par=Personne.objects.get(pk=par)).refuses
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        assert list(fils.map(dire, [(d.mere.pk, True), (d.pere_separe.pk, False)])) == [[], []]
    assert JourDeclare.objects.en_vigueur().count() == 1


@pytest.mark.reel
@pytest.mark.django_db(transaction=True)
def test_two_hands_who_note_a_departure_at_once_keep_one_and_tell_the_other(d, mardi, horloge):
    regles = {
        "nature": "garderie-soir",
        "jours": "0134",
        "debut": dt.time(16, 15),
        "fin": dt.time(18, 30),
        "capacite": None,
        "delai_ajout": "1 09:00",
        "delai_annulation": "0 09:00",
        "contact": "La direction",
    }
    service = ecole.regler_service(etablissement=d.elementaire, auteur=d.directrice, champs=regles)

    horloge(mardi + dt.timedelta(days=3))

    def pointer(avec):
        try:
            vu = ecole.Vu(d.eleve_cp, True, dt.time(17, 10), avec, lu="||")
            return ecole.pointer(service=service, jour=VENDREDI, vus=[vu], par=d.directrice)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        ecrits = list(fils.map(pointer, ["sa grand-mère", "son père"]))
    assert sorted((n, len(refuses)) for n, refuses in ecrits) == [(0, 1), (1, 0)]
    assert Pointage.objects.count() == 1
