"""What is made with a school, wherever it is created from: services plug in, since the directory imports none of them."""

from collections.abc import Callable, Iterable

from .models import Etablissement

Naissance = Callable[[list[Etablissement]], None]
_naissances: dict[str, Naissance] = {}


def enregistrer_naissance(nom: str, fonction: Naissance) -> None:
    """`fonction` receives many schools at once, in the transaction that creates them."""
    _naissances[nom] = fonction


def accompagner(etablissements: Iterable[Etablissement]) -> None:
    """Call everything that is made with these schools, which are already written."""
    etablissements = list(etablissements)
    for fonction in _naissances.values():
        fonction(etablissements)
