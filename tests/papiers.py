"""What papers say: the sentences that a document was given, those that a font could not draw, the text that is read back."""

import io

import pypdf
import pytest

from ent.diffusion.papier import Feuilles

LANGUES = ["ar", "en", "es", "pt", "ta", "tr", "uk"]


class Encre:
    """The sentences written on papers, and those of which a letter was lost."""

    def __init__(self) -> None:
        self.dites: list[str] = []
        self.perdues: list[str] = []

    def a_dit(self, phrase: str) -> bool:
        return any(phrase in dite for dite in self.dites)


@pytest.fixture
def encre(monkeypatch, settings) -> Encre:
    """Also opens the product to each of its languages."""
    settings.LANGUAGES = [("fr", "Français"), *((langue, langue) for langue in LANGUES)]
    vue = Encre()
    vraie = Feuilles.lisible

    def lisible(pdf: Feuilles, texte: str) -> str:
        lu = vraie(pdf, texte)
        vue.dites.append(texte)
        if lu.count("?") != texte.count("?"):
            vue.perdues.append(texte)
        return lu

    monkeypatch.setattr(Feuilles, "lisible", lisible)
    return vue


def pages(contenu: bytes) -> list[str]:
    """Text of each page, on one line."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(contenu)).pages]
