"""Sets of files in a folder: `…_{Complet|Delta}_AAAAMMJJ_{EtabEducNat|Eleve|PersRelEleve|PersEducNat}_NNNN.xml` (formats.md §2).

A set is whole or it is refused: every kind of file of a Complet, numbers that follow each other, nothing still being copied.
"""

import datetime as dt
import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.socle.dates import date_format

from ..models import LotAaf

NOM = re.compile(r"(.{1,80}?)_(Complet|Delta)_(\d{8})_([A-Za-z]+)_(\d{4})\.xml", re.IGNORECASE)
# In the order in which they are read; programmes say nothing of anybody.
CATEGORIES = ["EtabEducNat", "Eleve", "PersRelEleve", "PersEducNat"]
MATIERES = "MatiereEducNat"  # of the 2nd degree alone: a Complet of the 1st has none
SANS_EMPLOI = {"MefEducNat"}
# Bytes of one file. Measured (`tests.charge.aaf`): 500 MB are read and planned within 245 MB, 214 of which are the product itself.
FICHIER_MAX = 500 * 1024**2
TAILLE_MAX, FICHIERS_MAX = 2 * 1024**3, 500
REPOS = 600  # seconds without a change: a copy is over
ATTENDUS_MAX = 7  # days named in a refusal


@dataclass(frozen=True)
class Depose:
    chemin: Path
    categorie: str
    numero: int
    taille: int
    modifie_ns: int


@dataclass
class LotDepose:
    """The files of one set, as the folder holds them."""

    flux: str
    genre: str
    jour: dt.date
    fichiers: list[Depose] = field(default_factory=list)

    @property
    def empreinte(self) -> str:
        lignes = sorted((f.chemin.name, f.taille, f.modifie_ns) for f in self.fichiers)
        return hashlib.sha256(repr(lignes).encode()).hexdigest()

    @property
    def est_complet(self) -> bool:
        return self.genre == LotAaf.Genre.COMPLET

    def est_pose(self, maintenant: dt.datetime) -> bool:
        """Nothing of it has moved for a while, so that nobody is still copying it."""
        return maintenant.timestamp() - max(f.modifie_ns for f in self.fichiers) / 1e9 >= REPOS

    def de(self, categorie: str) -> list[Depose]:
        return sorted((f for f in self.fichiers if f.categorie == categorie), key=lambda f: f.numero)

    def ce_qui_manque(self) -> str:
        """Why it is not whole, or nothing."""
        if len(self.fichiers) > FICHIERS_MAX or sum(f.taille for f in self.fichiers) > TAILLE_MAX:
            return _("Ce lot est trop gros pour être vrai : il n’a pas été ouvert.")
        if gros := next((f for f in self.fichiers if f.taille > FICHIER_MAX), None):
            phrase = _(
                "%(nom)s pèse plus de 500 Mo : il n’a pas été ouvert. Demandez qu’il soit donné en plusieurs fichiers."
            )
            return phrase % {"nom": gros.chemin.name}
        for categorie in [*CATEGORIES, MATIERES]:
            numeros = [f.numero for f in self.de(categorie)]
            if not numeros and self.est_complet and categorie != MATIERES:
                return _("Il manque le fichier %(nom)s : un lot complet les a tous.") % {"nom": categorie}
            attendus = list(range(numeros[0], numeros[0] + len(numeros))) if numeros else []
            if numeros != attendus or (numeros and numeros[0] > 1):
                trou = next((n for n in range(numeros[0] if numeros[0] <= 1 else 1, 10_000) if n not in numeros), 0)
                return _("Il manque le fichier %(nom)s numéro %(n)s.") % {"nom": categorie, "n": f"{trou:04d}"}
        return ""


def inventorier(dossier: Path) -> tuple[list[LotDepose], list[str]]:
    """The sets of a folder, the oldest first (a Complet before the Delta of its day), and a sentence per name that is none of theirs.

    Files alone: neither links nor folders are followed. Raises OSError when the folder is not there.
    """
    lots: dict[tuple, LotDepose] = {}
    remarques = []
    with os.scandir(dossier) as entrees:
        for entree in sorted(entrees, key=lambda e: e.name):
            if entree.name.startswith(".") or entree.name.endswith(".dtd"):
                continue
            lu = _nom(entree.name)
            if lu is None or not entree.is_file(follow_symlinks=False):
                remarques.append(_("%(nom)s : ce n’est pas un fichier de l’AAF.") % {"nom": entree.name[:120]})
                continue
            flux, genre, jour, categorie, numero = lu
            lot = lots.setdefault((flux, genre, jour), LotDepose(flux, genre, jour))
            etat = entree.stat(follow_symlinks=False)
            if categorie not in SANS_EMPLOI:
                lot.fichiers.append(Depose(Path(entree.path), categorie, numero, etat.st_size, etat.st_mtime_ns))
    rang = {str(LotAaf.Genre.COMPLET): 0, str(LotAaf.Genre.DELTA): 1}
    poses = sorted(
        (lot for lot in lots.values() if lot.fichiers), key=lambda lot: (lot.flux, lot.jour, rang[lot.genre])
    )
    return poses, remarques


def _nom(nom: str) -> tuple[str, str, dt.date, str, int] | None:
    trouve = NOM.fullmatch(nom)
    if trouve is None:
        return None
    flux, genre, jour, categorie, numero = trouve.groups()
    connues = {c.casefold(): c for c in [*CATEGORIES, MATIERES, *SANS_EMPLOI]}
    try:
        date = dt.datetime.strptime(jour, "%Y%m%d").date()
    except ValueError:
        return None
    if categorie.casefold() not in connues:
        return None
    return flux, genre.lower(), date, connues[categorie.casefold()], int(numero)


def rompu(lot: LotDepose, dernier: LotAaf | None, jours: frozenset[int]) -> str:
    """Why this set cannot follow the last one that was taken, or nothing. `jours`: the weekdays (Monday = 1) on which a Delta comes."""
    if lot.est_complet:
        if dernier and lot.jour < dernier.jour:
            return _("Il est d’avant le lot du %(jour)s, déjà pris.") % {"jour": _dit(dernier.jour)}
        return ""
    if dernier is None:
        return _("Il n’y a pas encore eu de lot complet : un delta ne dit que ce qui change.")
    if lot.jour <= dernier.jour:
        return _("Il n’est pas d’après le lot du %(jour)s, déjà pris : il n’apporte plus rien.") % {
            "jour": _dit(dernier.jour)
        }
    entre = [dernier.jour + dt.timedelta(days=n) for n in range(1, (lot.jour - dernier.jour).days)]
    manquent = [jour for jour in entre if jour.isoweekday() in jours]
    if not manquent:
        return ""
    dits = ", ".join(_dit(jour) for jour in manquent[:ATTENDUS_MAX]) + (" …" if len(manquent) > ATTENDUS_MAX else "")
    phrase = ngettext(
        "Il manque le delta du %(jours)s : déposez-le, ou un lot complet.",
        "Il manque les deltas des %(jours)s : déposez-les, ou un lot complet.",
        len(manquent),
    )
    return phrase % {"jours": dits}


def _dit(jour: dt.date) -> str:
    return date_format(jour, "j F Y")
