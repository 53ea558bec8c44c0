"""An operation laid out in columns, as on squared paper: digits aligned, lines left for the pupil."""

from dataclasses import dataclass

from .blocs import SIGNES, en_chiffres


@dataclass(frozen=True)
class Pose:
    """Rows of cells, a character or nothing in each. `reste` and `produits` are rows left empty for the answer."""

    signe: str
    rangees: list[list[str]]
    produits: list[list[str]]
    reste: list[str]
    # A division alone has a divisor, written in the potence.
    diviseur: str = ""


def poser(nombres: list[str], signe: str) -> Pose:
    dits = [en_chiffres(n) for n in nombres]
    dit = dict(SIGNES)[signe]
    if signe == ":":
        rangee = list(dits[0])
        vides = [[""] * len(rangee)] * max(2, sum(c.isdigit() for c in rangee))
        return Pose(dit, [rangee], vides, [], dits[1])
    # A product is laid out by its last digits; a sum or a difference by the units.
    alignes = _a_droite(dits) if signe == "x" else _par_la_virgule(dits)
    # A product may have as many digits as its factors together; a column more is for the sign, and for what is carried.
    largeur = max(len(alignes[0]), sum(map(len, dits)) if signe == "x" else 0)
    rangees = [["", *[""] * (largeur - len(cases)), *cases] for cases in alignes]
    rangees[-1][0] = dit
    vide = [""] * (largeur + 1)
    chiffres = sum(c.isdigit() for c in dits[-1])
    return Pose(dit, rangees, [vide] * chiffres if signe == "x" and chiffres > 1 else [], vide)


def _a_droite(dits: list[str]) -> list[list[str]]:
    largeur = max(map(len, dits))
    return [[""] * (largeur - len(d)) + list(d) for d in dits]


def _par_la_virgule(dits: list[str]) -> list[list[str]]:
    """Units under units: « 12,5 » and « 348 » → `" 12,5"`, `"348  "`."""
    entiers, decimales = zip(*((d.partition(",")[0], d.partition(",")[2]) for d in dits), strict=True)
    avant, apres = max(map(len, entiers)), max(map(len, decimales))
    rangees = []
    for entier, decimale in zip(entiers, decimales, strict=True):
        cases = [""] * (avant - len(entier)) + list(entier)
        if apres:
            cases += [("," if decimale else ""), *decimale, *[""] * (apres - len(decimale))]
        rangees.append(cases)
    return rangees
