"""Who runs what, and for how long: tests are shared between processes so that none waits for another at the end.

A file is the unit that a process takes: its tests share what they lay. Those of DECOUPES are cut, since they share nothing.
Files that drive a browser come first: a server and a browser stand as long as they follow one another, and each start costs ten
seconds of processor. Then the longest, by the seconds that `tests/durees.txt` keeps; a file that is absent from it is thought
long when it drives a browser. A run ends by naming the ten longest units, beside the ten longest tests, so that neither grows unseen.
`ENT_DUREES=1 make test` writes the seconds of the machine that runs it.
"""

import os
import re
from collections import Counter
from pathlib import Path
from zlib import crc32

import pytest

DUREES = Path(__file__).with_name("durees.txt")
# Parts of a file whose tests share nothing but what is laid quickly.
DECOUPES = {"tests/test_matrice.py": 6, "tests/navigateur/test_accessibilite.py": 2}
INCONNUE = {True: 30.0, False: 0.1}  # seconds: of a file that drives a browser, of any other test
SIGNIFICATIVE = 2.0


def unite(nodeid: str) -> str:
    """The unit of a test: its file, or its part of it."""
    fichier = nodeid.partition("::")[0]
    if parts := DECOUPES.get(fichier):
        numero = re.search(r"\[(\d+)\]$", nodeid)  # a test that says which part it is
        return f"{fichier} {1 + (int(numero[1]) if numero else crc32(nodeid.encode())) % parts}/{parts}"
    return fichier


def durees(fichier: Path = DUREES) -> dict[str, float]:
    lignes = fichier.read_text().splitlines() if fichier.exists() else []
    return {nom: float(secondes) for secondes, _espace, nom in (ligne.strip().partition(" ") for ligne in lignes)}


def ordonner(items: list, connues: dict[str, float]) -> None:
    """Those of the browser, then the others, the longest units first; tests of a unit keep their order."""
    pleines = Counter(unite(item.nodeid) for item in items)

    def rang(item) -> tuple[bool, float, str]:
        nom = unite(item.nodeid)
        navigateur = bool(item.get_closest_marker("navigateur"))
        inconnue = INCONNUE[navigateur] if navigateur else INCONNUE[navigateur] * pleines[nom]
        return not navigateur, -connues.get(nom, inconnue), nom

    items.sort(key=rang)


class Compte:
    """Seconds by unit, added by the process that shares the work (or the only one)."""

    def __init__(self) -> None:
        self.secondes: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report) -> None:
        self.secondes[unite(report.nodeid)] += report.duration

    def pytest_terminal_summary(self, terminalreporter) -> None:
        longues = self.secondes.most_common(10)
        if longues and longues[0][1] > SIGNIFICATIVE:
            terminalreporter.section("les dix fichiers les plus longs")
            for nom, secondes in longues:
                terminalreporter.write_line(f"{secondes:7.1f} s  {nom}")
        if os.environ.get("ENT_DUREES"):
            gardees = durees() | {nom: s for nom, s in self.secondes.items() if s >= SIGNIFICATIVE}
            rangees = sorted(gardees.items(), key=lambda couple: (-couple[1], couple[0]))
            DUREES.write_text("".join(f"{secondes:.1f} {nom}\n" for nom, secondes in rangees))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    """`tests/lancer.py` asks xdist to keep this order."""
    ordonner(items, durees())


def pytest_configure(config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Compte())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """xdist's own sharing by file, with our units."""
    from xdist.scheduler import LoadFileScheduling

    class ParUnite(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unite(nodeid)

    return ParUnite(config, log) if config.getvalue("dist") == "loadfile" else None
