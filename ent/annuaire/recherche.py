"""Names as one types them: some letters, without case nor accents, of any of their words. Pure: no database.

« de Kersaint » is found by its K as by its d, « Le Gall » by « gall », « le g » and « leg ».
"""

import re
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ent.socle.textes import norme

MOT = re.compile(r"[^\W_]+")
LETTRES_MAX = 60  # beyond, nobody has such a name


def mots(texte: str) -> list[str]:
    """« Marie-Apolline de K » → « marie », « apolline », « de », « k »."""
    return [norme(mot) for mot in MOT.findall(texte[:LETTRES_MAX])]


def correspond(voulus: Sequence[str], noms: Sequence[str]) -> bool:
    """Each of these beginnings begins a word of these names, or a whole name written without its spaces."""
    siens = [mot for nom in noms for mot in (*(norme(m) for m in MOT.findall(nom)), norme(nom)) if mot]
    return all(any(mot.startswith(voulu) for mot in siens) for voulu in voulus)


def souligner(nom: str, voulus: Sequence[str]) -> SafeString:
    """The name, with what was typed of each of its words marked."""
    morceaux: list[tuple[str]] = []
    fin = 0
    for trouve in MOT.finditer(nom):
        longueur = max((len(voulu) for voulu in voulus if norme(trouve[0]).startswith(voulu)), default=0)
        coupe = trouve.start() + _lettres(trouve[0], longueur)
        morceaux.append((nom[fin : trouve.start()],))
        if longueur:
            morceaux.append((format_html("<mark>{}</mark>", nom[trouve.start() : coupe]),))
        morceaux.append((nom[coupe : trouve.end()],))
        fin = trouve.end()
    return format_html_join("", "{}", [*morceaux, (nom[fin:],)])


def _lettres(mot: str, longueur: int) -> int:
    """How many letters of the word make that many once written plainly: « œ » makes two."""
    return next((n for n in range(len(mot) + 1) if len(norme(mot[:n])) >= longueur), len(mot))
