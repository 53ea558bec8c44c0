"""`make test`: linters beside the suite, a room alone, units shared longest first, the long ones named."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import lancer, partage

FAUTE = [(sys.executable, "-c", "print('fichier.py:1: une faute'); raise SystemExit(1)")]
RIEN = [(sys.executable, "-c", "")]


def relectures(commandes) -> lancer.Relectures:
    lues = lancer.Relectures()
    lues.commandes = commandes
    lues.start()
    return lues


def test_a_fault_found_by_a_linter_stops_the_suite_and_says_why(capsys):
    lues, depart = relectures(FAUTE), time.monotonic()
    assert lancer.eprouver(sys.executable, "-c", "import time; time.sleep(60)", relectures=lues) == 1
    assert time.monotonic() - depart < 50
    assert lues.conclure(lancer.Phases()) == 1
    assert "fichier.py:1: une faute" in capsys.readouterr().out


@pytest.mark.parametrize("code", [0, 1])
def test_without_a_fault_the_suite_alone_decides(code):
    lues = relectures(RIEN)
    assert lancer.eprouver(sys.executable, "-c", f"raise SystemExit({code})", relectures=lues) == code
    assert lues.conclure(lancer.Phases()) == 0


@pytest.mark.parametrize(
    ("echecs", "alone", "issue", "played"),
    [
        (["tests/navigateur/a.py::late"], 0, 0, 1),
        (["tests/navigateur/a.py::late", "tests/navigateur/b.py::at_fault"], 1, 1, 2),
        (["tests/navigateur/a.py::late", "tests/socle/b.py::at_fault"], 0, 1, 0),  # only a browser waits for a machine
        ([f"tests/navigateur/a.py::n{n}" for n in range(4)], 0, 1, 0),
        ([], 0, 1, 0),  # what ended the run is no test: something was skipped
    ],
)
def test_a_few_tests_of_the_browser_that_failed_are_judged_alone(
    monkeypatch, capsys, tmp_path, echecs, alone, issue, played
):
    (tmp_path / "v" / "cache").mkdir(parents=True)
    (tmp_path / "v" / "cache" / "lastfailed").write_text(json.dumps(dict.fromkeys(echecs, True)))
    joues = []
    monkeypatch.setattr(lancer, "eprouver", lambda *commande: joues.append(commande[-1]) or alone)
    assert lancer.rejouer(1, tmp_path) == issue
    assert joues == sorted(echecs)[:played]
    dit = capsys.readouterr().out
    assert all(nom in dit for nom in joues)


def test_a_run_that_passed_or_was_stopped_is_not_played_again(tmp_path):
    assert [lancer.rejouer(issue, tmp_path) for issue in (0, 2)] == [0, 2]


def test_a_suite_that_does_not_end_is_stopped(monkeypatch, capsys):
    monkeypatch.setattr(lancer, "DUREE_MAX", 1)
    assert lancer.eprouver(sys.executable, "-c", "import time; time.sleep(60)") == 1
    assert "La suite n’est pas finie après 1 s." in capsys.readouterr().out


ATTENDRE = """
import sys
from tests import lancer
lancer.tout = lambda *_quoi, **_autres: lancer.eprouver(sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)")
sys.argv = ["lancer"]
sys.exit(lancer.main())
"""


def test_asked_to_stop_it_leaves_nothing_running():
    """As whoever stops a job, or a machine that is wanted for something else."""
    with subprocess.Popen(
        [sys.executable, "-c", ATTENDRE], cwd=lancer.RACINE, stdout=subprocess.PIPE, text=True
    ) as lance:
        suite = next(int(ligne) for ligne in lance.stdout if ligne.strip().isdigit())
        lance.terminate()
        assert lance.wait(timeout=20) == 143
    with pytest.raises(ProcessLookupError):
        os.kill(suite, 0)


def test_phases_are_said_with_their_time_whatever_the_end(capsys):
    phases = lancer.Phases()
    with pytest.raises(RuntimeError), phases.phase("SQLite"):
        raise RuntimeError
    phases.noter("relectures", 61.4)
    phases.dire()
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith("Durées : SQLite 0 min 00 s ; relectures 1 min 01 s ; en tout")
    )


@pytest.mark.parametrize(
    ("nom", "dossiers"),
    [
        ("messagerie", ["messagerie", "tests/messagerie"]),
        ("ent.annuaire", ["ent/annuaire", "tests/annuaire"]),
        ("annuaire", ["ent/annuaire", "tests/annuaire"]),
    ],
)
def test_a_room_has_its_code_and_its_tests(nom, dossiers):
    assert lancer.salle(nom) == dossiers


def test_a_room_that_does_not_exist_is_said_with_those_that_do():
    with pytest.raises(SystemExit, match=r"Aucune salle ne s’appelle « cantine »\. Il y a : .*annuaire.*messagerie"):
        lancer.salle("cantine")


def test_every_room_can_be_played_alone():
    """Each application of ours that has tests: its folder mirrors the code's."""
    from django.apps import apps

    ours = [a.name for a in apps.get_app_configs() if Path(a.path).is_relative_to(lancer.RACINE / "ent")]
    assert [nom for nom in [*ours, "messagerie", "pages", "cahier_de_textes"] if not lancer.salle(nom)] == []


def test_a_file_is_a_unit_but_for_those_whose_tests_share_nothing():
    assert partage.unite("tests/pages/test_site_api.py::test_a[1]") == "tests/pages/test_site_api.py"
    parts = {partage.unite(f"tests/test_matrice.py::test_statuses[{n}-x]") for n in range(100)}
    assert parts == {f"tests/test_matrice.py {n}/6" for n in range(1, 7)}
    acces = "tests/navigateur/test_accessibilite.py"
    assert [partage.unite(f"{acces}::test_pages_of_adults[{n}]") for n in (0, 1)] == [f"{acces} 1/2", f"{acces} 2/2"]


def test_the_browser_then_the_longest_come_first_and_tests_of_a_unit_keep_their_order():
    def test(nom: str, navigateur: bool = False):
        return SimpleNamespace(nodeid=nom, get_closest_marker=lambda marque: navigateur)

    tests = [
        test("court.py::b"), test("court.py::a"), test("long.py::a"), test("vu.py::a", navigateur=True),
        test("neuf.py::a", navigateur=True), test("long.py::b"),
    ]  # fmt: skip
    partage.ordonner(tests, {"long.py": 60.0, "court.py": 3.0, "vu.py": 8.0})
    ordre = ["neuf.py::a", "vu.py::a", "long.py::a", "long.py::b", "court.py::b", "court.py::a"]
    assert [t.nodeid for t in tests] == ordre


def test_seconds_are_kept_by_unit(tmp_path):
    fichier = tmp_path / "durees.txt"
    fichier.write_text("12.5 tests/a.py\n3.0 tests/test_matrice.py 1/6\n")
    assert partage.durees(fichier) == {"tests/a.py": 12.5, "tests/test_matrice.py 1/6": 3.0}
