"""How much is too much, and how it is said. Megabytes are those of a phone's settings: a million bytes."""

import math

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MO = 1_000_000
GO = 1000 * MO
TAILLES = {"image": 25 * MO, "son": 20 * MO, "document": 20 * MO, "video": 100 * MO}
TAILLE_TEXTE = 2 * MO
# The largest phone sensors give 48 million pixels once their own software has worked; decoded, that is 150 MB.
PIXELS = 50_000_000
# Widths kept of an image; its height is bounded to twice as much.
LARGEURS = (320, 800, 1600)
# What an office document may hold once unzipped.
DECOMPRESSE = 200 * MO
ENTREES = 4000
MAXIMUM_PAR_CHAMP = 60
ZONES_MAX = 60  # rectangles blurred at once on an image
# What one person may leave waiting for an item: otherwise one of them could fill the place of all in a day.
DEPOTS_LIBRES = 600 * MO


def largeurs(largeur: int | None, hauteur: int | None) -> list[tuple[str, int]]:
    """The objects kept of an image of this size, and how wide each is, in pixels (to one near): the rule of `controles.images`, so that a page
    that draws sixty photos reads no more than what it knows of them.
    """
    if not largeur or not hauteur:
        return []
    faites: dict[int, str] = {}  # one that would hold the same pixels as a smaller one is not kept
    for cote in LARGEURS:
        faites.setdefault(max(1, round(largeur * min(1, cote / largeur, 2 * cote / hauteur))), str(cote))
    return [(nom, points) for points, nom in faites.items()]


def lisible(octets: int) -> str:
    """« 3,2 Mo », « 2 Go »: one decimal under ten, none above."""
    modele, diviseur = _unite(octets)
    valeur = max(1, round(octets / diviseur)) if octets < MO else round(octets / diviseur, 1)
    return modele % {"n": number_format(valeur, 0 if valeur >= 10 or valeur == round(valeur) else 1)}


def lisible_de_trop(octets: int, limite: int) -> str:
    """What is over the limit reads over it: « 25,1 Mo » for one byte more than 25 million, which « 25 Mo » would not explain."""
    if (dit := lisible(octets)) != lisible(limite):
        return dit
    modele, diviseur = _unite(octets)
    return modele % {"n": number_format(math.ceil(octets * 10 / diviseur) / 10, 1)}


def _unite(octets: int) -> tuple[str, int]:
    if octets < MO:
        return _("%(n)s ko"), 1000
    return (_("%(n)s Go"), GO) if octets >= GO else (_("%(n)s Mo"), MO)
