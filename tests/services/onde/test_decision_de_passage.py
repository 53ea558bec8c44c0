"""ONDE's column « Décision de passage »: kept on the inscription, as any change; the plan of September begins from it."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.annuaire import actions
from ent.annuaire.models import Inscription
from ent.services.onde.importer import importer
from tests.services.onde.exports import TITRES_ELEVES, comptes, eleve, fichier_eleves, lire, texte

JUIN = dt.datetime(2027, 6, 12, 10, tzinfo=timezone.get_default_timezone())


def ligne(decision: str, nom: str = "BERGER", prenom: str = "Lou", **champs) -> str:
    """A pupil, and what is written in the last column."""
    return eleve(nom, prenom, **champs) + decision


def decision(ecole, nom: str = "Berger") -> str:
    return Inscription.objects.get(classe__etablissement=ecole, eleve__nom=nom, fin=None).decision


@pytest.mark.parametrize(
    ("ecrit", "garde"),
    [
        ("Passage", "passage"),
        ("PASSAGE DANS LA CLASSE SUPÉRIEURE", "passage"),
        ("Poursuite dans le cycle", "passage"),
        ("Maintien", "maintien"),
        ("Maintien (passage refusé)", "maintien"),
        ("Redoublement", "maintien"),
        ("Passage accéléré", "saut"),
        ("Raccourcissement de cycle", "saut"),
        ("", ""),
        ("Non", ""),
        ("à voir", ""),
    ],
)
def test_what_is_written_is_understood_or_left_to_the_direction(ecole, ecrit, garde):
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne(ecrit))])
    assert decision(ecole) == garde


def test_a_decision_is_one_change_and_the_same_file_none(ecole):
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne(""))])
    assert comptes(ecole, fichier_eleves(ligne("Maintien"))) == {"eleves_modifies": 1}
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne("Maintien"))])
    assert comptes(ecole, fichier_eleves(ligne("Maintien"))) == {}


def test_a_file_that_says_nothing_of_it_takes_nothing_away(ecole):
    importer(etablissement=ecole, lectures=[fichier_eleves(ligne("Maintien"))])
    titres = TITRES_ELEVES.removesuffix(";Décision de passage")
    sans = lire("eleves.csv", texte(titres, [ligne("").removesuffix(";")]))
    assert comptes(ecole, sans) == {}
    importer(etablissement=ecole, lectures=[sans])
    assert decision(ecole) == "maintien"


def test_the_plan_begins_from_it_and_says_so(ecole, horloge):
    """One stays, one skips a class, one goes up by a word, one by nobody's: the last alone is not ONDE's."""
    lignes = [
        ligne("Maintien", "AUBRY", "Ana"),
        ligne("Passage accéléré", "BRUN", "Bo"),
        ligne("Passage", "CARRE", "Cléo"),
        ligne("", "DURAND", "Dan"),
    ]
    importer(etablissement=ecole, lectures=[fichier_eleves(*lignes)])
    horloge(JUIN)
    passage = actions.preparer_le_passage(etablissement=ecole, auteur=None)
    places = {p.eleve.nom: p for p in passage.places.select_related("eleve", "vers")}
    assert {nom: (p.niveau, p.vient_d_onde, p.est_maintenu) for nom, p in places.items()} == {
        "Aubry": ("CP", True, True),
        "Brun": ("CE2", True, False),
        "Carre": ("CE1", True, False),
        "Durand": ("CE1", False, False),
    }
    assert places["Carre"].vers == places["Durand"].vers
    prevue = places["Durand"].vers
    actions.placer(passage=passage, eleves=[places["Aubry"].eleve_id], vers=prevue, maintien=False, auteur=None)
    ana = passage.places.get(eleve=places["Aubry"].eleve_id)
    assert (ana.niveau, ana.vient_d_onde) == ("CE1", False)
