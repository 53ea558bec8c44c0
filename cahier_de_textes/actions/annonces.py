"""What families are told of a travail, in words: rewritten when the travail is corrected or moved."""

from collections.abc import Callable, Collection, Iterable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from ent.diffusion import actions as diffusion
from ent.socle.dates import date_format

from ..evenements import DITS_AVEC_LE_TEXTE, TRAVAIL_RAPPELE
from ..models import Travail


def dire(nature: str, travail: Travail, prenom: str) -> str:
    """The sentence of a notification, in the language in force."""
    phrase = (
        _("%(enfant)s · Rappel : %(nature)s pour %(quand)s : %(texte)s")
        if nature == TRAVAIL_RAPPELE
        else _("%(enfant)s · %(nature)s pour %(quand)s : %(texte)s")
    )
    return phrase % {
        "enfant": prenom,
        "nature": travail.get_nature_display(),
        "quand": date_format(travail.date_pour, "l j F"),
        "texte": travail.texte,
    }


def adresse(travail: Travail) -> str:
    """Where it leads: to the work, as its reader has it."""
    return reverse("cahier_lire", args=[travail.pk])


def redites(nature: str, travaux: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again."""
    return {travail.pk: partial(dire, nature, travail) for travail in Travail.objects.filter(pk__in=travaux)}


def redire(travaux: Iterable[Travail]) -> None:
    """What was told of them says what they are now: what a teacher corrected is not kept, word for word, by those it was told to."""
    diffusion.redire(
        {
            (nature, travail.pk): (partial(dire, nature, travail), adresse(travail))
            for travail in travaux
            for nature in DITS_AVEC_LE_TEXTE
        }
    )
