"""Homes, one's own choices, the component page."""

from .accueil import accueil, tuile
from .fil import feuille, notifications, plus_tard, semaine
from .personnel import bannieres, confort, confort_d_ici, eleves, langue, lues, nouvelles, plus, qui_est_la, theme
from .planche import planche

__all__ = [
    "accueil", "bannieres", "confort", "confort_d_ici", "eleves", "feuille", "langue", "lues", "notifications", "nouvelles", "planche", "plus", "plus_tard",
    "qui_est_la", "semaine", "theme", "tuile",
]  # fmt: skip
