"""What refreshes itself and what one asks for do not cross: whatever aims at a place that asks for itself takes its turn there.

Without it the answer of the place, that left before, comes after and undoes what one had just asked for.
"""

import re
from pathlib import Path

from django.conf import settings

GABARITS = [
    fichier
    for salle in ("ent", "cahier_de_textes", "messagerie", "pages")
    for fichier in (Path(settings.BASE_DIR) / salle).rglob("*.html")
]
BALISE = re.compile(r"<[a-z]+ [^<]*")
IDENTITE = re.compile(r' id="([^"]+)"')
CIBLE = re.compile(r'data-hx-target="#([^"]+)"')


def balises() -> list[str]:
    """Line by line: a tag of ours stands on one."""
    return [
        balise for fichier in GABARITS for ligne in fichier.read_text().splitlines() for balise in BALISE.findall(ligne)
    ]


def test_who_aims_at_a_place_that_asks_for_itself_takes_its_turn():
    toutes = balises()
    seules = [b for b in toutes if "data-hx-trigger" in b and "from:body" in b]
    places = {trouve[1] for b in seules if (trouve := IDENTITE.search(b))}
    assert len(places) > 5
    hors_tour = [
        b[:120]
        for b in toutes
        if (trouve := CIBLE.search(b))
        and trouve[1] in places
        and b not in seules
        and f'data-hx-sync="#{trouve[1]}:' not in b
    ]
    assert hors_tour == []
