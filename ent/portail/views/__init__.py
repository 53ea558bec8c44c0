"""Homes, one's own choices, the component page."""

from .accueil import accueil, tuile
from .personnel import bannieres, confort, langue, lues, notifications, nouvelles, plus, qui_est_la, theme
from .planche import planche

__all__ = [
    "accueil", "bannieres", "confort", "langue", "lues", "notifications", "nouvelles", "planche", "plus", "qui_est_la", "theme", "tuile",
]  # fmt: skip
