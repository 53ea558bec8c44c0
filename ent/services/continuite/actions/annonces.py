"""What a collège said is told to families, within its quiet hours."""

from collections.abc import Callable, Collection
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import calendrier
from ent.diffusion import actions as diffusion

from .. import evenements
from ..lignes import Nature
from ..models import Element, Emetteur


@transaction.atomic
def dire(*, elements: Collection[int]) -> None:
    """Each to the household of its pupil, in the language of who reads it. Told again, it changes nothing; what was withdrawn meanwhile is told to nobody."""
    # Behind a feed that is being received, and before the next: what that one takes back has been told, or is not told.
    list(Emetteur.objects.select_for_update(no_key=True).filter(elements__in=elements).order_by("pk").values_list("pk"))
    tenus = Element.objects.filter(pk__in=elements, retire_le=None, emetteur__ferme_le=None)
    for element in tenus.select_related("eleve", "etablissement").order_by("pk"):
        if element.eleve is None:
            continue
        familles = evenements.familles_de(element.etablissement_id, [element.eleve_id])
        diffusion.notifier(
            nature=evenements.RECU[Nature(element.nature)],
            objet_id=element.pk,
            etablissement=element.etablissement,
            textes={cle: partial(_phrase, element, element.eleve.prenom) for cle in familles},
            adresse=reverse("continuite"),
            visible_le=calendrier.ouverture(element.etablissement, timezone.now()),
        )


def _phrase(element: Element, prenom: str) -> str:
    dit = {"enfant": prenom, "nature": element.nom_de_nature, "titre": element.titre}
    return _("%(enfant)s · Collège · %(nature)s : %(titre)s") % dit


def redites(ids: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again, in another language."""
    return {e.pk: partial(_phrase, e) for e in Element.objects.filter(pk__in=ids, retire_le=None)}
