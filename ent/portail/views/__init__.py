"""Pages of the shell: homes, one's own choices, errors, and the files that a browser keeps."""

from .accueil import accueil, tuile
from .erreurs import csrf_refuse, page_absente, panne, pas_permis, requete_refusee, trop_gros
from .fichiers import agent, assemblage, hors_ligne, manifeste
from .personnel import bannieres, confort, langue, notifications, nouvelles, plus, qui_est_la, theme
from .planche import planche

__all__ = [
    "accueil", "agent", "assemblage", "bannieres", "confort", "csrf_refuse", "hors_ligne", "langue", "manifeste", "notifications",
    "nouvelles", "page_absente", "panne", "pas_permis", "planche", "plus", "qui_est_la", "requete_refusee", "theme", "trop_gros", "tuile",
]  # fmt: skip
