"""Sheets of paper: A4 pages in our own font, which every printer has since it is inside."""

import unicodedata
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from ent.socle.typographie import tenir

POLICES = Path(__file__).parent / "polices"
POLICE = "Atkinson"
BORD_DE_LIVRE = 18.0
ENCRE, DOUCE, MARGE, SURLIGNEUR = (26, 33, 66), (77, 86, 117), (226, 105, 123), (255, 225, 105)


class Feuilles(FPDF):
    def __init__(self, sens: str = "portrait") -> None:
        super().__init__(format="A4", orientation=sens)
        self.set_auto_page_break(auto=False)
        self.add_font(POLICE, "", POLICES / "AtkinsonHyperlegible-Regular.ttf")
        self.add_font(POLICE, "B", POLICES / "AtkinsonHyperlegible-Bold.ttf")
        self.connus = {lettre for police in self._polices() for lettre in police.cmap}

    def __enter__(self) -> "Feuilles":
        return self

    def __exit__(self, *erreur: object) -> None:
        """fpdf2 leaves the files of its fonts open."""
        for police in self._polices():
            police.ttfont.close()

    def _polices(self) -> list[TTFFont]:
        return [police for police in self.fonts.values() if isinstance(police, TTFFont)]

    def lisible(self, texte: str) -> str:
        """What the font can draw. A letter that it lacks loses its accent (ễ → e), or is « ? »; an emoji is left out. A sign stays with its word."""
        lettres: list[str] = []
        for lettre in unicodedata.normalize("NFC", tenir(texte)):
            if lettre == "\n" or ord(lettre) in self.connus:
                lettres.append(lettre)
                continue
            nues = [
                c
                for c in unicodedata.normalize("NFKD", lettre)
                if ord(c) in self.connus and not unicodedata.combining(c)
            ]
            manque = unicodedata.category(lettre)[0] in "LNP" or unicodedata.category(lettre) in ("Sm", "Sc")
            if nues:
                lettres += nues
            elif manque and lettres[-1:] != ["?"]:
                lettres.append("?")
        return "".join(lettres)

    def ecrire(
        self, x: float, y: float, texte: str, taille: float, *, gras=False, couleur=ENCRE, largeur: float = 0
    ) -> float:
        """One line, smaller if it would not fit in `largeur`. Answers its width in mm."""
        texte = self.lisible(texte)
        self.set_text_color(*couleur)
        self.set_font(POLICE, "B" if gras else "", taille)
        while largeur and self.get_string_width(texte) > largeur and taille > 6:
            taille -= 0.5
            self.set_font_size(taille)
        self.text(x, y, texte)
        return self.get_string_width(texte)

    def paragraphe(self, x: float, y: float, texte: str, taille: float, largeur: float, couleur=ENCRE) -> float:
        """Lines that wrap. Answers where the next line may start."""
        self.set_text_color(*couleur)
        self.set_font(POLICE, "", taille)
        self.set_xy(x, y)
        self.multi_cell(largeur, taille * 0.44, self.lisible(texte), align="L", new_x="LMARGIN", new_y="NEXT")
        return self.get_y()

    def trait_de_coupe(self, y: float) -> None:
        self.set_draw_color(*DOUCE)
        self.set_line_width(0.2)
        self.set_dash_pattern(dash=2, gap=2)
        self.line(0, y, self.w, y)
        self.set_dash_pattern()


class Livre(Feuilles):
    """Numbered pages that follow one another, with a running title at their foot."""

    def __init__(self, courant: str) -> None:
        super().__init__()
        self.courant = courant
        self.set_margins(BORD_DE_LIVRE, 16, BORD_DE_LIVRE)
        self.set_auto_page_break(auto=True, margin=18)

    def footer(self) -> None:
        if self.courant:
            self.ecrire(BORD_DE_LIVRE, self.h - 10, self.courant, 8, couleur=DOUCE, largeur=130)
            self.ecrire(self.w - BORD_DE_LIVRE - 12, self.h - 10, str(self.page_no()), 8, couleur=DOUCE)
