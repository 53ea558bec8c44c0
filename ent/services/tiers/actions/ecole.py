"""A direction opens a service to its school, says for whom, and closes it."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Personne

from ..models import OuvertureTiers, ServiceTiers


@transaction.atomic
def ouvrir_a_l_ecole(
    *,
    service: ServiceTiers,
    etablissement: Etablissement,
    auteur: Personne,
    publics: str,
    niveaux: str,
    classes: Collection[Classe],
) -> OuvertureTiers:
    """For whom; said again, for whom from now on. Who had said yes first stays named while it is open."""
    ouverture, _creee = OuvertureTiers.objects.get_or_create(
        service=service, etablissement=etablissement, defaults={"ouvert_par": auteur}
    )
    if ouverture.ferme_le is not None:
        ouverture.ouvert_par, ouverture.ouvert_le, ouverture.ferme_le = auteur, timezone.now(), None
    ouverture.publics, ouverture.niveaux = publics, niveaux
    ouverture.save()
    ouverture.classes.set(classes)
    consigner(
        "tiers.ouvrir",
        auteur=auteur,
        etablissement=etablissement,
        objet=f"service {service.pk}",
        nom=service.nom,
        publics=publics,
    )
    return ouverture


@transaction.atomic
def fermer_a_l_ecole(*, ouverture: OuvertureTiers, auteur: Personne) -> None:
    """Nobody of the school goes there any more, from the next ticket on."""
    if ouverture.ferme_le is None:
        ouverture.ferme_le = timezone.now()
        ouverture.save(update_fields=["ferme_le"])
        consigner(
            "tiers.fermer",
            auteur=auteur,
            etablissement=ouverture.etablissement,
            objet=f"service {ouverture.service_id}",
            nom=ouverture.service.nom,
        )
