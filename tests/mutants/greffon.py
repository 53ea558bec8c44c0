"""The plug of pytest: runs the tests once to learn which lines each goes through, then forks a process for each mutant.

After each test the session is said to come next: what is laid for the whole run stays, and any test may follow.
"""

import faulthandler
import gc
import json
import os
import signal
import struct
import sys
import time
from collections import Counter, defaultdict
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import CodeType, ModuleType

import pytest
from _pytest.runner import runtestprotocol

from .greffes import codes, greffer, memoires
from .operateurs import Mutant, mutants_de

RACINE = Path(__file__).resolve().parent.parent.parent
OUTIL = sys.monitoring.PROFILER_ID
DELAI, ARRET = (
    60,
    900,
)  # seconds of work in one test, and of the clock: a mutant that turns round for ever is stopped, and counted apart
TUE, VIVANT, MUET, LENT = "tué", "vivant", "sans test", "délai"


def _patienter() -> None:
    """A loaded machine kills no mutant, nor does the luck of a draw: a few, always the same. (Imported here: pytest first
    prepares its plugins.)
    """
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "mutants", deadline=None, max_examples=6, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    settings.load_profile("mutants")


class Mutation:
    def __init__(
        self, fichiers: list[str], sortie: Path, ouvriers: int, seuls: str, fonctions: tuple[str, ...]
    ) -> None:
        self.fichiers, self.sortie, self.ouvriers, self.seuls, self.fonctions = (
            fichiers,
            sortie,
            ouvriers,
            seuls,
            fonctions,
        )
        self.passages: dict[tuple[str, int], set[int]] = defaultdict(set)  # (file, line) → ranks of tests
        self.durees: dict[int, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        modules = {f: import_module(f.removesuffix(".py").replace("/", ".")) for f in self.fichiers}
        _patienter()
        gc.unfreeze()  # the suite freezes what is loaded (tests/conftest.py): our functions would not be found among it
        debut = time.monotonic()
        self._premier_passage(session, modules)
        premier = time.monotonic() - debut
        if session.testsfailed:
            return True
        mutants = [m for f in self.fichiers for m in mutants_de(f, (RACINE / f).read_text())]
        mutants = [m for m in mutants if self.seuls in m.nom and (not self.fonctions or m.portee in self.fonctions)]
        verdicts = self._juger(session, modules, mutants)
        lignes = [{"nom": m.nom, "ligne": m.ligne, "verdict": verdicts[n]} for n, m in enumerate(mutants)]
        duree = time.monotonic() - debut
        dit = {"mutants": lignes, "secondes": round(duree), "premier": round(premier), "tests": len(session.items)}
        self.sortie.write_text(json.dumps(dit, ensure_ascii=False))
        return True

    # --- Once, without a mutant ---------------------------------------------------------------------------------------
    def _premier_passage(self, session: pytest.Session, modules: dict) -> None:
        fichiers = {module.__file__: nom for nom, module in modules.items()}
        rang = -1

        def note(code: CodeType, ligne: int) -> None:
            self.passages[fichiers[code.co_filename], ligne].add(rang)

        sys.monitoring.use_tool_id(OUTIL, "mutants")
        sys.monitoring.register_callback(OUTIL, sys.monitoring.events.LINE, note)
        for module in modules.values():
            for code in codes(module):
                sys.monitoring.set_local_events(OUTIL, code, sys.monitoring.events.LINE)
        oublis = memoires()
        for rang, item in enumerate(session.items):
            for oublier in oublis:  # what a former test made remembered, this one would not go through
                oublier()
            debut = time.monotonic()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=session)
            self.durees[rang] = time.monotonic() - debut
            if session.testsfailed:
                break
        sys.monitoring.free_tool_id(OUTIL)
        assert self.passages, "no test goes through any line of these files: nothing was watched"

    def _tests_de(self, mutant: Mutant) -> list[int]:
        """Those that go through its line (of a constant, which other files read too, all): first what killed its neighbours, then
        the quickest.
        """
        if mutant.portee:
            rangs = self.passages.get((mutant.fichier, mutant.ligne)) or self._de_la_fonction(mutant)
        else:
            rangs = set(self.durees)
        tueurs = self.tueurs[mutant.portee]
        return sorted(rangs, key=lambda rang: (-tueurs[rang], self.durees[rang]))

    def _de_la_fonction(self, mutant: Mutant) -> set[int]:
        """An expression over several lines bears the line of its start, where nothing may be said to run."""
        autour = range(mutant.ligne - 3, mutant.ligne + 4)
        return {r for ligne in autour for r in self.passages.get((mutant.fichier, ligne), ())}

    # --- One process for each -----------------------------------------------------------------------------------------
    def _juger(self, session: pytest.Session, modules: dict, mutants: list[Mutant]) -> dict[int, str]:
        verdicts: dict[int, str] = {}
        en_cours: dict[int, int] = {}
        self.mutants = mutants
        self.tueurs: dict[str, Counter[int]] = defaultdict(Counter)
        self.tuyau, ecrit = os.pipe()
        os.set_blocking(self.tuyau, False)
        oublis = memoires()
        gc.collect()
        gc.freeze()
        faulthandler.cancel_dump_traceback_later()  # the watch of the suite waits for tests: here they are run by children
        for rang, mutant in enumerate(mutants):
            tests = self._tests_de(mutant)
            if not tests:
                verdicts[rang] = MUET
                continue
            while len(en_cours) >= self.ouvriers:
                self._attendre(en_cours, verdicts)
            sys.stdout.flush()
            if pid := os.fork():
                en_cours[pid] = rang
            else:
                self._vivre(session, modules[mutant.fichier], mutant, tests, oublis, ecrit)
            if rang % 50 == 0:
                print(f"  {rang} sur {len(mutants)}", file=sys.stderr, flush=True)
        while en_cours:
            self._attendre(en_cours, verdicts)
        return verdicts

    def _attendre(self, en_cours: dict[int, int], verdicts: dict[int, str]) -> None:
        pid, statut = os.wait()
        if pid in en_cours:
            lent = os.WIFSIGNALED(statut) and os.WTERMSIG(statut) in (signal.SIGALRM, signal.SIGPROF)
            rang = en_cours.pop(pid)
            verdicts[rang] = LENT if lent else TUE if statut else VIVANT
            if verdicts[rang] == VIVANT:  # said at once: one writes its test while the others are judged
                print(f"  vivant · {self.mutants[rang].nom}", file=sys.stderr, flush=True)
        with suppress(BlockingIOError):
            while dit := os.read(self.tuyau, 8):
                rang, test = struct.unpack("ii", dit)
                self.tueurs[self.mutants[rang].portee][test] += 1

    def _vivre(
        self, session: pytest.Session, module: ModuleType, mutant: Mutant, tests: list[int], oublis: list, tuyau: int
    ) -> None:
        """In the child: it dies of the first test that fails, of an import that breaks, of its delay."""
        nul = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nul, 1)
        os.dup2(nul, 2)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.alarm(ARRET)
        session.config.option.tbstyle = "native"  # nobody reads how it failed
        try:
            greffer(mutant, module, oublis)
            for rang in tests:
                signal.setitimer(signal.ITIMER_PROF, DELAI)
                if any(dit.failed for dit in runtestprotocol(session.items[rang], log=False, nextitem=session)):
                    os.write(tuyau, struct.pack("ii", self.mutants.index(mutant), rang))
                    os._exit(1)
        except BaseException:
            os._exit(1)
        os._exit(0)
