"""Archives built while they are sent: nothing is kept whole."""

import io


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


def nom_sur(nom: str) -> str:
    """No path and no control character leaves in an archive."""
    return "".join(c for c in nom.replace("/", "-").replace("\\", "-") if c.isprintable()) or "fichier"
