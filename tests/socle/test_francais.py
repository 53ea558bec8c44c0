"""What French does to a word by what stands beside it."""

import ast
import re

import pytest
from django.utils import translation

from ent.socle.francais import cite, de_qui, initiale, que_qui
from tests.config.test_traductions import RACINE, phrases_du_code

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


SALLES = ("ent", "cahier_de_textes", "messagerie", "pages")
CITEE = re.compile(r"« \{\{ ([^}]+?) \}\}")
BREVES = {"prenom"}  # a first name holds no guillemets


def _sans_cite(page: str) -> list[str]:
    """What a template puts between guillemets as it stands; a sentence to translate prepares it in its head."""
    return [
        dit
        for dit in CITEE.findall(page)
        if not dit.endswith("|cite") and not re.search(rf"\b{re.escape(dit)}=[^ ]*\|cite\b", page)
    ]


def test_templates_quote_what_people_wrote_by_cite():
    fautes = []
    for gabarit in (f for salle in SALLES for f in (RACINE / salle).rglob("*.html")):
        fautes += [(gabarit.name, dit) for dit in _sans_cite(gabarit.read_text()) if dit not in BREVES]
    assert fautes == []


def test_sentences_quote_a_title_by_cite():
    """In Python: « %(titre)s » is given by `cite`."""
    fautes = []
    for fichier in (f for salle in SALLES for f in (RACINE / salle).rglob("*.py") if "migrations" not in f.parts):
        for noeud in ast.walk(ast.parse(fichier.read_text())):
            if not (
                isinstance(noeud, ast.BinOp) and isinstance(noeud.op, ast.Mod) and isinstance(noeud.right, ast.Dict)
            ):
                continue
            cites = set(re.findall(r"« %\((titre|option|creneau|texte|fil|ligne|debut)\)s", ast.unparse(noeud.left)))
            for cle, valeur in zip(noeud.right.keys, noeud.right.values, strict=True):
                if isinstance(cle, ast.Constant) and cle.value in cites and not ast.unparse(valeur).startswith("cite("):
                    fautes.append((fichier.name, noeud.lineno, cle.value))
    assert fautes == []


@pytest.mark.parametrize(
    ("nom", "lettre"),
    [
        ("de Kersaint", "K"),
        ("DE KERSAINT", "K"),
        ("de La Tour", "L"),
        ("d’Artagnan", "A"),
        ("D'ANGELO", "A"),
        ("van den Berg", "B"),
        ("Le Goff", "L"),
        ("Du", "D"),
        ("élie", "É"),
        ("N’Diaye", "N"),
        ("", ""),
    ],
)
def test_a_particle_is_no_initial(nom, lettre):
    assert initiale(nom) == lettre
