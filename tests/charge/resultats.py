"""The figures: printed as rows, written to dernier.json so that two runs can be compared."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

DERNIER = Path(__file__).with_name("dernier.json")


@dataclass(frozen=True)
class Chiffre:
    """One figure. `but` is an aim such as « ≤ 8 », or empty; `atteint` is None where there is no aim."""

    nom: str
    valeur: float
    unite: str
    but: str = ""

    @property
    def atteint(self) -> bool | None:
        if not self.but:
            return None
        signe, _espace, borne = self.but.partition(" ")
        return {"≤": self.valeur <= float(borne), "<": self.valeur < float(borne), "≥": self.valeur >= float(borne)}[
            signe
        ]

    def ligne(self) -> str:
        mot = {None: "", True: "atteint", False: "PAS ATTEINT"}[self.atteint]
        return f"  {self.nom:<34} {self.valeur:>10.2f} {self.unite:<10} {self.but:<8} {mot}"


class Carnet:
    def __init__(self) -> None:
        self.chiffres: list[Chiffre] = []

    def noter(self, nom: str, valeur: float, unite: str, but: str = "") -> None:
        chiffre = Chiffre(nom, round(valeur, 3), unite, but)
        self.chiffres.append(chiffre)
        print(chiffre.ligne(), flush=True)

    def ecrire(self) -> None:
        lignes = [asdict(c) | {"atteint": c.atteint} for c in self.chiffres]
        DERNIER.write_text(json.dumps(lignes, ensure_ascii=False, indent=1) + "\n")
