"""What is left to one database has no reason to be played on the other, and nothing falls out without a word."""

import re
from pathlib import Path

import pytest

from tests import seconde_base

RACINE = Path(__file__).resolve().parent.parent
# What only a real server judges: who waits for whom, what is refused, what is found, several hands at once.
JUGE = re.compile(
    r"transaction=True|mark\.reel|select_for_update|IntegrityError|OperationalError|connection\.cursor|threading|ThreadPool"
    r"|RunSQL|SearchQuery|unaccent|importer_onde|matrice"
)
JAMAIS = ("annuaire", "onde", "matrice", "droits", "modeles", "recherche", "frontieres", "migrations")


@pytest.mark.parametrize("fichier", sorted(seconde_base.UNE_BASE))
def test_a_file_left_to_one_database_is_there_and_holds_nothing_that_a_server_judges(fichier):
    assert JUGE.findall((RACINE / fichier).read_text()) == []
    assert [mot for mot in JAMAIS if mot in fichier] == []


def test_it_is_named_once_with_why():
    assert [raison for raison in seconde_base.LAISSES if len(raison) < 20] == []
    assert len(seconde_base.UNE_BASE) == sum(map(len, seconde_base.LAISSES.values()))


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


LAISSE = min(seconde_base.UNE_BASE)
EN_TRANSACTION = pytest.mark.django_db(transaction=True).mark


@pytest.mark.parametrize(
    ("item", "une_base"),
    [
        (Test("tests/cantine/test_menus.py::test_a", "db", "d"), False),
        (Test("tests/cantine/test_menus.py::test_b", django_db=pytest.mark.django_db.mark), False),
        (Test("tests/cantine/test_menus.py::test_c", "mardi"), True),
        (Test("tests/cantine/test_menus.py::test_d", reel=pytest.mark.reel.mark), False),
        (Test(f"{LAISSE}::test_a", "db"), True),
        (Test(f"{LAISSE}::test_b", "db", django_db=EN_TRANSACTION), False),
        (Test(f"{LAISSE}::test_c", "db", reel=pytest.mark.reel.mark), False),
    ],
)
def test_what_opens_the_database_is_played_on_both_with_nothing_to_declare(monkeypatch, item, une_base):
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


@pytest.mark.parametrize(("suit", "ecartes"), [("1", 1), ("", 0)])
def test_the_matrix_waits_for_the_second_run_when_one_follows(monkeypatch, suit, ecartes):
    monkeypatch.setattr(seconde_base, "REEL", False)
    monkeypatch.setenv("ENT_SECONDE_SUIT", suit)
    config, items = (
        Config(),
        [Test("tests/test_matrice.py::test_statuses[1]", "d"), Test("tests/cantine/test_menus.py::test_a", "d")],
    )
    seconde_base.pytest_collection_modifyitems(config, items)
    assert (len(config.ecartes), len(items)) == (ecartes, 2 - ecartes)


def test_it_is_played_by_the_second_run():
    assert not seconde_base.LA_SECONDE_SEULE & seconde_base.UNE_BASE


@pytest.mark.parametrize(("reel", "entier", "n"), [(False, "", 40), (True, "", 10), (True, "1", 40)])
def test_drawn_worlds_are_a_quarter_where_the_first_run_drew_them(monkeypatch, reel, entier, n):
    monkeypatch.setattr(seconde_base, "REEL", reel)
    monkeypatch.setenv("ENT_ENTIER", entier)
    assert seconde_base.exemples(40) == n
