"""What families are told of what the school asks, in words."""

from collections.abc import Callable, Collection
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from ..evenements import consentements as evenements
from ..models import DemandeConsentement

DES_PHOTOS = gettext_noop("%(enfant)s · L’école demande une autorisation : photos")
VOTRE_AUTORISATION = gettext_noop("%(enfant)s · %(nom)s : votre autorisation")
RAPPEL = gettext_noop("%(enfant)s · Rappel, %(nom)s : votre autorisation")
UNE_AUTRE_REPONSE = gettext_noop("%(enfant)s · %(nom)s : l’école a noté une autre réponse de votre part")
REPONSES_DIFFERENTES = gettext_noop("%(enfant)s · %(nom)s : les réponses diffèrent. Voyez avec l’école.")
MODELES = {
    evenements.DEMANDE: (DES_PHOTOS, VOTRE_AUTORISATION),
    evenements.RAPPEL: (RAPPEL,),
    evenements.ECRITE: (UNE_AUTRE_REPONSE,),
    evenements.DESACCORD: (REPONSES_DIFFERENTES,),
}


def dire(
    demande: DemandeConsentement,
    nature: str,
    familles: Collection[tuple[int, int]],
    modele: str | Callable[[str], str],
    *,
    adresse: str = "autorisations",
    renouvelle: bool = False,
) -> None:
    """Tell these adults of these children, when the school's quiet hours allow; `modele` says « %(enfant)s » and « %(nom)s », or is told the first name of the
    child, in the language of each reader.
    """
    prenoms = dict(Personne.objects.filter(pk__in={e for _a, e in familles}).values_list("pk", "prenom"))
    phrase = modele if callable(modele) else partial(_phrase, demande, modele)
    phrases = {enfant: partial(phrase, prenom) for enfant, prenom in prenoms.items()}
    diffusion.notifier(
        nature=nature,
        objet_id=demande.pk,
        etablissement=demande.etablissement,
        textes={(adulte, enfant): phrases[enfant] for adulte, enfant in familles},
        adresse=reverse(adresse),
        visible_le=calendrier.ouverture(demande.etablissement, timezone.now()),
        renouvelle=renouvelle,
    )


def _phrase(demande: DemandeConsentement, modele: str, prenom: str) -> str:
    return _(modele) % {"enfant": prenom, "nom": demande.nom}


def redites(nature: str, demandes: Collection[int]) -> dict[int, list[Callable[[str], str]]]:
    """What may have told families of each of these, while it has the name that it had."""
    lues = DemandeConsentement.objects.filter(pk__in=demandes)
    return {demande.pk: [partial(_phrase, demande, modele) for modele in MODELES[nature]] for demande in lues}
