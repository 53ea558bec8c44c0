"""Schools of the invented territory: how many, where, with which classes and levels."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from config.demonstration.distribution import COMMUNES
from ent.annuaire.codes import NIVEAUX_1D, lettre_uai
from ent.annuaire.gommettes import Triple
from ent.annuaire.models import Classe, Commune, Etablissement, Personne

from .noms import NOMS_D_ECOLES

# The proportions of the plan.
ECOLES, CLASSES, ELEVES, ENSEIGNANTS = 204, 1108, 28_000, 1500
ECOLES_MAX = len(NOMS_D_ECOLES)

# Schools of each commune at full size, and its postcode.
PAR_COMMUNE = {
    "78621": (32, "78190"), "78423": (32, "78180"), "78490": (26, "78370"), "78297": (24, "78280"),
    "78208": (22, "78990"), "78383": (14, "78310"), "78688": (14, "78960"), "78165": (12, "78340"),
    "78356": (10, "78114"), "78674": (8, "78450"), "78644": (6, "78320"), "78168": (4, "78310"),
}  # fmt: skip

NIVEAUX_PAR_NATURE = {"maternelle": NIVEAUX_1D[1:4], "elementaire": NIVEAUX_1D[4:], "primaire": NIVEAUX_1D[1:]}
# An élémentaire and its maternelle follow each other; now and then, a primaire holds both.
SUITE = ["elementaire", "maternelle"] * 4 + ["primaire"]
TAILLES = {"maternelle": (3.2, 6.0), "elementaire": (4.5, 8.5), "primaire": (4.0, 9.0)}
# Below this share of a class, a level goes whole to the next one.
PART_MINIMALE = Fraction(1, 8)


@dataclass(eq=False)
class Salle:
    """A class of the territory, with its places by level (« » for a dispositif) and its teachers, titulaire first."""

    classe: Classe
    places: dict[str, int]
    enseignants: list[Personne] = field(default_factory=list)
    gommettes: set[Triple] = field(default_factory=set)  # those already given

    @property
    def est_ulis(self) -> bool:
        return "" in self.places

    @property
    def est_maternelle(self) -> bool:
        return bool(set(self.places) & set(NIVEAUX_1D[:4]))


@dataclass(eq=False)
class Ecole:
    numero: int
    etablissement: Etablissement
    code_postal: str
    salles: list[Salle] = field(default_factory=list)
    directeur: Personne | None = None
    encodage: str = "cp1252"

    @property
    def uai(self) -> str:
        return self.etablissement.uai


def repartir(total: int, poids: Sequence[float], minimum: int = 0) -> list[int]:
    """Share `total` whole things by weight, each at least `minimum`, to the exact sum (largest remainders)."""
    reste = total - minimum * len(poids)
    if reste < 0:
        raise ValueError(f"{total} cannot give {minimum} to each of {len(poids)}.")
    parts = [reste * p / sum(poids) for p in poids]
    entieres = [int(part) for part in parts]
    manque = reste - sum(entieres)
    for rang in sorted(range(len(parts)), key=lambda r: (entieres[r] - parts[r], r))[:manque]:
        entieres[rang] += 1
    return [minimum + e for e in entieres]


def proportion(plein: int, ecoles: int) -> int:
    """What the plan counts for 204 schools, brought to `ecoles`."""
    return round(plein * ecoles / ECOLES)


def tracer(ecoles: int, alea: random.Random, communes: dict[str, Commune], premier: int) -> dict[str, list[Ecole]]:
    """The schools by commune, with their classes and places; nothing is written. `premier` numbers the first one."""
    codes = list(PAR_COMMUNE)[: max(1, min(len(PAR_COMMUNE), ecoles // 2))]
    comptes = dict(zip(codes, repartir(ecoles, [PAR_COMMUNE[c][0] for c in codes]), strict=True))
    territoire: dict[str, list[Ecole]] = {}
    for code, nombre in comptes.items():
        for rang in range(nombre):
            ecole = _ecole(premier, SUITE[rang % len(SUITE)], communes[code], alea)
            territoire.setdefault(code, []).append(ecole)
            premier += 1
    _ouvrir_les_classes([e for liste in territoire.values() for e in liste], alea)
    return territoire


def _ecole(numero: int, nature: str, commune: Commune, alea: random.Random) -> Ecole:
    chiffres = f"079{numero:04d}"
    etablissement = Etablissement(
        uai=chiffres + lettre_uai(chiffres),
        # 197 shares no factor with the number of names: each school its own, neighbours unlike.
        nom=NOMS_D_ECOLES[numero * 197 % ECOLES_MAX],
        nature=nature,
        commune=commune,
        circonscription=COMMUNES[commune.code_insee],
        semaine=alea.choices(["4", "4.5"], [7, 3])[0],
    )
    encodage = alea.choice(["cp1252", "utf-8", "utf-8-sig"]) if numero % 2 else "cp1252"
    return Ecole(numero, etablissement, PAR_COMMUNE[commune.code_insee][1], encodage=encodage)


def _ouvrir_les_classes(ecoles: list[Ecole], alea: random.Random) -> None:
    """Give each school its classes and each class its places, to the exact totals of the plan."""
    tailles = [alea.uniform(*TAILLES[e.etablissement.nature]) for e in ecoles]
    for ecole, nombre in zip(ecoles, repartir(proportion(CLASSES, len(ecoles)), tailles, minimum=2), strict=True):
        ecole.salles = _salles(ecole, nombre, alea)
    salles = [s for e in ecoles for s in e.salles]
    effectifs = repartir(
        proportion(ELEVES, len(ecoles)),
        [alea.uniform(0.4, 0.48) if s.est_ulis else alea.uniform(0.9, 1.1) for s in salles],
    )
    for salle, effectif in zip(salles, effectifs, strict=True):
        parts = repartir(effectif, list(salle.places.values()))
        salle.places = dict(zip(salle.places, parts, strict=True))


def _salles(ecole: Ecole, nombre: int, alea: random.Random) -> list[Salle]:
    """Classes of a school. Pupils stand in the order of levels and are cut in equal parts: double niveaux follow."""
    salles = []
    if ecole.etablissement.nature == "elementaire" and nombre >= 6 and alea.random() < 0.3:
        salles.append(Salle(Classe(etablissement=ecole.etablissement), {"": 1}))
    ordinaires = nombre - len(salles)
    niveaux = NIVEAUX_PAR_NATURE[ecole.etablissement.nature]
    for rang in range(ordinaires):
        places = _niveaux(niveaux, rang, ordinaires)
        # Some maternelles welcome children of two in the class of the youngest.
        if list(places) == ["PS"] and alea.random() < 0.25:
            places = {"TPS": 1, "PS": 6}
        salles.append(Salle(Classe(etablissement=ecole.etablissement), places))
    for rang, salle in enumerate(salles, start=1):
        # As ONDE numbers them: unique in the territory, kept verbatim.
        salle.classe.identifiant_onde = str(1_000_000 + ecole.numero * 100 + rang)
    return salles


def _niveaux(niveaux: Sequence[str], rang: int, nombre: int) -> dict[str, int]:
    debut, fin = Fraction(rang * len(niveaux), nombre), Fraction((rang + 1) * len(niveaux), nombre)
    parts = {n: min(fin, i + 1) - max(debut, i) for i, n in enumerate(niveaux) if min(fin, i + 1) > max(debut, i)}
    largeur = fin - debut
    gardees = {n: part for n, part in parts.items() if part / largeur >= PART_MINIMALE}
    return {n: int(100 * part / largeur) for n, part in gardees.items()}


def nommer(ecole: Ecole, alea: random.Random) -> None:
    """Class names as schools write them: by level, by number, or by the teacher's name."""
    style = alea.randrange(3)
    vus: dict[str, int] = {}
    for rang, salle in enumerate(ecole.salles, start=1):
        niveaux = "ULIS" if salle.est_ulis else "-".join(salle.places)
        vus[niveaux] = lettre = vus.get(niveaux, 0) + 1
        maitre = salle.enseignants[0]
        salle.classe.nom = [
            f"{niveaux} {'ABCDEFGHJK'[lettre - 1]}",
            f"Classe {rang} {niveaux}",
            f"{niveaux} {maitre.civilite} {(maitre.nom_usage or maitre.nom).upper()}",
        ][style]
