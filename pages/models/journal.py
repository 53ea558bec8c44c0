"""The models of the journal and of the portfolio."""

from .billets import Billet, PieceBillet
from .billets_relecture import RelectureEnseignant

__all__ = ["Billet", "PieceBillet", "RelectureEnseignant"]
