"""What a class did on days that a child missed, for their household: what it may read of that child, and nothing of another's."""

import datetime as dt

import pytest

from cahier_de_textes.actions.seances import ecrire_seance
from ent.annuaire.registres import journees_de_classe
from tests.cahier_de_textes.test_actions import donner

JOUR = dt.date(2026, 11, 24)


def ecrire(d, titre: str, classe=None, **champs):
    return ecrire_seance(auteur=d.enseignante, classe=classe or d.cp_ce1, date=JOUR, titre=titre, **champs)


def dites(personne, eleve, *jours) -> list[list[str]]:
    suivi = next(s for s in personne.portee.suivis if s.eleve == eleve)
    return [
        [fait.phrase for fait in faits] for faits in journees_de_classe(personne, [(suivi, jour) for jour in jours])
    ]


def test_what_was_done_and_given_that_day(d, mardi):
    ecrire(d, "Le double et la moitié")
    travail = donner(d)
    assert dites(d.mere, d.eleve_cp, JOUR, JOUR - dt.timedelta(days=1)) == [
        ["Le double et la moitié", travail.texte],
        [],
    ]


def test_nothing_of_another_level_or_class(d, mardi):
    donner(d, niveau="CE1")
    assert dites(d.mere, d.eleve_cp, JOUR) == [[]]
    assert dites(d.mere, d.eleve_cm2, JOUR) == [[]]


@pytest.mark.parametrize("combien", [1, 3])
def test_it_costs_the_same_whatever_the_days(d, mardi, django_assert_num_queries, combien):
    ecrire(d, "Lecture")
    d.mere.portee.suivis  # noqa: B018
    jours = [JOUR - dt.timedelta(days=pas) for pas in range(combien)]
    with django_assert_num_queries(2):
        assert dites(d.mere, d.eleve_cp, *jours)[0] == ["Lecture"]
