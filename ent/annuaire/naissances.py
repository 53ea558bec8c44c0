"""What is made with a school, wherever it is created from: services plug in, since the directory imports none of them."""

from collections.abc import Callable, Iterable

from .models import Etablissement, Personne

Naissance = Callable[[list[Etablissement]], None]
Retrait = Callable[[Etablissement, Personne], None]
_naissances: dict[str, Naissance] = {}
_retraits: dict[str, Retrait] = {}


def enregistrer_naissance(nom: str, fonction: Naissance, *, retrait: Retrait | None = None) -> None:
    """`fonction` receives many schools at once, in the transaction that creates them; `retrait` takes away what it made of one that was opened by
    mistake.
    """
    _naissances[nom] = fonction
    if retrait is not None:
        _retraits[nom] = retrait


def accompagner(etablissements: Iterable[Etablissement]) -> None:
    """Call everything that is made with these schools, which are already written."""
    etablissements = list(etablissements)
    for fonction in _naissances.values():
        fonction(etablissements)


def defaire(etablissement: Etablissement, auteur: Personne) -> None:
    """What was made with this school goes, in the transaction that takes it away or makes it again."""
    for fonction in _retraits.values():
        fonction(etablissement, auteur)
