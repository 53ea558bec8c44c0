"""Addresses written a hundred times on a page are those of Django."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from ent.socle.adresses import adresse

pytestmark = pytest.mark.besoin_de("cahier_de_textes")  # whose addresses take every kind of argument

ENFANT = uuid4()


DU_CAHIER = pytest.mark.besoin_de("cahier_de_textes")


@pytest.mark.parametrize("pk", [1, 42])
@pytest.mark.parametrize(
    ("nom", "positions", "nommes"),
    [
        ("accueil", [], {}),
        pytest.param("cahier_travail", ["pk"], {}, marks=DU_CAHIER),
        pytest.param("cahier_travail", [], {"pk": "pk"}, marks=DU_CAHIER),
        pytest.param("cahier_cocher", [], {"eleve": ENFANT, "pk": "pk"}, marks=DU_CAHIER),
        pytest.param("cahier_cocher", [], {"pk": "pk", "eleve": ENFANT}, marks=DU_CAHIER),
        pytest.param("cahier_enfant_travail", [ENFANT, "pk"], {}, marks=DU_CAHIER),
        pytest.param("cahier_jour_du", [dt.date(2026, 11, 24)], {}, marks=DU_CAHIER),
        ("tuile", ["famille", "cahier"], {}),
        ("fichiers_servir", [ENFANT, "320"], {}),
        ("fichiers_servir", [ENFANT, "1600"], {}),
        ("fichiers_servir", [], {"uuid": ENFANT, "nom": "320"}),
        pytest.param("journal_public_fichier", ["0780001X", ENFANT, "320"], {}, marks=pytest.mark.besoin_de("pages")),
    ],
)
def test_an_address_is_that_of_django(nom, positions, nommes, pk):
    positions = [pk if valeur == "pk" else valeur for valeur in positions]
    nommes = {cle: pk if valeur == "pk" else valeur for cle, valeur in nommes.items()}
    for _fois in range(2):
        assert adresse(nom, *positions, **nommes) == reverse(nom, args=positions or None, kwargs=nommes or None)


def test_an_address_follows_where_the_site_is_mounted():
    from django.urls import get_script_prefix, set_script_prefix

    ici = get_script_prefix()
    try:
        set_script_prefix("/ecoles/")
        assert adresse("cahier_travail", 3) == reverse("cahier_travail", args=[3])
    finally:
        set_script_prefix(ici)
    assert adresse("cahier_travail", 3) == reverse("cahier_travail", args=[3])


def test_an_unknown_name_fails():
    with pytest.raises(NoReverseMatch):
        adresse("cahier_licorne", 3)
