"""The public page of practical information draws the menus that the school publishes, by a plug: this room names no other."""

import datetime as dt

import pytest

from ent.annuaire.models import Etablissement
from ent.portail.registres import Repas, dire_les_repas_changes, publics
from pages.models import PagePratique
from tests.pages.sites import Redaction

ICI = "/ecoles/ecole-du-cerf-volant/pratique/"


@pytest.fixture
def ecrits(d, mardi) -> None:
    """A table typed by hand."""
    redaction = Redaction(d.elementaire, d.directrice)
    page = redaction.page(PagePratique)
    jour = {"jour": dt.date(2026, 11, 26), "entree": "", "plat": "Lasagnes", "laitage": "", "dessert": ""}
    page.corps = [("menu", {"titre": "Les prochains repas", "jours": [jour]})]
    page.save_revision(user=redaction.auteur).publish(user=redaction.auteur)


@pytest.fixture
def cuisine(monkeypatch) -> list[Repas]:
    publies: list[Repas] = []
    monkeypatch.setattr(publics, "_repas", [lambda ecole: publies])
    return publies


def test_what_is_typed_shows_until_the_school_publishes_and_the_page_follows_at_once(d, client, ecrits, cuisine):
    assert "Lasagnes" in client.get(ICI).text
    cuisine += [Repas(dt.date(2026, 11, 26), "Soupe, riz"), Repas(dt.date(2026, 11, 27), ferme="Fermé ce jour-là.")]
    dire_les_repas_changes([d.elementaire.pk])
    page = client.get(ICI).text
    assert "Lasagnes" not in page and "Les prochains repas" not in page
    assert "jeudi 26 novembre</th><td>Soupe, riz</td>" in page
    assert "vendredi 27 novembre</th><td>Fermé ce jour-là.</td>" in page
    cuisine.clear()
    dire_les_repas_changes([d.elementaire.pk])
    assert "Lasagnes" in client.get(ICI).text


def test_a_module_that_closes_is_seen_at_once(d, client, ecrits, cuisine):
    client.get(ICI)
    cuisine.append(Repas(dt.date(2026, 11, 26), "Soupe, riz"))
    assert "Soupe" not in client.get(ICI).text  # kept
    Etablissement.objects.filter(pk=d.elementaire.pk).update(modules_fermes=" agenda ")
    assert "Soupe" in client.get(ICI).text
