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
    debut, comptes, restes = time.monotonic(), {"tué": 0, "délai": 0, "accepté": 0}, []
    vus: set[str] = set()
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
        for mutant in dit["mutants"]:
            vus.add(mutant["nom"])
            if mutant["verdict"] in ("tué", "délai"):
                comptes[mutant["verdict"]] += 1
            elif mutant["nom"] in acceptes:
                comptes["accepté"] += 1
            else:
                restes.append(mutant)
        print(f"{cible.nom} : {len(dit['mutants'])} mutants, {dit['tests']} tests, {dit['secondes']} s", flush=True)
    for mutant in restes:
        print(f"  {mutant['verdict']} · ligne {mutant['ligne']} · {mutant['nom']}")
    perdus = set() if options.noms or options.seuls else set(acceptes) - vus
    for nom in sorted(perdus):
        print(f"  accepté, mais n’existe plus · {nom}")
    total = sum(comptes.values()) + len(restes)
    duree = time.monotonic() - debut
    print(
        f"{total} mutants : {comptes['tué']} tués, {comptes['délai']} arrêtés, {comptes['accepté']} nommés, "
        f"{len(restes)} vivants, en {duree:.0f} s."
    )
    return bool(restes or perdus)


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
