"""What the clock asks for."""

from .actions import fin_d_annee


def effacer() -> None:
    """What is over is erased, with its photos and papers."""
    fin_d_annee.effacer_ce_qui_est_fini()
