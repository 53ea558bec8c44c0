"""A school opens a service not on one day: who is told, what families read, what comes back."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from ent.annuaire.models import EntreeJournal
from ent.diffusion.models import Notification
from ent.services.periscolaire import evenements
from ent.services.periscolaire.actions import rythmes
from ent.services.periscolaire.lectures.listes import cuisine_de
from tests.graines import MARDI_10H

from .conftest import LUNDI, MARDI, PROCHAIN, VENDREDI, etats


def texte(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u00a0", " ")))


def envoyer(client, quoi, service, jour=VENDREDI, **champs):
    return client.post(reverse(f"periscolaire_jour_{quoi}", args=[service.pk, jour]), champs, follow=True)


@pytest.fixture
def garderie(ouvrir):
    return ouvrir(nature="garderie-soir", debut=dt.time(16, 15), fin=dt.time(18, 30), capacite=1)


@pytest.fixture
def dits(d, garderie, dire):
    """Inès on Friday and Monday, Kenza waits for Friday."""
    dire(garderie, d.eleve_cp, VENDREDI, PROCHAIN)
    dire(garderie, d.eleve_ce1, VENDREDI, par=d.mere_arabophone)


def dites(qui) -> list[str]:
    return [
        n.texte.replace("\u00a0", " ") for n in Notification.objects.filter(nature=evenements.CHANGE, destinataire=qui)
    ]


def test_the_families_of_that_day_are_told_once_and_told_again_when_it_opens_after_all(d, garderie, dits, entrer):
    """On Friday evening a strike, noted by the school; and a mother who came at half past six read « Garderie du soir » all day."""
    client = entrer(d.directrice)
    for _deux_fois in range(2):
        page = texte(envoyer(client, "fermer", garderie, raison="grève.").text)
    assert "Le service est fermé ce jour-là. Grève." in page
    assert (
        dites(d.mere)
        == dites(d.pere_separe)
        == ["Inès · Fermé ce jour-là : Garderie du soir, vendredi 27 novembre (grève)"]
    )
    assert (etats(garderie, d.eleve_cp), etats(garderie, d.eleve_ce1)) == (
        {VENDREDI: "non", PROCHAIN: "oui"},
        {VENDREDI: "non"},
    )
    assert "Rouvrir ce jour" in page and "Une famille a appelé" not in page
    for _deux_fois in range(2):
        page = texte(envoyer(client, "rouvrir", garderie).text)
    assert "Rouvrir ce jour" not in page
    assert dites(d.mere) == [
        "Inès · Finalement ouvert : Garderie du soir, vendredi 27 novembre. Ce qui était demandé tient."
    ]
    assert (etats(garderie, d.eleve_cp)[VENDREDI], etats(garderie, d.eleve_ce1)[VENDREDI]) == ("oui", "attente")
    verbes = EntreeJournal.objects.filter(verbe__endswith="_jour").values_list("verbe", flat=True)
    assert sorted(verbes) == ["periscolaire.fermer_jour", "periscolaire.rouvrir_jour"]


def test_taken_back_before_families_read_of_it_nothing_is_told(d, garderie, dits, horloge, entrer):
    horloge(MARDI_10H.replace(hour=21))
    client = entrer(d.directrice)
    envoyer(client, "fermer", garderie)
    assert len(dites(d.mere)) == 1
    envoyer(client, "rouvrir", garderie)
    assert dites(d.mere) == []


def test_what_families_read_of_that_day_says_it(d, garderie, dits, horloge, entrer):
    envoyer(entrer(d.directrice), "fermer", garderie, raison="grève")
    semaine = texte(entrer(d.mere).get(reverse("periscolaire_semaine", args=["garderie-soir", LUNDI])).text)
    assert "vendredi 27 Fermé ce jour-là. Grève." in semaine
    horloge(MARDI_10H + dt.timedelta(days=2))
    for qui, dit in ((d.mere, True), (d.mere_arabophone, False)):
        accueil = entrer(qui).get("/").text
        assert ("<b>Garderie du soir</b> Fermé ce jour-là." in accueil) == dit
    refusee = reverse("periscolaire_semaine", args=["garderie-soir", LUNDI])
    envoi = {"jours": [f"{garderie.pk}:{d.eleve_cp.uuid}:{VENDREDI}"]}
    entrer(d.mere).post(refusee, envoi)
    assert etats(garderie, d.eleve_cp)[VENDREDI] == "non"


def test_nobody_is_expected_in_the_kitchen(d, cantine, dire, entrer):
    dire(cantine, d.eleve_cp, VENDREDI)
    envoyer(entrer(d.directrice), "fermer", cantine)
    assert cuisine_de(cantine, VENDREDI).total == 0


def test_a_rhythm_that_stopped_meanwhile_gives_nothing_back(d, cantine, entrer):
    rythme, _bilan = rythmes.poser_rythme(
        service=cantine, eleve=d.eleve_cp, jours="4", debut=MARDI, fin=VENDREDI, par=d.mere
    )
    client = entrer(d.directrice)
    envoyer(client, "fermer", cantine)
    rythmes.arreter_rythme(rythme=rythme, par=d.mere)
    envoyer(client, "rouvrir", cantine)
    assert etats(cantine, d.eleve_cp) == {}


def test_a_past_day_and_a_day_that_opens_not_are_refused_and_others_have_no_such_act(d, cantine, cantiniere, entrer):
    client = entrer(d.directrice)
    for jour in (MARDI - dt.timedelta(days=1), dt.date(2026, 11, 25)):
        assert "rien n’est à fermer" in texte(envoyer(client, "fermer", cantine, jour).text)
    longue = envoyer(client, "fermer", cantine, raison="une grève de tout le personnel de la cantine et de la garderie")
    assert "en 60 signes au plus" in texte(longue.text), "families read the whole reason, or nothing is closed"
    for qui in (cantiniere, d.enseignante):
        assert (
            "Fermer ce jour-là" not in entrer(qui).get(reverse("periscolaire_liste", args=[cantine.pk, VENDREDI])).text
        )
        assert envoyer(entrer(qui), "fermer", cantine).status_code == 403
    assert envoyer(entrer(d.mere), "fermer", cantine).status_code == 404
    cantine.refresh_from_db()
    assert cantine.jours_fermes == {}
