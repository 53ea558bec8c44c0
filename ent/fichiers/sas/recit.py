"""What the process of a file says of it, across the wall: written there, believed here only where it can do no harm."""

import shutil
from typing import IO, Any

from django.core.files import File
from django.core.files.base import ContentFile

from ..controles.commun import Preparation, Sortie, empreinte, nettoyer_nom
from ..controles.documents import EXTENSIONS
from ..controles.medias import TERMINAISONS
from ..limites import LARGEURS, TAILLES

COTE_MAX = 100_000


class _Garde(File):
    """A temporary file that is stored, then held by nobody."""

    def __del__(self) -> None:
        self.close()


class Invraisemblable(ValueError):
    """No check says that: the file took its process."""


def ecrire(prepare: Preparation, contenu: File, garde: IO[bytes]) -> dict[str, Any]:
    """In the process of the file: what is to be kept goes one after the other, but for the file itself, which the other side has."""
    sorties = []
    for sortie in prepare.sorties:
        dite = {
            "nom": sortie.nom,
            "type_mime": sortie.type_mime,
            "cotes": [sortie.largeur, sortie.hauteur],
            "octets": None,
        }
        if sortie.contenu is not contenu:
            sortie.contenu.seek(0)
            shutil.copyfileobj(sortie.contenu, garde)
            dite["octets"] = sortie.contenu.size
        sorties.append(dite)
    return {
        "nature": prepare.nature,
        "type_mime": prepare.type_mime,
        "cotes": [prepare.largeur, prepare.hauteur],
        "duree": prepare.duree,
        "sorties": sorties,
    }


def relire(dit: dict[str, Any], contenu: File, garde: IO[bytes], nom: str) -> Preparation:
    """On this side: the kinds, types, names and sizes that checks give, and no other. Its name and its print are ours."""
    _exiger(dit["nature"] in TAILLES and isinstance(dit["type_mime"], str) and len(dit["type_mime"]) <= 80)
    _exiger(dit["duree"] is None or (isinstance(dit["duree"], float | int) and 0 <= dit["duree"] < 1e9))
    largeur, hauteur = _cotes(dit["cotes"])
    prepare = Preparation(nettoyer_nom(nom), dit["nature"], dit["type_mime"], empreinte(contenu), [], largeur, hauteur)
    prepare.duree = dit["duree"]
    _exiger(0 < len(dit["sorties"]) <= (len(LARGEURS) if prepare.nature == "image" else 1))
    prepare.sorties = [_sortie(sortie, prepare, contenu, garde) for sortie in dit["sorties"]]
    return prepare


def _exiger(vraisemblable: bool) -> None:
    if not vraisemblable:
        raise Invraisemblable


def _cotes(cotes: list) -> tuple[int | None, int | None]:
    largeur, hauteur = cotes
    _exiger(all(c is None or (type(c) is int and 0 < c <= COTE_MAX) for c in (largeur, hauteur)))
    return largeur, hauteur


def _sortie(dite: dict, prepare: Preparation, contenu: File, garde: IO[bytes]) -> Sortie:
    est_image = prepare.nature == "image"
    _exiger(dite["nom"] in (map(str, LARGEURS) if est_image else ("original",)))
    _exiger(dite["type_mime"] in EXTENSIONS | TERMINAISONS and (dite["type_mime"] == "image/webp") == est_image)
    if dite["octets"] is None:
        _exiger(not est_image)
        return Sortie(dite["nom"], dite["type_mime"], contenu)
    _exiger(type(dite["octets"]) is int and 0 < dite["octets"] <= TAILLES[prepare.nature])
    if not est_image:  # a film, whose place was blanked: too large for the memory
        return Sortie(dite["nom"], dite["type_mime"], _Garde(garde, name="original"))
    octets = garde.read(dite["octets"])
    _exiger(len(octets) == dite["octets"] and octets[:4] == b"RIFF" and octets[8:12] == b"WEBP")
    return Sortie(dite["nom"], dite["type_mime"], ContentFile(octets), *_cotes(dite["cotes"]))
