"""A child as a person follows them, in one class: what a `Portee` gives of each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .delegations import Confie
from .liens import Inscription

if TYPE_CHECKING:
    from .personnes import Personne


class Periode(NamedTuple):
    """From when to when (excluded; None: its end) a child was in a class that is over, and whether they stayed until it closed."""

    debut: dt.datetime
    fin: dt.datetime | None
    jusqu_au_bout: bool


@dataclass(frozen=True)
class Suivi:
    """A child followed by a person (or the pupil themself), in one class: everything a page needs, already read."""

    eleve: "Personne"
    classe_id: int
    etablissement_id: int
    niveau: str
    inscription: Inscription
    groupes: frozenset[int]
    delegation: Confie | None = (
        None  # what was confided of a child that this person does not follow by a tie of their own
    )
    periode: Periode | None = None  # of a class that is over (`PorteePassee`): what was told then, and nothing since

    @classmethod
    def de(cls, inscription: Inscription, groupes: Iterable[int], delegation: Confie | None = None) -> "Suivi":
        """The pupil of an inscription that was read with its class, in these groups of its school."""
        return cls(
            eleve=inscription.eleve,
            classe_id=inscription.classe_id,
            etablissement_id=inscription.classe.etablissement_id,
            niveau=inscription.niveau,
            inscription=inscription,
            groupes=frozenset(groupes),
            delegation=delegation,
        )
