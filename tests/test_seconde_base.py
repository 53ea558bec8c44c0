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
        (Test("tests/cahier_de_textes/test_actions.py::test_b", "db", django_db=EN_TRANSACTION), False),
        (Test("tests/cahier_de_textes/test_actions.py::test_c", "db", reel=pytest.mark.reel.mark), False),
        (Test("tests/socle/rustines/test_postgresql.py::test_a", "db"), False),
        (Test("tests/diffusion/test_resumes.py::test_a", "db"), False),  # by its lines: a statement sent by hand
    ],
)
def test_a_file_is_played_on_postgresql_by_its_subject_or_by_its_lines(monkeypatch, item, une_base):
    monkeypatch.setenv("ENT_SECONDE_SUIT", "")
    seconde_base.pytest_collection_modifyitems(None, [item])
    assert item.une_base == une_base


class Config:
    """What pytest hands to a plugin."""

    def __init__(self) -> None:
        self.hook = self
        self.ecartes: list = []

    def pytest_deselected(self, items) -> None:
        self.ecartes += items


@pytest.mark.parametrize(("suit", "ecartes"), [("1", ["matrice"]), ("", [])])
def test_what_is_the_second_run_s_by_its_subject_alone_waits_for_it_when_one_follows(monkeypatch, suit, ecartes):
    """Nothing is lost on the way: what one run leaves the other plays, and what has two ways of ours both do."""
    monkeypatch.setenv("ENT_SECONDE_SUIT", suit)
    monkeypatch.setattr(seconde_base, "REEL", False)
    tests = {
        "matrice": Test("tests/test_matrice.py::test_statuses[1]", "db"),
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
    assert [nom for nom, t in tests.items() if t in joues and not t.une_base] == ["matrice", "recherche", "servies"][
        bool(suit) :
    ]
