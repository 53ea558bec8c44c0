"""Sheets of paper: A4 pages in our own font, which every printer has since it is inside; other scripts in theirs, opened when a text needs them.

A page in a language that is read from right to left is the same page in a mirror: what is placed from the left is placed from the right.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.utils.translation import get_language_info
from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.fonts import TTFFont

from ent.socle.typographie import tenir

from .alphabets import (
    POLICE,
    POLICES,
    SENS,
    Suite,
    a_des_lettres_de_droite,
    alphabet_de,
    est_de_droite,
    fichier_de,
    suites,
)

BORD_DE_LIVRE = 18.0
ENCRE, DOUCE, MARGE, SURLIGNEUR = (26, 33, 66), (77, 86, 117), (226, 105, 123), (255, 225, 105)
BASE = 0.3  # of a size: how far under the middle of its line a text stands (fpdf2's)
SERREE = 0.55  # of their width: letters no narrower are read


def va_a_gauche(langue: str) -> bool:
    return bool(get_language_info(langue)["bidi"])


class Feuilles(FPDF):
    """`langue` is whose words the page says: its direction follows."""

    def __init__(self, sens: str = "portrait", langue: str = "fr") -> None:
        super().__init__(format="A4", orientation=sens)
        self.set_auto_page_break(auto=False)
        self.set_lang(langue)
        self.en_miroir = va_a_gauche(langue)
        self.add_font(POLICE, "", POLICES / "AtkinsonHyperlegible-Regular.ttf")
        self.add_font(POLICE, "B", POLICES / "AtkinsonHyperlegible-Bold.ttf")
        self.connus = {lettre for police in self._polices() for lettre in police.cmap}
        self._coupees: dict[tuple[str, bool], list[Suite]] = {}
        self._mesurees: dict[tuple[Suite, str], float] = {}  # mm by point of size

    def __enter__(self) -> "Feuilles":
        return self

    def __exit__(self, *erreur: object) -> None:
        """fpdf2 leaves the files of its fonts open."""
        for police in self._polices():
            police.ttfont.close()

    def _polices(self) -> list[TTFFont]:
        return [police for police in self.fonts.values() if isinstance(police, TTFFont)]

    # --- Letters --------------------------------------------------------------------------------------------------
    def connait(self, police: str, lettre: str) -> bool:
        if police == POLICE:
            return ord(lettre) in self.connus
        ouverte = self.fonts.get(police.lower())
        return isinstance(ouverte, TTFFont) and ord(lettre) in ouverte.cmap

    def _dessine(self, lettre: str) -> bool:
        """Whether one of our fonts draws it: the font of its script is opened for that."""
        if ord(lettre) in self.connus:
            return True
        if (alphabet := alphabet_de(lettre)) is None:
            return False
        self._ouvrir(alphabet.police, "")
        return self.connait(alphabet.police, lettre)

    def _ouvrir(self, police: str, style: str) -> None:
        if f"{police}{style}".lower() not in {cle.lower() for cle in self.fonts}:
            self.add_font(police, style, fichier_de(police, style))

    def lisible(self, texte: str) -> str:
        """What the fonts can draw. A letter that they lack is said by plainer ones (Ⓐ → A), or is « ? »; an emoji is left out. A sign stays with its word."""
        lettres: list[str] = []
        for lettre in unicodedata.normalize("NFC", tenir(texte)):
            if lettre == "\n" or lettre in SENS or self._dessine(lettre):
                lettres.append(lettre)
                continue
            nues = [
                c for c in unicodedata.normalize("NFKD", lettre) if self._dessine(c) and not unicodedata.combining(c)
            ]
            manque = unicodedata.category(lettre)[0] in "LNP" or unicodedata.category(lettre) in ("Sm", "Sc")
            if nues:
                lettres += nues
            elif manque and lettres[-1:] != ["?"]:
                lettres.append("?")
        return "".join(lettres)

    def _est_simple(self, texte: str) -> bool:
        """In our own font, from left to right: fpdf2 alone draws it."""
        return all(lettre == "\n" or ord(lettre) in self.connus for lettre in texte)

    def va_a_gauche(self, texte: str) -> bool:
        """Whether this text is a paragraph from right to left: some of it is, and the page is too or it begins so."""
        return a_des_lettres_de_droite(texte) and (self.en_miroir or est_de_droite(texte))

    # --- Lines ----------------------------------------------------------------------------------------------------
    @contextmanager
    def _hors_du_texte(self) -> Iterator[None]:
        """The font that is set, the place and the margins are found again."""
        police, style, taille = self.font_family, self.font_style, self.font_size_pt
        place, marge, saut = (self.x, self.y), self.c_margin, self.auto_page_break
        self.c_margin, self.auto_page_break = 0, False
        yield
        self.set_text_shaping(False)
        self.set_font(police, style, taille)
        self.c_margin, self.auto_page_break = marge, saut
        self.x, self.y = place

    def largeur_de(self, texte: str) -> float:
        """In mm, of one line in the font that is set."""
        if self._est_simple(texte):
            return self.get_string_width(texte)
        with self._hors_du_texte():
            return sum(self._largeur(suite) for suite in self._suites(texte, self.va_a_gauche(texte)))

    def _suites(self, texte: str, de_droite: bool) -> list[Suite]:
        if (texte, de_droite) not in self._coupees:
            self._coupees[texte, de_droite] = suites(texte, de_droite, self.connait)
        return self._coupees[texte, de_droite]

    def _largeur(self, suite: Suite) -> float:
        """In mm, at the size that is set. A class's slips say the same words: one is measured once."""
        cle = suite, self.font_style
        if cle not in self._mesurees:
            self._regler(suite)
            self._mesurees[cle] = self.get_string_width(suite.texte) / self.font_size_pt
        return self._mesurees[cle] * self.font_size_pt

    def _regler(self, suite: Suite) -> None:
        """Set what draws this piece."""
        self._ouvrir(suite.police, self.font_style)
        self.set_font(suite.police, self.font_style, self.font_size_pt)
        self.set_text_shaping(suite.est_faconnee, direction=suite.sens)

    def ligne(self, x: float, y: float, texte: str, de_droite: bool | None = None) -> None:
        """One line, whose letters stand on `y` and begin at `x`; on a mirrored page, that far from the right."""
        x = self.place(x, self.largeur_de(texte)) if self.en_miroir else x
        self._dessiner(x, y, texte, self.va_a_gauche(texte) if de_droite is None else de_droite)

    def _dessiner(self, x: float, y: float, texte: str, de_droite: bool) -> None:
        if self._est_simple(texte):
            self.text(x, y, texte)
            return
        with self._hors_du_texte():
            for suite in self._suites(texte, de_droite):
                largeur = self._largeur(suite)
                self._regler(suite)
                self.set_xy(x, y - (0.5 + BASE) * self.font_size)
                self.cell(largeur, self.font_size, suite.texte)
                x += largeur

    def lignes(self, texte: str, largeur: float) -> list[str]:
        """A legible text cut in lines of this width, in the font that is set."""
        if self._est_simple(texte):
            lues = self.multi_cell(largeur, 1, texte, align="L", dry_run=True, output=MethodReturnValue.LINES)
            return cast(list[str], lues)
        utile = largeur - 2 * self.c_margin
        return [ligne for alinea in texte.split("\n") for ligne in self._couper(alinea, utile)]

    def _couper(self, alinea: str, largeur: float) -> list[str]:
        lignes, courante, prise, blanc = [], "", 0.0, self.largeur_de(" ")
        for mot in alinea.split(" "):
            for morceau in self._casser(mot, largeur):
                pris = self.largeur_de(morceau)
                if courante and prise + blanc + pris > largeur:
                    lignes.append(courante)
                    courante, prise = morceau, pris
                else:
                    courante, prise = (f"{courante} {morceau}", prise + blanc + pris) if courante else (morceau, pris)
        return [*lignes, courante]

    def _casser(self, mot: str, largeur: float) -> list[str]:
        """A word wider than its line, in pieces; a mark stays with its letter."""
        if self.largeur_de(mot) <= largeur:
            return [mot]
        morceaux = [""]
        for lettre in mot:
            if not unicodedata.category(lettre).startswith("M") and self.largeur_de(morceaux[-1] + lettre) > largeur:
                morceaux.append("")
            morceaux[-1] += lettre
        return [m for m in morceaux if m]

    # --- What rooms write -----------------------------------------------------------------------------------------
    def ecrire(
        self, x: float, y: float, texte: str, taille: float, *, gras=False, couleur=ENCRE, largeur: float = 0
    ) -> float:
        """One line, smaller if it would not fit in `largeur`. Answers its width in mm."""
        texte = self.lisible(texte)
        self.set_text_color(*couleur)
        self.set_font(POLICE, "B" if gras else "", taille)
        while largeur and self.largeur_de(texte) > largeur and taille > 6:
            taille -= 0.5
            self.set_font_size(taille)
        if largeur and self.largeur_de(texte) > largeur:
            return self._serrer(x, y, texte, largeur)
        self.ligne(x, y, texte)
        return self.largeur_de(texte)

    def ecrire_a_droite(self, x: float, y: float, texte: str, taille: float, *, couleur=ENCRE, largeur: float) -> None:
        """One line that ends at `x`, smaller if it would not fit in `largeur`."""
        self.set_font(POLICE, "", taille)
        place = min(largeur, self.largeur_de(self.lisible(texte)))
        self.ecrire(x - place, y, texte, taille, couleur=couleur, largeur=place + 0.01)

    def _serrer(self, x: float, y: float, texte: str, largeur: float) -> float:
        """Too wide at the smallest size, it would be written over what stands beside: letters narrower, where nothing joins them, then cut."""
        part = SERREE if self._est_simple(texte) else 1.0
        if self.largeur_de(texte) * part > largeur:
            texte = self._casser(texte, largeur / part - self.largeur_de("…"))[0].rstrip() + "…"
        part = min(1.0, largeur / self.largeur_de(texte))
        self.set_stretching(100 * part)
        self.ligne(x, y, texte)
        self.set_stretching(100)
        return self.largeur_de(texte) * part

    def paragraphe(
        self,
        x: float,
        y: float,
        texte: str,
        taille: float,
        largeur: float,
        couleur=ENCRE,
        *,
        de_droite: bool | None = None,
    ) -> float:
        """Lines that wrap. Answers where the next line may start. `de_droite`: from right to left whatever it begins with."""
        texte = self.lisible(texte)
        self.set_text_color(*couleur)
        self.set_font(POLICE, "", taille)
        pas = taille * 0.44
        self._alinea(x, y, texte, pas, largeur, "L", de_droite)
        return self.get_y()

    def _alinea(
        self, x: float, y: float, texte: str, pas: float, largeur: float, cote: str, de_droite: bool | None = None
    ) -> None:
        """`cote` is L (where the text begins), or C."""
        if de_droite is None:
            de_droite = self.va_a_gauche(texte)
        self.set_xy(x, y)
        if not self.en_miroir and self._est_simple(texte):
            self.multi_cell(largeur, pas, texte, align=cote, new_x="LMARGIN", new_y="NEXT")
            return
        for ligne in self.lignes(texte, largeur):
            if self.will_page_break(pas):
                self.add_page(same=True)
            marge = largeur - self.largeur_de(ligne) - 2 * self.c_margin
            a_droite = self.en_miroir or de_droite
            decalage = marge / 2 if cote == "C" else marge if a_droite else 0
            gauche = self.place(x, largeur)
            base = self.get_y() + 0.5 * pas + BASE * self.font_size
            self._dessiner(gauche + self.c_margin + decalage, base, ligne, de_droite)
            self.set_y(self.get_y() + pas)

    # --- What is drawn --------------------------------------------------------------------------------------------
    def rect(self, x: float, y: float, w: float, h: float, *reste, **options) -> None:
        super().rect(self.place(x, w), y, w, h, *reste, **options)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        if self.en_miroir:
            x1, x2 = self.w - x1, self.w - x2
        super().line(x1, y1, x2, y2)

    def place(self, x: float, largeur: float) -> float:
        """Where something of this width stands from the left: images go there."""
        return self.w - x - largeur if self.en_miroir else x

    def trait_de_coupe(self, y: float) -> None:
        self.set_draw_color(*DOUCE)
        self.set_line_width(0.2)
        self.set_dash_pattern(dash=2, gap=2)
        self.line(0, y, self.w, y)
        self.set_dash_pattern()


class Livre(Feuilles):
    """Numbered pages that follow one another, with a running title at their foot."""

    def __init__(self, courant: str, langue: str = "fr") -> None:
        super().__init__(langue=langue)
        self.courant = courant
        self.set_margins(BORD_DE_LIVRE, 16, BORD_DE_LIVRE)
        self.set_auto_page_break(auto=True, margin=18)

    def alinea(self, texte: str, taille: float, *, gras=False, couleur=ENCRE, retrait: float = 0, cote="L") -> None:
        if texte := self.lisible(texte).strip():
            self.set_text_color(*couleur)
            self.set_font(POLICE, "B" if gras else "", taille)
            x = BORD_DE_LIVRE + retrait
            self._alinea(x, self.get_y(), texte, taille * 0.46, self.w - BORD_DE_LIVRE - x, cote)

    def footer(self) -> None:
        if self.courant:
            self.ecrire(BORD_DE_LIVRE, self.h - 10, self.courant, 8, couleur=DOUCE, largeur=130)
            self.ecrire(self.w - BORD_DE_LIVRE - 12, self.h - 10, str(self.page_no()), 8, couleur=DOUCE)
