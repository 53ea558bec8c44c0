"""A paper that a family is given says each sentence in French, then under it, smaller, in the language of who reads.

A sentence is given as what makes it (`dire`), called once in each language, so that its dates and its labels follow too:
`pdf.phrase(x, y, lambda: _("À rendre : %(jour)s") % {"jour": date_format(jour, "l j F")}, 10.5, largeur)`.
What a school typed is written once, as typed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

from .alphabets import POLICE
from .papier import DOUCE, ENCRE, Feuilles, va_a_gauche

FRANCAIS = settings.LANGUAGE_CODE
PLUS_PETIT = 0.86  # of the French sentence above
ENTRE = 0.6  # mm, before what follows the second sentence


def autres_langues() -> list[tuple[str, str]]:
    """(code, own name): what « Aussi en… » offers who prints."""
    return [(code, nom) for code, nom in settings.LANGUAGES if code != FRANCAIS]


def autre_langue(*langues: str) -> str:
    """The first of these that is not French and that the product speaks: the reader's own, then the one chosen for the sheet. Else nothing."""
    connues = dict(autres_langues())
    return next((langue for langue in langues if langue in connues), "")


def en_deux(dire: Callable[[], str], langue: str) -> tuple[str, str]:
    """The sentence in French, then in `langue`: empty where there is none, and where it says the same."""
    with translation.override(FRANCAIS):
        francais = str(dire())
    if not langue:
        return francais, ""
    with translation.override(langue):
        autre = str(dire())
    return francais, "" if autre == francais else autre


class FeuillesBilingues(Feuilles):
    """Slips in French, and in `seconde` where it is set: it changes from one slip to the next."""

    def __init__(self, sens: str = "portrait") -> None:
        super().__init__(sens)
        self.seconde = ""
        self._en_francais = translation.override(FRANCAIS)

    def __enter__(self) -> "FeuillesBilingues":
        """In French, whatever the language of who prints."""
        self._en_francais.__enter__()
        return self

    def __exit__(self, *erreur: object) -> None:
        self._en_francais.__exit__(None, None, None)
        super().__exit__(*erreur)

    @contextmanager
    def pour(self, langue: str) -> Iterator[None]:
        """The slip of somebody who reads this language too; « » is French alone."""
        self.seconde = langue
        try:
            yield
        finally:
            self.seconde = ""

    def phrase(
        self, x: float, y: float, dire: Callable[[], str], taille: float, largeur: float, couleur=ENCRE
    ) -> float:
        """A paragraph, and the same under it. Answers where the next line may start."""
        francais, autre = en_deux(dire, self.seconde)
        y = self.paragraphe(x, y, francais, taille, largeur, couleur)
        return self._dessous(x, y, autre, taille, largeur)

    def mention(
        self, x: float, y: float, dire: Callable[[], str], taille: float, largeur: float, *, gras=False, couleur=ENCRE
    ) -> tuple[float, float]:
        """One line that stands on `y`, and the same under it.

        Answers the width of the French and where the last of both stands: `y`, or lower.
        """
        francais, autre = en_deux(dire, self.seconde)
        prise = self.ecrire(x, y, francais, taille, gras=gras, couleur=couleur, largeur=largeur)
        if not autre:
            return prise, y
        marge = self.c_margin
        return prise, self._dessous(x - marge, y + 0.8, autre, taille, largeur + 2 * marge) - ENTRE

    def mot(
        self, x: float, y: float, dire: Callable[[], str], taille: float, largeur: float, *, gras=False, couleur=ENCRE
    ) -> tuple[float, float]:
        """The same for a word or two beside something (a box, a line to sign): what is under it stays under it, whatever its direction.

        Answers the width of both, and where the last of them stands.
        """
        francais, autre = (self.lisible(dit) for dit in en_deux(dire, self.seconde))
        self.set_font(POLICE, "", taille * PLUS_PETIT)
        dessous = self.largeur_de(autre)
        self.set_font(POLICE, "B" if gras else "", taille)
        juste = max(dessous, self.largeur_de(francais)) + 0.1
        juste = min(largeur, juste)
        return juste, self.mention(x, y, dire, taille, juste, gras=gras, couleur=couleur)[1]

    def _dessous(self, x: float, y: float, autre: str, taille: float, largeur: float) -> float:
        if not autre:
            return y
        y = self.paragraphe(x, y, autre, taille * PLUS_PETIT, largeur, DOUCE, de_droite=va_a_gauche(self.seconde))
        return y + ENTRE
