"""What is told of a collège, and to whom."""

from ent.annuaire import destinataires

from .lignes import Nature

# A nature of news for each kind that calls; a homework and a date stand on their day, without a word more.
RECU = {nature: f"continuite.{nature}" for nature in (Nature.MOT, Nature.MESSAGE, Nature.ABSENCE, Nature.DOCUMENT)}
CHANGE = "continuite.change"
DITS = tuple(RECU.values())
PERDU = "continuite.agenda_perdu"  # an outside calendar, away for thirty days
NOUVELLE = "continuite.nouvelle"  # of the account that one linked
REFUSE = "continuite.compte_refuse"  # that account opens nothing any more


def familles_de(college: int, eleves) -> set[tuple[int, int]]:
    """(adult, child) of these pupils, by the ties of their collège."""
    return destinataires.familles(college, eleves)
