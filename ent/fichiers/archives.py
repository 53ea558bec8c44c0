"""Archives built while they are sent, or piece by piece: nothing is kept whole."""

import io
import zipfile
from typing import BinaryIO

from .stockage import MORCEAU, stockage


class Sortie(io.RawIOBase):
    """What the archive writes, taken piece by piece: nothing is kept whole."""

    def __init__(self) -> None:
        self.morceaux: list[bytes] = []
        self.place = 0

    def writable(self) -> bool:
        return True

    def write(self, donnees) -> int:
        self.morceaux.append(bytes(donnees))
        self.place += len(donnees)
        return len(donnees)

    def tell(self) -> int:
        return self.place

    def seekable(self) -> bool:
        return False

    def prendre(self) -> bytes:
        pris, self.morceaux = b"".join(self.morceaux), []
        return pris


class Troncon(io.RawIOBase):
    """A piece of an archive, written apart in `tampon`: its first byte stands at `debut` of the whole."""

    def __init__(self, tampon: BinaryIO, debut: int) -> None:
        self.tampon, self.debut = tampon, debut

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, donnees) -> int:
        return self.tampon.write(donnees)

    def tell(self) -> int:
        return self.tampon.tell() + self.debut

    def seek(self, place: int, depuis: int = io.SEEK_SET) -> int:
        if depuis == io.SEEK_SET:
            place -= self.debut
        return self.tampon.seek(place, depuis) + self.debut


def joindre(archive: zipfile.ZipFile, entree: str | zipfile.ZipInfo, cle: str) -> None:
    """An object of the storage, as one entry of an archive."""
    with stockage().open(cle) as contenu, archive.open(entree, "w") as dedans:
        while morceau := contenu.read(MORCEAU):
            dedans.write(morceau)


def nom_sur(nom: str) -> str:
    """No path and no control character leaves in an archive."""
    return "".join(c for c in nom.replace("/", "-").replace("\\", "-") if c.isprintable()) or "fichier"
