"""The models of the journal and of the portfolio."""

from .archives import ArchiveJournal, OffreArchive
from .billets import Billet, PieceBillet
from .billets_relecture import RelectureEnseignant
from .commentaires import Commentaire
from .portfolio import EntreePortfolio

__all__ = [
    "ArchiveJournal",
    "Billet",
    "Commentaire",
    "EntreePortfolio",
    "OffreArchive",
    "PieceBillet",
    "RelectureEnseignant",
]
