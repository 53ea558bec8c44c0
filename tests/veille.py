"""A test that hangs becomes a failure that names it.

Three nets, each for what escapes the one before: pytest-timeout raises in a test that is too long (`timeout` in
pyproject.toml); a phase that goes on after that, a teardown or a call that no signal interrupts, ends its process with the
stack of every thread, and xdist names the test of a worker that died; the whole run is bounded by `tests/lancer.py`, which
reads here what was running.
"""

import contextlib
import faulthandler
import os
import signal
import time
from pathlib import Path

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

# Seconds. Longer than the `timeout` of a test, which is asked to end before its process is. Arming starts a thread, which costs
# more than a short test: what was armed a moment ago still holds.
PHASE = 420
MOMENT = 30
NOM, PILE = ".test", ".pile"


def pytest_configure(config) -> None:
    """Say where the stacks of this process go when the run is too long."""
    if dossier := os.environ.get("ENT_VEILLE"):
        pile = (Path(dossier) / f"{os.getpid()}{PILE}").open("w")
        config.add_cleanup(pile.close)
        config.add_cleanup(lambda: faulthandler.unregister(signal.SIGUSR1))
        faulthandler.register(signal.SIGUSR1, file=pile, all_threads=True)


ARME_A = pytest.StashKey[float]()  # when, by a clock that no test moves


def _armer(item) -> None:
    maintenant = os.times().elapsed
    if maintenant - item.config.stash.get(ARME_A, -MOMENT) >= MOMENT:
        item.config.stash[ARME_A] = maintenant
        faulthandler.dump_traceback_later(PHASE, file=item.config.stash[fault_handler_stderr_fd_key], exit=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item) -> None:
    if dossier := os.environ.get("ENT_VEILLE"):
        (Path(dossier) / f"{os.getpid()}{NOM}").write_text(item.nodeid)
    _armer(item)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item) -> None:
    _armer(item)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item) -> None:
    """A page that hung may not close either."""
    _armer(item)


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node) -> None:
    """pytest disarms it when a test fails."""
    node.config.stash[ARME_A] = -MOMENT


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """A process that waits for no test may wait as long as the others need."""
    faulthandler.cancel_dump_traceback_later()


def en_cours(dossier: Path) -> str:
    """The tests that were running in a run that is too long, and where they stood."""
    noms = sorted(dossier.glob(f"*{NOM}"))
    for nom in noms:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(nom.stem), signal.SIGUSR1)
    time.sleep(2)
    return "\n".join(f"— {nom.read_text()}\n{_lire(nom.with_suffix(PILE))}" for nom in noms)


def _lire(pile: Path) -> str:
    return pile.read_text() if pile.exists() else ""
