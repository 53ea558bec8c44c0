"""What processes weigh while something is done, read from outside them, in MB."""

import threading
from collections.abc import Collection
from pathlib import Path
from statistics import linear_regression

PAS = 0.5  # seconds between two readings


class Balance:
    """While a block runs: the most that one of these processes stood above what it weighed before, and how much one of them grew from end to end.

    A peak that comes back is a file in the hands; what never comes back is a leak, or a list of all: the line through the last three quarters of the readings says it.
    """

    def __init__(self, pids: Collection[int]) -> None:
        self.avant = {pid: _lire(pid, "VmRSS") for pid in pids}
        self.lus: dict[int, list[float]] = {pid: [] for pid in pids}
        self.pics: dict[int, float] = {}
        self._fini = threading.Event()
        self._fil = threading.Thread(target=self._peser, daemon=True)

    def __enter__(self) -> "Balance":
        for pid in self.lus:
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # the kernel's peak begins again (proc(5))
        self._fil.start()
        return self

    def __exit__(self, *_erreur: object) -> None:
        self._fini.set()
        self._fil.join()
        self.pics = {pid: _lire(pid, "VmHWM") for pid in self.lus}

    def _peser(self) -> None:
        while not self._fini.wait(PAS):
            for pid, lus in self.lus.items():
                lus.append(_lire(pid, "VmRSS"))

    @property
    def ajoutes(self) -> float:
        return max(self.pics[pid] - avant for pid, avant in self.avant.items())

    @property
    def derive(self) -> float:
        return max(map(_derive, self.lus.values()))


def _derive(lus: list[float]) -> float:
    """Over the whole, at the pace of the last three quarters; what is too short to tell has none."""
    fin = lus[len(lus) // 4 :]
    return linear_regression(range(len(fin)), fin).slope * len(lus) if len(fin) > 2 else 0.0


def _lire(pid: int, quoi: str) -> float:
    lignes = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(ligne.split()[1]) for ligne in lignes if ligne.startswith(f"{quoi}:")) / 1024


def enfants(pid: int) -> list[int]:
    return [int(enfant) for enfant in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
