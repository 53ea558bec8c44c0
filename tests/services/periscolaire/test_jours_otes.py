"""A service opens no more on a weekday: what was asked of it is cancelled knowingly, and told; what was served is still invoiced."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.diffusion.models import Notification
from ent.services.periscolaire import evenements
from ent.services.periscolaire.actions import rythmes
from ent.services.periscolaire.lectures.mois import mois_de
from tests.gestes import version_portee
from tests.graines import MARDI_10H

from .conftest import JEUDI, MARDI, VENDREDI, etats

FIN = dt.date(2026, 12, 18)
REGLES = {
    "debut": "11:45",
    "fin": "13:30",
    "ajout_regle": "1",
    "ajout_heure": "09:00",
    "annulation_regle": "0",
    "annulation_heure": "09:00",
    "contact": "Mme Garnier, 01 99 00 12 30",
}


def texte(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u00a0", " ")))


@pytest.fixture
def dits(d, cantine, dire):
    """Inès on three days, Kenza on Friday."""
    dire(cantine, d.eleve_cp, MARDI, JEUDI, VENDREDI, origine="ecole", par=d.directrice)
    dire(cantine, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)


def regler(client, service, jours, **champs):
    adresse = reverse("periscolaire_service", args=[service.pk])
    envoi = REGLES | {"version": version_portee(adresse, client.get(adresse)), "jours": list(jours)} | champs
    return client.post(adresse, envoi, follow=True)


def test_a_weekday_is_taken_away_knowingly_and_its_families_are_told_once(d, cantine, dits, entrer):
    """The parent went on reading « Cantine » on their Friday, and the kitchen expected a child on a day when it was closed."""
    client = entrer(d.directrice)
    page = regler(client, cantine, "013")
    assert page.status_code == 422
    assert "2 enfants ont des jours à venir le vendredi : cochez « Annuler ces jours », ou remettez le jour." in texte(
        page.text
    )
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "oui"
    suite = regler(client, cantine, "013", annuler="on")
    assert "Les familles de 2 enfants, qui y avaient des jours à venir, en sont prévenues." in texte(suite.text)
    assert etats(cantine, d.eleve_cp) == {MARDI: "oui", JEUDI: "oui", VENDREDI: "non"}
    assert etats(cantine, d.eleve_ce1) == {VENDREDI: "non"}
    dites = Notification.objects.filter(nature=evenements.JOURS_OTES, destinataire=d.mere)
    assert [n.texte for n in dites] == [
        "Inès · Cantine : désormais lundi, mardi, jeudi. Les autres jours demandés n’auront pas lieu."
    ]


def test_a_rhythm_names_no_more_a_weekday_that_its_service_dropped(d, cantine, entrer):
    """« Tous les mardis, vendredis » stood on the page of a family whose cantine was closed on Fridays."""
    rythmes_dits = [
        rythmes.poser_rythme(service=cantine, eleve=d.eleve_cp, jours=jours, debut=MARDI, fin=FIN, par=d.mere)[0]
        for jours in ("14", "4")
    ]
    regler(entrer(d.directrice), cantine, "013", annuler="on")
    page = texte(entrer(d.mere).get(reverse("periscolaire_rythmes")).text)
    for rythme in rythmes_dits:
        rythme.refresh_from_db()
    assert [(r.jours_en_mots, r.arrete_le is None) for r in rythmes_dits] == [("mardi", True), ("vendredi", False)]
    liste = page.partition("Arrêter")[0]
    assert "mardi" in liste and "mardi, vendredi" not in page
    # Given back, it is the family's to ask again.
    regler(entrer(d.directrice), cantine, "0134")
    rythmes_dits[0].refresh_from_db()
    assert rythmes_dits[0].jours == "1"


def test_other_rules_ask_nothing_and_a_day_that_is_added_cancels_nothing(d, ouvrir, dire, entrer):
    service = ouvrir(jours="01")
    dire(service, d.eleve_cp, MARDI, origine="ecole", par=d.directrice)
    assert regler(entrer(d.directrice), service, "0134").status_code == 200
    assert etats(service, d.eleve_cp) == {MARDI: "oui"}


def test_what_was_served_stays_in_the_month_of_a_weekday_that_is_served_no_more(d, cantine, dits, horloge, entrer):
    """Changing the rules took the meals of three Fridays out of the invoice."""
    horloge(MARDI_10H + dt.timedelta(days=3, hours=3))  # on Friday, at table
    regler(entrer(d.directrice), cantine, "013")
    assert etats(cantine, d.eleve_cp)[VENDREDI] == "oui"
    cantine.refresh_from_db()
    jours, lignes = mois_de(cantine, dt.date(2026, 11, 1))
    assert VENDREDI in jours
    assert [dt.date(2026, 11, 20) in jours, dt.date(2026, 11, 19) in jours] == [False, True]
    assert {ligne.inscription.eleve: len(ligne.jours) for ligne in lignes} == {d.eleve_cp: 3, d.eleve_ce1: 1}
