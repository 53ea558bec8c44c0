"""Mutate the rights, target by target; every mutant is killed, or named with why in `acceptes.toml`."""

import argparse
import json
import os
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from .cibles import CIBLES, Cible

ICI = Path(__file__).resolve().parent


def main() -> int:
    demande = argparse.ArgumentParser(prog="tests.mutants")
    demande.add_argument("noms", nargs="*", help="targets, or parts of the names of files")
    demande.add_argument("--seuls", default="", help="mutants whose name holds this")
    demande.add_argument("--ouvriers", type=int, default=2)
    options = demande.parse_args()
    acceptes = tomllib.loads((ICI / "acceptes.toml").read_text())
    debut, mutants = time.monotonic(), []
    for cible in CIBLES:
        fichiers = [
            f for f in cible.fichiers if not options.noms or any(n == cible.nom or n in f for n in options.noms)
        ]
        if not fichiers:
            continue
        dit = _muter(cible, fichiers, options)
        if dit is None:
            print(f"{cible.nom} : les tests échouent sans mutant.")
            return 1
        mutants += dit["mutants"]
        print(f"{cible.nom} : {len(dit['mutants'])} mutants, {dit['tests']} tests, {dit['secondes']} s", flush=True)
    return _conclure(mutants, acceptes, est_tout=not (options.noms or options.seuls), duree=time.monotonic() - debut)


def _conclure(mutants: list[dict], acceptes: dict[str, str], *, est_tout: bool, duree: float) -> int:
    """Says those that live without a name, and the names that are not, or no more, of a mutant that lives."""
    vus = ("tué", "délai")
    restes = [m for m in mutants if m["verdict"] not in vus and m["nom"] not in acceptes]
    perdus = sorted(set(acceptes) - {m["nom"] for m in mutants}) if est_tout else []
    inutiles = [m["nom"] for m in mutants if m["verdict"] == "tué" and m["nom"] in acceptes]
    for mutant in restes:
        print(f"  {mutant['verdict']} · ligne {mutant['ligne']} · {mutant['nom']}")
    for nom in perdus:
        print(f"  accepté, mais n’existe plus · {nom}")
    for nom in inutiles:
        print(f"  accepté, mais un test le tue · {nom}")
    tues, lents = (sum(m["verdict"] == verdict for m in mutants) for verdict in vus)
    nommes = len(mutants) - tues - lents - len(restes)
    print(
        f"{len(mutants)} mutants : {tues} tués, {lents} arrêtés, {nommes} nommés, {len(restes)} vivants, "
        f"en {duree:.0f} s."
    )
    return bool(restes or perdus or inutiles)


def _muter(cible: Cible, fichiers: list[str], options: argparse.Namespace) -> dict | None:
    """In a process of its own: a run of pytest."""
    with tempfile.TemporaryDirectory() as dossier:
        sortie = Path(dossier) / "dit.json"
        pid = os.fork()
        if not pid:
            import pytest

            from .greffon import Mutation

            greffon = Mutation(fichiers, sortie, options.ouvriers, options.seuls, cible.fonctions)
            arguments = [
                "-q",
                "-x",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:xdist",
                "-o",
                "timeout=0",
                "-m",
                "not navigateur",
            ]
            os._exit(int(pytest.main([*arguments, *cible.tests], plugins=[greffon])))
        os.waitpid(pid, 0)
        return json.loads(sortie.read_text()) if sortie.exists() else None


sys.exit(main())
