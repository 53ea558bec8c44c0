"""A Complet as big as one likes, drawn on disk: what it says is true in shape, and names nobody. And the most memory that a work takes."""

import itertools
from collections.abc import Callable
from pathlib import Path

from . import aaf

MEGA = 1024**2
AUTRES_ATTRIBUTS = {f"ENTEleveSansEmploi{n}": f"valeur {n} que rien ne lit" for n in range(12)}
ELEVE = aaf.eleve(
    "@N@",
    "MARTIN@N@",
    "Adèle",
    ine="@N@AA",
    adultes=["9@N@"],
    structure="@S@",
    ENTPersonAdresse="12 rue des Lilas",
    ENTPersonCodePostal="78000",
    ENTPersonVille="VERSAILLES",
    **AUTRES_ATTRIBUTS,
)
ADULTE = aaf.adulte("9@N@", "MARTIN@N@", "Aline", enfants=["@N@"], ENTPersonMail="m@N@@exemple.fr")
SECOND = aaf.adulte("8@N@", "MARTIN@N@", "Karim", civilite="M.", enfants=["@N@"])  # whom the child's record leaves out
PAR_ECOLE = 150


def dessiner(dossier: Path, jour: str, uais: list[str], mo: int, *, notre: int = 1) -> int:
    """The file of pupils weighs `mo` MB; one school in `notre` is of these UAIs, in turn, the others are opened nowhere. How many pupils."""
    etabs: list[str] = []
    noms = iter(uais)
    chemins = {c: dossier / f"ENT1D_Complet_{jour}_{c}_0000.xml" for c in aaf.CATEGORIES}
    with (
        chemins["Eleve"].open("w", encoding="utf-8") as eleves,
        chemins["PersRelEleve"].open("w", encoding="utf-8") as adultes,
    ):
        for flux in (eleves, adultes):
            flux.write(aaf.ENTETE.format(encodage="UTF-8"))
        ecrits = 0
        for n in itertools.count(1_000_000):
            structure = (n - 1_000_000) // PAR_ECOLE
            if structure == len(etabs):
                uai = next(noms, "") if structure % notre == 0 else ""
                etabs.append(aaf.ecole(f"{structure + 10}", uai or f"9{structure:06d}Z"))
            fiche = ELEVE.replace("@N@", str(n)).replace("@S@", str(structure + 10))
            eleves.write(fiche)
            adultes.write(ADULTE.replace("@N@", str(n)) + SECOND.replace("@N@", str(n)))
            ecrits += len(fiche)
            if ecrits >= mo * MEGA:
                break
        for flux in (eleves, adultes):
            flux.write("</ficAlimMENESR>\n")
    chemins["EtabEducNat"].write_bytes(aaf.fichier(*etabs))
    chemins["PersEducNat"].write_bytes(aaf.fichier())
    for chemin in chemins.values():
        aaf.poser(chemin)
    return n - 1_000_000 + 1


def _etat(nom: str) -> int:
    """In bytes, of this process (Linux)."""
    lignes = Path("/proc/self/status").read_text().splitlines()
    return next(int(ligne.split()[1]) * 1024 for ligne in lignes if ligne.startswith(f"{nom}:"))


def pic(faire: Callable[[], object]) -> int:
    """The most resident memory that this takes, above what the process held before, in bytes."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here
    avant = _etat("VmRSS")
    faire()
    return _etat("VmHWM") - avant
