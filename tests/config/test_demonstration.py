"""The demonstration: three weeks of plausible life, laid once."""

import datetime as dt
import socket
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from cahier_de_textes.models import Remise, Seance, Travail, TravailFait, TravailVu
from config.demonstration.distribution import Distribution, semer
from config.demonstration.vie import semer_vie
from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement
from tests.graines import MARDI_10H

pytestmark = pytest.mark.besoin_de("cahier_de_textes")  # the weeks that are looked at


@pytest.fixture(scope="module")
def semee(django_db_setup, django_db_blocker):
    """Three weeks take eight seconds to lay: once for all that only looks at them, in a transaction around theirs."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(MARDI_10H, tick=False):
            if not Etablissement.objects.exists():  # a test before flushed the database
                semer(MARDI_10H.date())
            d = Distribution()
            semer_vie(d, MARDI_10H)
        yield d
        transaction.set_rollback(True)


@pytest.fixture
def vie(semee, db, mardi):
    return semee


def test_every_class_has_work_for_each_class_day_of_three_weeks(vie):
    for classe in (vie.cp_ce1, vie.cm2, vie.ms):
        jours = {t.date_pour for t in Travail.objects.filter(classe=classe)}
        attendus = {
            jour
            for n in range(-14, 9)
            if calendrier.est_jour_de_classe(classe.etablissement, jour := dt.date(2026, 11, 24) + dt.timedelta(days=n))
        }
        assert jours == attendus


def test_nothing_in_it_was_written_in_quiet_hours_nor_is_still_to_come(vie, mardi):
    for travail in Travail.objects.exclude(visible_le=None).select_related("etablissement"):
        assert travail.visible_le <= mardi
        assert not calendrier.est_calme(travail.etablissement, travail.visible_le)


def test_most_of_the_past_is_ticked(vie):
    passes = Travail.objects.filter(classe=vie.cm2, date_pour__lt=dt.date(2026, 11, 24))
    possibles = passes.count() * 12
    assert 0.75 < TravailFait.objects.filter(travail__in=passes).count() / possibles < 0.95


def test_drawings_are_handed_in_one_is_answered_and_colleagues_lend(vie):
    rendus = {r.eleve: r for r in Remise.objects.prefetch_related("fichiers", "retours")}
    assert rendus.keys() == {vie.eleve_cp, vie.eleve_ce1, vie.eleve_cm2}
    assert [f.nature for f in rendus[vie.eleve_cp].fichiers.all()] == ["image"]
    assert [r.tampon for r in rendus[vie.eleve_cp].retours.all()] == ["bravo"]
    assert Seance.objects.exclude(partage_le=None).count() == 2
    assert vie.cp_ce1.visas.count() == 1
    # Whoever ticked had seen.
    faits = TravailFait.objects.values_list("travail", "eleve")
    assert set(faits) <= set(TravailVu.objects.values_list("travail", "eleve"))


def test_it_prints_one_way_in_per_persona_and_is_laid_once(vie):
    avant = Travail.objects.count()
    sortie = StringIO()
    call_command("semer_demonstration", adresse="http://127.0.0.1:8000", stdout=sortie)
    assert Travail.objects.count() == avant
    texte = sortie.getvalue()
    assert "nadia.belhadj@exemple.fr" in texte
    assert "http://127.0.0.1:8000" + reverse("connexion_mur", args=[vie.cp_ce1.jeton_tablette]) in texte


def test_it_is_never_laid_in_production(d, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="pas en production"):
        call_command("semer_demonstration")


def test_a_port_that_is_taken_is_said_before_anything_is_laid(db):
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = prise.getsockname()[1]
        with pytest.raises(CommandError, match=f"Le port {port} est déjà pris"):
            call_command("semer_demonstration", adresse=f"http://127.0.0.1:{port}")
