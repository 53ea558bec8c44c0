"""What an adult answered, and may answer otherwise: of two records of one adult, the last word is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class ReponseDAdulte:
    """Who said it (`champ`), of what (`cles`), when (`dit`, empty where nothing was said yet), and since when it counts no more (`remplace`, a date; empty of
    a model that keeps no former answer).
    """

    modele: type[models.Model]
    champ: str
    cles: tuple[str, ...]
    dit: str
    remplace: str = ""


_reponses: list[ReponseDAdulte] = []


def enregistrer_reponse_d_adulte(reponse: ReponseDAdulte) -> None:
    _reponses.append(reponse)


def reponses_d_adultes() -> Sequence[ReponseDAdulte]:
    return _reponses
