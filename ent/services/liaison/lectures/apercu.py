"""A dossier in words, part by part, as its family will read it: for who prepares it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from ent.fichiers.models import Fichier

from ..models import Dossier
from ..parties import MAITRISES, REUSSITES, Amenagement, Composante, Domaine, Partie
from .contenu import parties_de

LIGNE = 80  # letters of a line
LIGNES = 12  # that a next teacher reads


@dataclass(frozen=True)
class Feuille:
    """One part: its name, its paragraphs (a name, words), its works."""

    partie: str
    titre: str
    dits: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[dict[str, Any]] = field(default_factory=list)


def apercu_de(dossier: Dossier, *, avec_la_sante: bool) -> list[Feuille]:
    """What is written now. `avec_la_sante`: of a PAI, for who may read it; others know that it is there. Reads `pieces` and their files."""
    fichiers = {str(f.fichier.uuid): f.fichier for piece in dossier.pieces.all() for f in piece.fichiers.all()}
    return [_feuille(ligne["partie"], ligne["contenu"], fichiers, avec_la_sante) for ligne in parties_de(dossier)]


def _feuille(partie: str, contenu: Mapping[str, Any], fichiers: Mapping[str, Fichier], avec_la_sante: bool) -> Feuille:
    titre = str(Partie(partie).label)
    if partie == Partie.SAVOIRS:
        return Feuille(partie, titre, [(str(NOMS[nom]), dit) for nom, dit in contenu.items()])
    if partie == Partie.POSITIONS:
        return Feuille(partie, titre, positions_dites(contenu["positions"]))
    if partie == Partie.AMENAGEMENTS:
        dits = [(str(Amenagement(a["sorte"]).label), a["texte"]) for a in contenu["amenagements"]]
        return Feuille(partie, titre, dits)
    if partie == Partie.SANTE and not avec_la_sante:
        return Feuille(partie, titre)
    dits = [("", contenu["texte"])] if contenu.get("texte") else []
    return Feuille(partie, titre, dits, [_piece(piece, fichiers) for piece in contenu.get("pieces", ())])


NOMS = {"sait": _("Ce qu’il ou elle sait"), "aide": _("Ce qui l’aide"), "mot": _("Un mot")}


def _piece(piece: Mapping[str, Any], fichiers: Mapping[str, Fichier]) -> dict[str, Any]:
    return {**piece, "fichiers": [fichiers[f["uuid"]] for f in piece["fichiers"] if f["uuid"] in fichiers]}


def positions_dites(positions: Mapping[str, int]) -> list[tuple[str, str]]:
    """In the order of the socle, or of the maternelle."""
    dites = [(str(c.label), str(MAITRISES[positions[c]])) for c in Composante if c in positions]
    return dites + [(str(d.label), str(REUSSITES[positions[d]])) for d in Domaine if d in positions]


def lignes_ecrites(textes: Collection[str]) -> int:
    """As printed: a line of eighty letters, and each that one began."""
    return sum(-(-len(alinea) // LIGNE) for texte in textes for alinea in texte.splitlines() if alinea.strip())
