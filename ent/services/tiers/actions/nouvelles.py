"""What is told of third services: to directions, what is asked or withdrawn; to families, what they go to no more."""

from collections.abc import Callable, Collection
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy

from ent.annuaire import calendrier
from ent.diffusion.actions import denotifier, notifier

from .. import evenements
from ..models import OuvertureTiers

PHRASES = {
    evenements.DEMANDE: gettext_lazy("%(nom)s demande à recevoir plus : à vous de dire oui ou non."),
    evenements.RETIRE: gettext_lazy("%(nom)s n’est plus au registre du territoire : plus personne n’y entre."),
    evenements.FERME: gettext_lazy("%(nom)s est fermé : plus personne de l’école n’y entre. Lisez ce qu’il garde."),
}


def _dire(ouverture: OuvertureTiers, nature: str, _prenom: str = "") -> str:
    return PHRASES[nature] % {"nom": ouverture.service.nom}


def dire_a_la_direction(*, ouverture: OuvertureTiers, nature: str) -> None:
    directions = evenements.directions(ouverture.etablissement)
    notifier(
        nature=nature,
        objet_id=ouverture.pk,
        etablissement=ouverture.etablissement,
        textes={(direction, None): partial(_dire, ouverture, nature) for direction in directions},
        adresse=reverse("tiers_ecole", args=[ouverture.etablissement.uai]),
        renouvelle=True,
    )


def dire_aux_familles(*, ouverture: OuvertureTiers) -> set[tuple[int, int]]:
    """Once to each adult, whatever the number of their children; not in quiet hours. Who is told: (adult, child)."""
    couples = evenements.familles(ouverture)
    adultes = {adulte for adulte, _enfant in couples}
    notifier(
        nature=evenements.FERME,
        objet_id=ouverture.pk,
        etablissement=ouverture.etablissement,
        textes={(adulte, None): partial(_dire, ouverture, evenements.FERME) for adulte in adultes},
        adresse=reverse("tiers"),
        visible_le=calendrier.moment_visible(ouverture.etablissement),
        renouvelle=True,
    )
    return couples


def ne_plus_dire(*, ouverture: OuvertureTiers, natures: Collection[str]) -> None:
    for nature in natures:
        denotifier(nature=nature, objet_id=ouverture.pk)


def redites(nature: str, ouvertures: Collection[int]) -> dict[int, Callable[[str], str]]:
    """What says each of them again, in another language."""
    dites = OuvertureTiers.objects.filter(pk__in=ouvertures).select_related("service")
    return {ouverture.pk: partial(_dire, ouverture, nature) for ouverture in dites}
