"""What a server can judge otherwise is played on it, by its subject or by its lines, with nothing to declare."""

import re

import pytest

from tests import seconde_base

TESTS = seconde_base.RACINE / "tests"


@pytest.mark.parametrize("motif", seconde_base.SUJETS.values(), ids=seconde_base.SUJETS)
def test_each_subject_names_files_that_are_there(motif):
    fichiers = [str(f.relative_to(seconde_base.RACINE)) for f in TESTS.rglob("test_*.py")]
    assert [mot for mot in motif.split("|") if not any(re.search(mot, f) for f in fichiers)] == []


class Test:
    """A test as it was collected."""

    __test__ = False

    def __init__(self, nodeid: str, *fixtures: str, **marques) -> None:
        self.nodeid, self.fixturenames, self.marques = nodeid, [*fixtures], marques
        self.une_base = False

    def get_closest_marker(self, nom: str):
        return self.marques.get(nom)

    def add_marker(self, marque) -> None:
        self.une_base = marque.name == "une_base"


EN_TRANSACTION = pytest.mark.django_db(transaction=True).mark


@pytest.mark.parametrize(
    ("item", "une_base"),
    [
        (Test("tests/pages/test_droits.py::test_a", "db", "d"), False),
        (Test("tests/pages/test_droits.py::test_b", django_db=pytest.mark.django_db.mark), False),
        (Test("tests/pages/test_droits.py::test_c", "mardi"), True),
        (Test("tests/cahier_de_textes/test_actions.py::test_a", "db"), True),
        (Test("tests/fichiers/test_actions.py::test_b", "db", django_db=EN_TRANSACTION), False),
        (Test("tests/fichiers/test_actions.py::test_c", "db", reel=pytest.mark.reel.mark), False),
        (Test("tests/socle/rustines/test_postgresql.py::test_a", "db"), False),
        (
            Test("tests/diffusion/test_resumes.py::test_a", "db"),
            False,
        ),  # its file does not write it: by all the lines there
    ],
)
def test_a_test_is_played_on_postgresql_by_its_subject_or_by_its_lines(monkeypatch, item, une_base):
    monkeypatch.setenv("ENT_SECONDE_SUIT", "")
    seconde_base.pytest_collection_modifyitems(None, [item])
    assert item.une_base == une_base


FICHIER = """
import threading
from django.db import IntegrityError, connection

REFUS = (IntegrityError, ValueError)
ENSEMBLE = 2

@pytest.fixture
def ferme(db):
    with connection.cursor() as curseur:
        curseur.execute("SELECT 1")

@pytest.fixture
def rempli(ferme): ...

def a_plusieurs(gestes):
    return [threading.Thread(target=g) for g in gestes]

def trois(): return a_plusieurs([])

def test_plain(db): assert ENSEMBLE
def test_by_its_own_lines(db): connection.vendor
@pytest.mark.django_db(transaction=True)
def test_by_its_mark(db): ...
def test_by_a_constant(db): assert REFUS
def test_by_a_helper_of_a_helper(db): trois()
def test_by_a_fixture_of_a_fixture(rempli): ...
@pytest.mark.usefixtures("ferme")
def test_by_a_fixture_that_it_names(db): ...
class TestTogether:
    def test_by_its_class(self, db): trois()
"""


@pytest.fixture
def ecrit(tmp_path):
    def ecrire(*ajouts: str) -> str:
        fichier = tmp_path / f"test_{len(ajouts)}.py"
        fichier.write_text(FICHIER + "".join(ajouts))
        return str(fichier)

    return ecrire


def test_a_test_that_speaks_of_an_engine_is_on_both_by_whatever_it_takes_from_its_file(ecrit):
    fichier = ecrit()
    noms = re.findall(r"def (test_\w+)", FICHIER)
    noms[-1] = f"TestTogether::{noms[-1]}"
    deux = [nom for nom in noms if len(seconde_base.place(f"{fichier}::{nom}[1]")) == 2]
    assert deux == noms[1:] and noms[0] == "test_plain"
    assert len(seconde_base.place(f"{fichier}::test_made")) == 2


