"""What services plug into."""

import pytest
from django.utils.translation import override

from ent.portail import registres
from ent.portail.registres import Entree, Tuile


@pytest.fixture
def registre_vide(monkeypatch):
    monkeypatch.setattr(registres, "_tuiles", {})
    monkeypatch.setattr(registres, "_entrees", {})


def une_tuile(nom: str, ordre: int, univers: str = "famille", **options) -> Tuile:
    return Tuile(nom=nom, univers=univers, ordre=ordre, gabarit="x.html", contexte=lambda request: None, **options)


def test_tiles_of_a_universe_come_in_order(registre_vide):
    for tuile in (une_tuile("b", 20), une_tuile("a", 10), une_tuile("c", 5, "eleve")):
        registres.enregistrer_tuile(tuile)
    assert [t.nom for t in registres.tuiles("famille")] == ["a", "b"]
    assert registres.tuile("eleve", "c").ordre == 5
    assert registres.tuile("famille", "c") is None


def test_a_tile_registered_twice_counts_once(registre_vide):
    registres.enregistrer_tuile(une_tuile("a", 10))
    registres.enregistrer_tuile(une_tuile("a", 30))
    assert [t.ordre for t in registres.tuiles("famille")] == [30]


def test_a_universe_that_does_not_exist_is_refused(registre_vide):
    with pytest.raises(ValueError, match="No universe « jardin »"):
        registres.enregistrer_tuile(une_tuile("a", 10, "jardin"))


def test_a_tile_listens_to_its_events_and_to_reconnections():
    tuile = une_tuile("a", 10, evenements=("cahier_de_textes:travail_publie",))
    assert tuile.declencheurs == "cahier_de_textes:travail_publie from:body, reconnexion from:body"


def test_navigation_shows_the_places_of_ones_universes_that_exist(registre_vide):
    for entree in [
        Entree("plus", "Plus", "plus-menu", "", "plus", 90),
        Entree("accueil", "Accueil", "accueil", "famille", "accueil", 10),
        Entree("ecole", "École", "ecole", "direction", "accueil", 20),
        Entree("lune", "Lune", "lune", "famille", "page_qui_n_existe_pas", 30),
    ]:
        registres.enregistrer_entree(entree)
    assert [e.nom for e in registres.entrees(["famille"])] == ["accueil", "plus"]
    assert [e.nom for e in registres.entrees(["famille", "direction"])] == ["accueil", "ecole", "plus"]


def test_words_of_the_navigation_follow_the_language_of_the_reader():
    with override("fr"):
        assert str(registres._entrees["ajouter_enfant"].libelle) == "Ajouter un enfant"
