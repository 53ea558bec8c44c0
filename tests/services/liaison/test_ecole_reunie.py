"""The school that received joins another: its dossiers are read where its pupils are, and who sent them still hears what became of them."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import Etablissement, Passage, Role
from ent.services.liaison.actions import receptions
from ent.services.liaison.actions.suivre import suivre
from ent.services.liaison.lectures.motifs import Refus
from ent.services.liaison.lectures.receptions import attente, par_classe, recue_de
from ent.services.liaison.models import Reception
from tests.annuaire.fusions import JUIN, RENTREE, declarer, plan_du
from tests.annuaire.rentree import relu
from tests.services.liaison.test_echange import appeler, code, envoyer, plus_tard

DIT = {"eleve": {"nom": "Petit", "prenom": "Lina-Maëlys"}, "annee_scolaire": "2026-2027", "emis_le": "2027-06-10T10:00"}


def recue(d, **champs) -> Reception:
    """By the nursery school, from the collège: what is asked is who reads it, not who would send it."""
    siens = {"etablissement": d.maternelle, "de": d.college, "identifiant": uuid4(), "contenu": DIT}
    siens |= {"octets": 9, "recus": 9, "empreinte": "0" * 64, "efface_le": dt.date(2028, 8, 31)}
    return Reception.objects.create(**(siens | champs))


@pytest.fixture
def tourner(d, mardi, horloge):
    """The nursery school joins the elementary one, whose direction turns the year."""
    horloge(JUIN)
    declarer(d)

    def tourne() -> Passage:
        horloge(RENTREE)
        return actions.faire_le_passage(passage=plan_du(d.elementaire), auteur=d.directrice)

    return tourne


def lues_par(personne) -> list[int]:
    return [reception.pk for _classe, lues in par_classe(relu(personne)) for reception in lues]


def test_what_was_confirmed_goes_with_its_pupil_and_comes_back_with_them(d, tourner):
    sienne = recue(d, etat="confirmee", eleve=d.eleve_ms)
    d_un_autre = recue(d, etat="confirmee", eleve=d.eleve_cm2)  # who left that school before
    passage = tourner()
    assert lues_par(d.directrice) == [sienne.pk]
    d_un_autre.refresh_from_db()
    assert d_un_autre.etablissement == d.maternelle
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    assert lues_par(d.directrice) == []
    sienne.refresh_from_db()
    assert sienne.etablissement == d.maternelle


def test_what_nobody_had_confirmed_is_confirmed_by_the_school_that_takes_over(d, tourner):
    attend, refusee = recue(d, etat="a_confirmer"), recue(d, etat="refusee", motif="eleve_inconnu")
    passage = tourner()
    [vue] = attente(relu(d.directrice))
    assert vue == attend
    receptions.confirmer(reception=vue, eleve=d.eleve_ms, auteur=d.directrice)
    assert lues_par(d.directrice) == [attend.pk]
    refusee.refresh_from_db()
    assert refusee.etablissement == d.maternelle
    actions.defaire_le_passage(passage=passage, auteur=d.directrice)
    attend.refresh_from_db()
    assert attend.etablissement == d.maternelle  # as its pupil


def test_its_sender_hears_what_became_of_it_and_sends_nothing_more_there(d, tourner):
    sienne = recue(d, etat="a_confirmer")
    tourner()
    ecole = Etablissement.objects.get(pk=d.maternelle.pk)
    assert recue_de(d.college, ecole, sienne.identifiant) == sienne
    redite = {"de": d.college, "vers": ecole, "octets": 9, "empreinte": "0" * 64}
    assert receptions.annoncer(identifiant=sienne.identifiant, **redite) == (sienne, False)
    with pytest.raises(Refus, match="mauvaise_ecole"):
        receptions.annoncer(identifiant=uuid4(), **redite)
    assert Reception.objects.count() == 1


def test_so_does_a_sender_of_another_instance(d, college):
    sienne = recue(d, de=d.elementaire, etablissement=d.college, etat="confirmee", eleve=d.eleve_cm2)
    Etablissement.objects.filter(pk=d.college.pk).update(rejoint=d.maternelle, fermee_le=timezone.now())
    numero = sienne.identifiant
    lu = appeler(d, "GET", f"/dossiers/echange/{numero}", identifiant=numero)
    assert (lu.status_code, lu.json()["etat"]) == (200, "confirmee")
    neuf = str(uuid4())
    annonce = {"format": "ent-dossier-liaison", "version": "1.0", "identifiant": neuf, "octets": 9, "sha256": "0" * 64}
    refus = appeler(d, "POST", "/dossiers/echange/annonces", json.dumps(annonce).encode(), identifiant=neuf)
    assert code(refus) == (404, "mauvaise_ecole")


def test_what_was_arriving_when_they_joined_is_checked_as_it_was_sent(d, accorde, college, reseau, monkeypatch):
    """Its archive names the school that is closed: it was refused as if it had changed on its way."""
    with monkeypatch.context() as patient:
        patient.setattr(receptions, "verifier", lambda **_laquelle: None)
        envoyer(d, accorde)
    sienne = Reception.objects.get()
    assert sienne.etat == "a_verifier"
    Etablissement.objects.filter(pk=d.college.pk).update(rejoint=d.maternelle, fermee_le=timezone.now())
    suivre(d.college.pk, d.maternelle.pk, [])
    receptions.verifier(reception_id=sienne.pk)
    sienne.refresh_from_db()
    assert (sienne.etat, sienne.motif, sienne.etablissement) == ("a_confirmer", "", d.maternelle)


def test_a_school_of_this_instance_that_joined_another_is_still_asked_what_became_of_it(d, accorde, college):
    """Nobody directs it any more: what it had received was said not to have been taken."""
    college.la_bas.delete()
    envoi = envoyer(d, accorde)
    assert envoi.etat == "recu"
    Etablissement.objects.filter(pk=d.college.pk).update(rejoint=d.maternelle, fermee_le=timezone.now())
    Role.objects.filter(etablissement=d.college).update(etablissement=d.maternelle)
    suivre(d.college.pk, d.maternelle.pk, [])
    plus_tard(envoi)
    assert (envoi.etat, envoi.motif) == ("recu", "")
    Reception.objects.update(etat="confirmee", eleve=d.eleve_cm2)
    assert plus_tard(envoi).etat == "confirme"
