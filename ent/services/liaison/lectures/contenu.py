"""What a dossier says at this moment, part by part, and what was shown of it."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from ..models import Dossier, Piece, Version
from ..parties import Partie, empreinte


def parties_de(dossier: Dossier) -> list[dict[str, Any]]:
    """The draft as it would be shown now: the parts that say something, in their order, each with the digest of its words. Reads `pieces` and their files."""
    contenus = {
        Partie.SAVOIRS: _dits(sait=dossier.sait, aide=dossier.aide, mot=dossier.mot),
        Partie.POSITIONS: _dits(positions=dossier.positions),
        Partie.AMENAGEMENTS: _dits(amenagements=dossier.amenagements),
        Partie.SANTE: _dits(texte=dossier.sante),
        Partie.TRAVAUX: _dits(pieces=_pieces(p for p in dossier.pieces.all() if not p.de_l_eleve)),
        Partie.ELEVE: _dits(texte=dossier.texte_eleve, pieces=_pieces(p for p in dossier.pieces.all() if p.de_l_eleve)),
    }
    return [
        {"partie": str(partie), "empreinte": empreinte(partie, contenu, dossier.vers), "contenu": contenu}
        for partie, contenu in contenus.items()
        if contenu
    ]


def _dits(**dits: Any) -> dict[str, Any]:
    return {nom: dit for nom, dit in dits.items() if dit}


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    return [
        {
            "cle": piece.cle,
            "jour": piece.jour.isoformat(),
            "titre": piece.titre,
            "texte": piece.texte,
            "fichiers": [{"uuid": str(f.fichier.uuid), "legende": f.legende} for f in piece.fichiers.all()],
        }
        for piece in pieces
    ]


def montree(dossier: Dossier) -> Version | None:
    """The one that counts: what its family reads. None: nothing yet, or quiet hours hold the first one back."""
    return dossier.versions.filter(montree_le__lte=timezone.now()).order_by("-numero").first()


def derniere(dossier: Dossier) -> Version | None:
    """The last one that was made, whether quiet hours hold it back or not. Reads `versions` as they were prefetched."""
    return max(dossier.versions.all(), key=lambda v: v.numero, default=None)


def va_ailleurs(dossier: Dossier, version: Version) -> bool:
    """Where it goes is not what its family read."""
    return any(
        ligne["empreinte"] != empreinte(ligne["partie"], ligne["contenu"], dossier.vers) for ligne in version.contenu
    )


def est_a_remontrer(dossier: Dossier, version: Version | None) -> bool:
    """What was shown is not what is written any more."""
    dites = [ligne["empreinte"] for ligne in version.contenu] if version else []
    return [ligne["empreinte"] for ligne in parties_de(dossier)] != dites
