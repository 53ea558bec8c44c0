"""Every palette that a school may choose keeps its words readable, in light and in dark."""

import re

import pytest

from ent.coquille.assemblages import chemin
from ent.coquille.templatetags.coquille import image_gommette
from pages.themes import Embleme, Palette

JETONS_COMMUNS, JETONS_DES_SITES = "coquille/css/jetons.css", "pages/css/site/jetons.css"
JETON = re.compile(r"--([\w-]+):\s*(?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));")


def jetons(texte: str, rang: int) -> dict[str, str]:
    return {nom: (unique or (clair, sombre)[rang]) for nom, clair, sombre, unique in JETON.findall(texte)}


def contraste(un: str, autre: str) -> float:
    def clarte(couleur: str) -> float:
        parts = [int(couleur[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        lineaires = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * lineaires[0] + 0.7152 * lineaires[1] + 0.0722 * lineaires[2]

    fort, faible = sorted((clarte(un), clarte(autre)), reverse=True)
    return (fort + 0.05) / (faible + 0.05)


@pytest.mark.parametrize("palette", Palette.values)
@pytest.mark.parametrize("rang", [0, 1], ids=["clair", "sombre"])
def test_every_pair_of_a_palette_is_readable(palette, rang):
    sienne = re.search(rf'\[data-palette="{palette}"\] \{{(.*?)\}}', chemin(JETONS_DES_SITES).read_text(), re.DOTALL)[1]
    tous = jetons(chemin(JETONS_COMMUNS).read_text(), rang) | jetons(sienne, rang)
    paires = [
        ("craie", "tableau"),
        ("craie-douce", "tableau"),
        ("craie", "tableau-clair"),
        ("encre-vive", "papier"),
        ("encre-vive", "table"),
        ("encre-vive-appui", "papier"),
        ("sur-encre-vive", "encre-vive"),
    ]
    trop_faibles = [
        (a, b, round(contraste(tous[a], tous[b]), 1)) for a, b in paires if contraste(tous[a], tous[b]) < 4.5
    ]
    assert trop_faibles == []
    assert contraste(tous["craie-jaune"], tous["tableau"]) >= 3


@pytest.mark.parametrize("embleme", Embleme.values)
def test_every_emblem_is_drawn(embleme):
    assert f"#p-{embleme}" in image_gommette(embleme)
