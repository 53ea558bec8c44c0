"""What was taken back, under the pen of who took it back until it is sent again: a draft of theirs, like any form that they left."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ent.annuaire.models import Personne
from ent.fichiers.models import Fichier
from ent.portail.models import Brouillon

from ..models import Travail

GENRE = "repris"


def cle_de(travail: int, eleve: int) -> str:
    return f"{GENRE}:{travail}:{eleve}"


@dataclass(frozen=True)
class Repris:
    """`uuid`: the number under which it will leave, and of the page that alone may name these files."""

    uuid: UUID
    texte: str
    pieces: tuple[int, ...]

    @property
    def champs(self) -> list[tuple[str, list[str]]]:
        return [("uuid", [str(self.uuid)]), ("texte", [self.texte]), ("pieces", [str(pk) for pk in self.pieces])]


def _lu(champs: list[Any]) -> Repris:
    dits = dict(champs)
    return Repris(UUID(dits["uuid"][0]), dits["texte"][0], tuple(int(pk) for pk in dits["pieces"]))


def repris_par(personne: Personne, travail: Travail, eleve: Personne) -> Repris | None:
    """What this person took back of this child's work, and did not send again. One query."""
    cle = cle_de(travail.pk, eleve.pk)
    champs = Brouillon.objects.ecrits_par(personne).filter(cle=cle).values_list("champs", flat=True).first()
    return _lu(champs) if champs else None


def fichiers_de(personne: Personne, repris: Repris) -> list[Fichier]:
    """Those that are still there. One query, or none."""
    return list(Fichier.objects.filter(deposant=personne, pk__in=repris.pieces)) if repris.pieces else []


def fichiers_repris() -> set[int]:
    """Of everybody: what the purge leaves, while the draft that names them stands."""
    brouillons = Brouillon.objects.filter(cle__startswith=f"{GENRE}:").order_by().values_list("champs", flat=True)
    return {pk for champs in brouillons for pk in _lu(champs).pieces}
