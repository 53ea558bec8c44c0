"""What services plug into."""

import importlib

import pytest
from django.utils.translation import override

from ent.portail import registres
from ent.portail.registres import Entree, Place, Rang, Rayon, Tuile, accueils, navigation


@pytest.fixture
def registre_vide(monkeypatch):
    monkeypatch.setattr(accueils, "_tuiles", {})
    monkeypatch.setattr(navigation, "_entrees", {})


def une_tuile(nom: str, rang: Rang, univers: str = "famille", **options) -> Tuile:
    return Tuile(nom=nom, univers=univers, rang=rang, gabarit="x.html", contexte=lambda request: None, **options)


def test_tiles_of_a_universe_come_in_order(registre_vide):
    for tuile in (
        une_tuile("b", Rang.A_FAIRE),
        une_tuile("a", Rang.A_REPONDRE),
        une_tuile("c", Rang.ECHANGES, "eleve"),
    ):
        registres.enregistrer_tuile(tuile)
    assert [t.nom for t in registres.tuiles("famille")] == ["a", "b"]
    assert registres.tuile("eleve", "c").rang == Rang.ECHANGES
    assert registres.tuile("famille", "c") is None


def test_a_tile_registered_twice_counts_once(registre_vide):
    registres.enregistrer_tuile(une_tuile("a", Rang.A_FAIRE))
    registres.enregistrer_tuile(une_tuile("a", Rang.A_LIRE))
    assert [t.rang for t in registres.tuiles("famille")] == [Rang.A_LIRE]


def test_a_universe_that_does_not_exist_is_refused(registre_vide):
    with pytest.raises(ValueError, match="No universe « jardin »"):
        registres.enregistrer_tuile(une_tuile("a", Rang.A_FAIRE, "jardin"))


def test_a_tile_listens_to_its_events_and_to_reconnections():
    tuile = une_tuile("a", Rang.A_FAIRE, evenements=("cahier_de_textes:travail_publie",))
    assert tuile.declencheurs == "cahier_de_textes:travail_publie from:body, reconnexion from:body"


def test_navigation_shows_the_places_of_ones_universes_that_exist(registre_vide):
    for entree in [
        Entree("plus", "Plus", "plus-menu", "", "plus", Rayon.MOI),
        Entree("accueil", "Accueil", "accueil", "famille", "accueil", Rayon.RETROUVER),
        Entree("ecole", "École", "ecole", "direction", "accueil", Rayon.ECOLE),
        Entree("lune", "Lune", "lune", "famille", "page_qui_n_existe_pas", Rayon.RETROUVER),
    ]:
        registres.enregistrer_entree(entree)
    assert [e.nom for e in registres.entrees(["famille"])] == ["accueil", "plus"]
    assert [e.nom for e in registres.entrees(["famille", "direction"])] == ["accueil", "ecole", "plus"]


def test_a_place_of_a_universe_is_of_one_page(registre_vide):
    premiere = Entree("semaine", "Semaine", "agenda", "famille", "semaine", Rayon.RETROUVER, Place.DEUXIEME)
    registres.enregistrer_entree(premiere)
    registres.enregistrer_entree(
        Entree("photos", "Photos", "image", "famille", "plus", Rayon.RETROUVER, Place.QUATRIEME)
    )
    registres.enregistrer_entree(
        Entree("eleves", "Élèves", "groupe", "enseignant", "plus", Rayon.ELEVES, Place.DEUXIEME)
    )
    assert [e.nom for e in registres.places("famille")] == ["semaine", "photos"]
    with pytest.raises(ValueError, match="« semaine » is already there"):
        registres.enregistrer_entree(
            Entree("agenda", "Agenda", "agenda", "famille", "plus", Rayon.RETROUVER, Place.DEUXIEME)
        )


def test_words_of_the_navigation_follow_the_language_of_the_reader():
    with override("fr"):
        assert str(navigation._entrees["ajouter_enfant"].libelle) == "Ajouter un enfant"


def test_words_at_the_foot_of_a_phone_hold_on_one_line():
    """Five share 320 px: a place says a short word there, whatever its page is called."""
    longs = [
        str(e.en_bas)
        for e in navigation._entrees.values()
        if e.place and (len(str(e.en_bas)) > 10 or " " in str(e.en_bas))
    ]
    assert longs == []


@pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")  # whose life the bench lays
def test_the_bench_asks_for_tiles_that_hear_what_it_publishes(d):
    """It asked for one that the feed had replaced, and nobody saw it until it was played."""
    decor = importlib.import_module("tests.charge.decor")
    for univers, nom in decor.A_L_ECOUTE.items():
        tuile = registres.tuile(univers, nom)
        assert tuile and "cahier_de_textes:travail_publie" in tuile.declencheurs
