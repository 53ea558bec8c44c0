"""A list is in the order that a French reader expects, wherever it was sorted."""

import re

import pytest

from ent.annuaire.models import Commune, Personne
from ent.socle.tri import cle
from tests.test_coherence import RACINE, SALLES

DANS_L_ORDRE = [
    "Abel", "Élancourt", "Elbe", "Ève", "Évelyne", "œillet", "Oféli", "zoé", "Zoé",
    "de Kersaint", "DE KERSAINT", "Le Gall", "LE GALL", "Le Gallo", "Legall", "Trappes",
]  # fmt: skip


def en_ordre() -> list[str]:
    return sorted(DANS_L_ORDRE, key=cle)


def test_accents_and_capitals_count_last():
    assert en_ordre() == [
        "Abel", "de Kersaint", "DE KERSAINT", "Élancourt", "Elbe", "Ève", "Évelyne",
        "Le Gall", "LE GALL", "Le Gallo", "Legall", "œillet", "Oféli", "Trappes", "zoé", "Zoé",
    ]  # fmt: skip


def test_the_database_sorts_as_python_does(db):
    for rang, nom in enumerate(reversed(DANS_L_ORDRE)):
        Commune.objects.create(nom=nom, code_insee=f"98{rang:03}")
        Personne.objects.create(prenom="X", nom=nom)
    communes = Commune.objects.filter(code_insee__startswith="98")
    assert list(communes.order_by("nom").values_list("nom", flat=True)) == en_ordre()
    gens = Personne.objects.filter(prenom="X").order_by("nom")
    assert list(gens.values_list("nom", flat=True)) == en_ordre()


@pytest.mark.parametrize(("cherche", "trouves"), [("Le Gall", 1), ("le gall", 0), ("Legall", 0)])
def test_the_order_changes_nothing_of_what_is_found(db, cherche, trouves):
    Personne.objects.create(prenom="X", nom="Le Gall")
    assert Personne.objects.filter(prenom="X", nom=cherche).count() == trouves


def test_no_list_of_people_or_places_is_sorted_by_the_number_of_its_letters():
    """By code points, « Élancourt » comes after « Trappes »."""
    brut = re.compile(r"sort(?:ed)?\([^\n]*key=lambda[^\n]*(?<!cle\()\b\w+(?:\.\w+)*\.(?:nom|prenom)\b(?!_)")
    coupables = [
        f"{f.relative_to(RACINE)}: {ligne.strip()}"
        for salle in SALLES
        for f in sorted((RACINE / salle.replace(".", "/")).rglob("*.py"))
        for ligne in f.read_text().splitlines()
        if brut.search(ligne) and "cle(" not in ligne
    ]
    assert coupables == []
