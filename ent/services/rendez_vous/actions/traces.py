"""What every act on a meeting leaves: a line of the journal, and pages that are read again."""

from collections.abc import Collection
from typing import Any

from ent.annuaire import journal
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..models import Rencontre


def consigner(verbe: str, rencontre: Rencontre, auteur: Personne | None, **details: Any) -> None:
    """The line names the meeting, never the child: a direction reads counts."""
    journal.consigner(
        verbe, auteur=auteur, etablissement=rencontre.etablissement, objet=f"rencontre {rencontre.pk}", **details
    )


def signaler(rencontre: Rencontre, foyer: Collection[int] = ()) -> None:
    """Those who receive, and these people."""
    diffusion.signaler(
        nature=evenements.CHANGE, objet_id=rencontre.pk, destinataires=evenements.a_prevenir(rencontre, foyer)
    )
