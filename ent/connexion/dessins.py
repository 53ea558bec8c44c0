"""Pictures and stickers of the screen's sprite, as small SVG documents that a PDF can draw."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

COULEURS = {
    "rouge": "#cf3527", "orange": "#bf5600", "jaune": "#f5bd1f", "vert": "#1d8348",
    "turquoise": "#087e8b", "bleu": "#2a5fd0", "violet": "#7446bd", "rose": "#c23a7e",
}  # fmt: skip


@cache
def _sprite() -> str:
    """The drawings of ent.portail, found as a static file: the ground below does not import the shell above."""
    chemin = finders.find("coquille/icones.svg")
    if not chemin:
        raise FileNotFoundError("coquille/icones.svg")
    return Path(chemin).read_text()


def _morceau(identifiant: str) -> str:
    trouve = re.search(rf'<(symbol|g) id="{identifiant}"[^>]*>(.*?)</\1>', _sprite(), re.DOTALL)
    if not trouve:
        raise KeyError(identifiant)
    return trouve[2]


def _teindre(morceau: str, *, trait: str, fond: str) -> str:
    """On screen the two colours come from the page; on paper they are written in the drawing."""
    return morceau.replace("currentColor", trait).replace("var(--g)", fond)


def _document(corps: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{corps}</svg>'.encode()


@cache
def image(nom: str) -> bytes:
    """A picture in black: papers are printed on the school's photocopier."""
    return _document(_teindre(_morceau(f"p-{nom}"), trait="#1a2142", fond="#ffffff"))


@cache
def gommette(couleur: str, forme: str, nom: str) -> bytes:
    fond = COULEURS[couleur]
    trait = "#35260a" if couleur == "jaune" else "#ffffff"
    contour = f'<g fill="{fond}">{_morceau(f"f-{forme}")}</g>'
    dessin = _teindre(_morceau(f"p-{nom}"), trait=trait, fond=fond)
    return _document(f'{contour}<g transform="translate(8.5 8.5) scale(0.645)">{dessin}</g>')
