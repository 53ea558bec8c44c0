"""What French does to a word by what stands beside it."""

import re

import pytest
from django.utils import translation

from ent.socle.francais import cite, de_qui, que_qui
from tests.config.test_traductions import phrases_du_code

DES_GENS = {
    "Estelle Dumas": "d’Estelle Dumas",
    "Irène": "d’Irène",
    "Élie": "d’Élie",
    "Œuvrard": "d’Œuvrard",
    "Hélène": "d’Hélène",
    "HUGO": "d’HUGO",
    "Hamza": "de Hamza",
    "Yves": "d’Yves",
    "Yasmine": "de Yasmine",
    "Paul": "de Paul",
    "Mme Estelle Dumas": "de Mme Estelle Dumas",
    "": "de ",
}


@pytest.mark.parametrize(("nom", "dit"), DES_GENS.items())
def test_de_is_elided_before_a_vowel_that_is_heard(nom, dit):
    assert de_qui(nom) == dit


def test_que_is_elided_alike():
    assert (que_qui("Inès"), que_qui("Paul")) == ("qu’Inès", "que Paul")


def test_another_language_says_its_own_word():
    with translation.override("ar"):
        assert (de_qui("Inès"), que_qui("Inès")) == ("Inès", "Inès")


# How sentences name who they speak of: a class is a `classe`, a school an `ecole`.
UNE_PERSONNE = re.compile(
    r"\b(?:de|que) %\((?:nom|prenom|qui|personne|eleve|enfant|adulte|auteur|responsable|sujet|pupille)s?\)s"
)


def test_no_sentence_says_de_before_a_person_by_itself():
    assert sorted(p for p in phrases_du_code() if UNE_PERSONNE.search(p)) == []


@pytest.mark.parametrize(
    ("titre", "dit"),
    [
        ("Sortie à la ferme", "Sortie à la ferme"),
        ("Photo de classe : « le 8 »", "Photo de classe : “le 8”"),
        ("«\u00a0le 8\u202f»", "“le 8”"),
    ],
)
def test_guillemets_within_guillemets_are_of_the_second_rank(titre, dit):
    assert cite(titre) == dit
