"""By hand: `python -m tests.charge.aaf [--mo 500]`. A Complet whose file of pupils weighs so much, all of schools opened here, is read and kept; then
schools are planned, one after the other. The peak of memory of the process that does it, which is to stay under 300 MB.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from .services import Lieux, module

ECOLES_PLANIFIEES = 20


def mesurer(mo: int, dossier: Path, lieux: Lieux) -> None:
    lieux.creer("aaf_memoire")
    env = lieux.environnement("aaf_memoire")
    print(module(env, "tests.charge.aaf", "--dessiner", str(dossier), "--mo", str(mo)).strip(), flush=True)
    debut = time.monotonic()
    lit = os.posix_spawn(sys.executable, [sys.executable, "-m", "tests.charge.aaf", "--lire", str(dossier)], env)
    _pid, etat, ressources = os.wait4(lit, 0)
    if etat:
        raise SystemExit("La lecture a échoué.")
    secondes = time.monotonic() - debut
    print(
        f"import_aaf_{mo}_memoire : {ressources.ru_maxrss / 1024:.0f} Mo en {secondes:.0f} s (but : ≤ 300 Mo)",
        flush=True,
    )


def dessiner(mo: int, dossier: Path) -> None:
    import django

    django.setup()
    from ent.annuaire.models import Commune, Etablissement
    from tests.services.onde import aaf_gros

    commune, _cree = Commune.objects.get_or_create(code_insee="78999", defaults={"nom": "Grandville"})
    uais = [f"0{n:06d}A" for n in range(mo * aaf_gros.MEGA // len(aaf_gros.ELEVE) // aaf_gros.PAR_ECOLE + 2)]
    ecoles = [Etablissement(uai=uai, nom=f"École {uai}", nature="primaire", commune=commune) for uai in uais]
    Etablissement.objects.bulk_create(ecoles)
    eleves = aaf_gros.dessiner(dossier, "20261102", uais, mo)
    poids = sum(f.stat().st_size for f in dossier.iterdir()) / aaf_gros.MEGA
    print(f"{eleves} élèves, {len(uais)} écoles, {poids:.0f} Mo en tout")


def dire(phrase: str) -> None:
    """With the most that the process held so far."""
    print(f"{phrase} ({resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} Mo)", flush=True)


def lire(dossier: Path) -> None:
    import django

    django.setup()
    from ent.annuaire.models import Etablissement
    from ent.services.onde import annees
    from ent.services.onde.aaf import lots, releve
    from ent.services.onde.aaf.ecoles import Annuaire
    from ent.services.onde.planifier import planifier

    [depose], _remarques = lots.inventorier(dossier)
    dire("au départ")
    lot = releve._lire(depose, None)
    dire(f"lu et gardé : {lot.bilan['comptes']}")
    annuaire = Annuaire(lot.flux)
    for ecole in Etablissement.objects.filter(pk__in=lot.ecoles.values("etablissement")[:ECOLES_PLANIFIEES]):
        lectures, _services = annuaire.lectures_de(ecole)
        plan = planifier(ecole, lectures, annee=annees.sure(ecole, lectures))
    dire(f"{ECOLES_PLANIFIEES} écoles planifiées, la dernière : {plan.comptes()['eleves_crees']} élèves")


def main() -> None:
    lecteur = argparse.ArgumentParser(prog="python -m tests.charge.aaf")
    lecteur.add_argument("--mo", type=int, default=500, help="poids du fichier des élèves")
    lecteur.add_argument("--dessiner", type=Path, help=argparse.SUPPRESS)
    lecteur.add_argument("--lire", type=Path, help=argparse.SUPPRESS)
    options = lecteur.parse_args()
    if options.dessiner:
        dessiner(options.mo, options.dessiner)
    elif options.lire:
        lire(options.lire)
    else:
        with tempfile.TemporaryDirectory(prefix="ent-aaf-") as nom:
            lieux = Lieux(Path(nom) / "site")
            try:
                (Path(nom) / "lot").mkdir()
                mesurer(options.mo, Path(nom) / "lot", lieux)
            finally:
                lieux.supprimer()


if __name__ == "__main__":
    main()
