"""French typography: no line ends by « nor begins by : ; ! ? », nor parts a number from what it counts (« 8 h 40 », « 12 € », « n° 3 »),
nor the signs of a product (« 2 × 5 »).
After an Arabic letter, a comma is that of Arabic, whoever joined the words. What is shown, never what is kept. Pure: no database. Scripts hold what they write alike (`coquille/js/typographie.js`).

One space is meant, U+00A0: the font of pages and papers draws no narrow one, and another font's would stand out.
"""

import re
import secrets
from bisect import bisect

INSECABLE = "\u00a0"
VIRGULE_ARABE = "\u060c"
# Each begins by the sign that it is looked for by, and says behind it what stands before: a pattern that begins by one sign is looked for as a string (90 µs of
# a home's page, 275 by a digit).
AVANT_UN_SIGNE = re.compile(" (?=[:;!?»])")
APRES_UN_SIGNE = re.compile("« ")
# What follows a number that it counts, and is no other word (« 3 m’ont dit »).
UNITE = re.compile(r"(?:h|min|ans?|mois|jours?|€|%|°C?|[kdcm]?m|k?g|[cdm]?[lL]|[kMG]o)(?![\w’'])")
COMPTE = re.compile(rf" (?<=[0-9] )(?=[a-zL€%°M])(?={UNITE.pattern})")
HEURE = re.compile("h (?<=[0-9][ \u00a0]h )(?=[0-9]{2}(?![0-9]))")
NUMERO = re.compile(r"° (?<=[nN]° )(?=\d)")
FOIS = re.compile(r" × (?<=\d × )(?=\d)")
VIRGULE = re.compile(",(?<=[\u0621-\u064a],) ")  # after an Arabic letter, the first or the last of them or one between
# Signs that a person reads or copies as they are; our templates write elements in small letters.
TELS_QUELS = re.compile("<(script|style|textarea|pre|code|kbd|samp)")
# Run by run: sign by sign, it took three times as long.
BALISE = re.compile(r"""<[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
# Around what was held when it was drawn, in a page that is not sent yet. Drawn by chance when the process starts: typed by somebody, no sign is one of them,
# and none is taken from what they wrote, nor ends a field that is left as it is.
DEBUT_TENU, FIN_TENU = f"\x02{secrets.token_hex(8)}\x02", f"\x03{secrets.token_hex(8)}\x03"


def tenir(texte: str) -> str:
    """Words without markup: what must stand on one line with its sign is held by a no-break space. Twice is as once."""
    return _remplacer(texte, _places(texte))


def tenu_d_avance(html: str) -> str:
    """Whole elements that will be shown in many pages, held once: `tenir_la_page` puts them in as they are. Not inside what it leaves alone."""
    return f"{DEBUT_TENU}{tenir_la_page(html)}{FIN_TENU}"


def tenir_la_page(html: str) -> str:
    """The same between the tags of a page or a fragment: no attribute, script, field nor code is touched."""
    premier, *suite = html.split(DEBUT_TENU)
    morceaux = [_tenir_entre_les_balises(premier)]
    for morceau in suite:
        tenu, _fin, libre = morceau.partition(FIN_TENU)
        morceaux += (tenu, libre if not libre or libre.isspace() else _tenir_entre_les_balises(libre))
    return "".join(morceaux)


def _tenir_entre_les_balises(html: str) -> str:
    if not (places := _places(html)):
        return html
    intouchees = _zones(html)
    debuts = [debut for debut, _fin in intouchees]
    return _remplacer(
        html,
        [
            place
            for place in places
            if not ((rang := bisect(debuts, place)) and place < intouchees[rang - 1][1])
            and not _est_dans_une_balise(html, place)
        ],
    )


def _places(texte: str) -> list[int]:
    """Where the spaces are that must not break, and the commas that follow an Arabic letter."""
    places = {trouve.start() for motif in (AVANT_UN_SIGNE, COMPTE, VIRGULE) for trouve in motif.finditer(texte)}
    places.update(trouve.start() + 1 for motif in (APRES_UN_SIGNE, HEURE, NUMERO) for trouve in motif.finditer(texte))
    for trouve in FOIS.finditer(texte):
        places |= {trouve.start(), trouve.start() + 2}
    return sorted(places)


def _remplacer(texte: str, places: list[int]) -> str:
    morceaux, fait = [], 0
    for place in places:
        morceaux += (texte[fait:place], VIRGULE_ARABE if texte[place] == "," else INSECABLE)
        fait = place + 1
    return "".join((*morceaux, texte[fait:]))


def _zones(html: str) -> list[tuple[int, int]]:
    """From where to where stand the elements that are left as they are."""
    zones, fin = [], 0
    for trouve in TELS_QUELS.finditer(html):
        if trouve.start() >= fin:
            fermee = html.find(f"</{trouve[1]}", trouve.end())
            fin = len(html) if fermee < 0 else fermee
            zones.append((trouve.start(), fin))
    return zones


def _est_dans_une_balise(html: str, place: int) -> bool:
    ouvre = html.rfind("<", 0, place)
    if ouvre < 0:
        return False
    balise = BALISE.match(html, ouvre)
    return balise is None or balise.end() > place