@pytest.mark.parametrize(
    "ajout",
    [
        "pytestmark = pytest.mark.django_db(transaction=True)\n",
        "@pytest.fixture(autouse=True)\ndef toujours(db):\n    trois()\n",
        "connection.cursor()\n",
    ],
)
def test_what_holds_for_a_whole_file_holds_for_each_of_its_tests(ecrit, ajout):
    assert len(seconde_base.place(f"{ecrit(ajout)}::test_plain")) == 2


def test_each_test_whose_own_lines_speak_of_an_engine_is_on_both():
    """In all the suite: by its lines alone, read another way."""
    parlent = []
    for fichier in TESTS.rglob("test_*.py"):
        for nom, lignes in re.findall(r"^(?:async )?def (test_\w+)(.*\n(?:(?:[ )].*)?\n)*)", fichier.read_text(), re.M):
            if seconde_base.JUGE.search(lignes):
                parlent.append(f"{fichier.relative_to(seconde_base.RACINE)}::{nom}")
    assert len(parlent) >= 40
    assert [nodeid for nodeid in parlent if len(seconde_base.place(nodeid)) < 2] == []


def test_the_second_run_reads_each_file_that_holds_something_for_it(monkeypatch):
    """And no other: nothing is played nowhere."""
    monkeypatch.setattr(seconde_base, "SEULE", True)
    fichiers = [*TESTS.rglob("test_*.py")]
    passes = [f for f in fichiers if seconde_base.pytest_ignore_collect(f)]
    assert 50 < len(passes) < len(fichiers) - 50
    for fichier in passes:
        assert not seconde_base.JUGE.search(fichier.read_text())
        assert seconde_base.place(f"{fichier.relative_to(seconde_base.RACINE)}::test_a") == {"sqlite"}
    assert not any(seconde_base.pytest_ignore_collect(f) for f in (TESTS, TESTS / "conftest.py"))
    monkeypatch.setattr(seconde_base, "SEULE", False)
    assert not any(map(seconde_base.pytest_ignore_collect, fichiers))


class Config:
    """What pytest hands to a plugin."""

    def __init__(self) -> None:
        self.hook = self
        self.ecartes: list = []

    def pytest_deselected(self, items) -> None:
        self.ecartes += items


def test_a_mark_that_its_file_does_not_write_is_refused():
    """The second run would not read that file."""
    with pytest.raises(AssertionError, match="test_patrons"):
        seconde_base.pytest_collection_modifyitems(
            Config(), [Test("tests/coquille/test_patrons.py::test_a", "db", django_db=EN_TRANSACTION)]
        )


@pytest.mark.parametrize(("suit", "ecartes"), [("1", ["droits"]), ("", [])])
def test_what_is_the_second_run_s_by_its_subject_alone_waits_for_it_when_one_follows(monkeypatch, suit, ecartes):
    """Nothing is lost on the way: what one run leaves the other plays, and what has two ways of ours both do."""
    monkeypatch.setenv("ENT_SECONDE_SUIT", suit)
    monkeypatch.setattr(seconde_base, "REEL", False)
    tests = {
        "droits": Test("tests/pages/test_droits.py::test_whom[1]", "db"),
        "menus": Test("tests/cahier_de_textes/test_views.py::test_a", "db"),
        "recherche": Test("tests/pages/test_site_recherche.py::test_a", "db"),
        "phrases": Test("tests/pages/test_droits.py::test_words"),
        "servies": Test("tests/navigateur/test_eleve_refus.py::test_a", "db", navigateur=pytest.mark.navigateur.mark),
    }
    config, joues = Config(), [*tests.values()]
    seconde_base.pytest_collection_modifyitems(config, joues)
    assert config.ecartes == [tests[nom] for nom in ecartes]
    monkeypatch.setattr(seconde_base, "REEL", True)
    ensuite = [*tests.values()]
    seconde_base.pytest_collection_modifyitems(config, ensuite)
    assert {*joues} | {t for t in ensuite if not t.une_base} == {*ensuite}
    assert [nom for nom, t in tests.items() if t in joues and not t.une_base] == ["droits", "recherche", "servies"][
        bool(suit) :
    ]
