"""What may be told of a thread, and to whom: `gens` computes the recipients from the rights of the moment, as `droits.fils` says them."""

from ..droits.regles import ENTRE_COLLEGUES, Nature
from ..models import Fil
from .gens import gens

# The one signal that carries its content: a message, whole, to those who read its thread.
MESSAGE = "messagerie.message"
# What waited for the morning came back to its author, who might write there no more.
NON_PARTI = "messagerie.message_non_parti"
# What waited left, and an image of it is hidden from families.
IMAGE_CACHEE = "messagerie.image_cachee"
# A message was corrected, taken back or reacted to: whole too, in its new state.
MESSAGE_CHANGE = "messagerie.message_change"
# Someone else received or read further; one read further oneself, for one's other screens.
CURSEUR = "messagerie.curseur"
LU = "messagerie.lu"
# The thread opened, closed, or what one may do in it changed.
FIL_CHANGE = "messagerie.fil_change"


def participants(fil: Fil) -> set[int]:
    """Everybody who reads the thread today. One query."""
    return gens(fil).participants


def se_dit_recu(fil: Fil) -> bool:
    """« Delivered » is told in small threads alone: a class would answer sixty times."""
    return fil.nature in (Nature.FOYER, *ENTRE_COLLEGUES)
