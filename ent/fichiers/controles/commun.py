"""What every check shares."""

import hashlib
import unicodedata
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _


@dataclass
class Sortie:
    """One object to store."""

    nom: str
    type_mime: str
    contenu: File
    largeur: int | None = None
    hauteur: int | None = None


@dataclass
class Preparation:
    """A file that was found good, and what is to be stored of it. Nothing is written yet."""

    nom: str
    nature: str
    type_mime: str
    empreinte: str
    sorties: list[Sortie] = field(default_factory=list)
    largeur: int | None = None
    hauteur: int | None = None
    duree: float | None = None
    etat: str = "sain"  # or « controle »: kept as it came, until somebody knows

    @property
    def nom_donne(self) -> str:
        """As of a file that is stored, among which a form sorts it."""
        return self.nom

    @property
    def octets(self) -> int:
        return sum(s.contenu.size for s in self.sorties)


class Abime(Exception):
    """The content does not follow its own format."""


def refus(nom: str, phrase: str) -> ValidationError:
    """« photo.svg » : why, then what to do. Said without « vous » nor « tu »: pupils read it too."""
    return ValidationError(_("« %(nom)s » : %(phrase)s") % {"nom": nom, "phrase": phrase}, code="fichier")


def nettoyer_nom(nom: str) -> str:
    """The name without path, control nor direction characters: one that reads « exe.gpj » shows what it is."""
    nom = unicodedata.normalize("NFC", nom).replace("\\", "/").rpartition("/")[2]
    nom = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else " " for c in nom)
    nom = " ".join(nom.split()).strip(". ") or _("fichier")
    if len(nom) <= 120:
        return nom
    tete, point, queue = nom.rpartition(".")
    return f"{tete[: 119 - len(queue)]}.{queue}" if point and len(queue) <= 10 else nom[:120]


def empreinte(contenu: File) -> str:
    somme = hashlib.sha256()
    contenu.seek(0)
    while morceau := contenu.read(1 << 20):
        somme.update(morceau)
    contenu.seek(0)
    return somme.hexdigest()


def est_uuid(texte: str) -> bool:
    try:
        uuid.UUID(texte)
    except ValueError:
        return False
    return True
