"""A person's list, asked of GAR again: what it last gave stays until it gives another."""

from django.db import transaction
from django.utils import timezone

from ent.annuaire.models import Etablissement, Personne

from .. import annonces
from ..lectures.pages import PAUSE
from ..models import ListeGar
from .numeros import donner_les_numeros


def actualiser(*, personne: Personne, etablissement: Etablissement) -> ListeGar:
    """At most once a minute for each. GAR is waited for outside of any transaction. Not journalled: it is a reading."""
    with transaction.atomic():
        liste, _creee = ListeGar.objects.get_or_create(personne=personne, etablissement=etablissement)
        liste = ListeGar.objects.select_for_update().get(pk=liste.pk)
        if liste.demandee_le and timezone.now() - liste.demandee_le < PAUSE:
            return liste
        liste.demandee_le = timezone.now()
        liste.save(update_fields=["demandee_le"])
        numero = donner_les_numeros([personne.pk])[personne.pk]
    try:
        liste.ressources = annonces.demander(numero, etablissement.uai)
    except annonces.Inconnu:
        # GAR answers: what it gave before is over.
        liste.ressources, liste.lue_le, liste.panne = [], timezone.now(), ListeGar.Panne.INCONNU
    except annonces.Panne:
        liste.panne = ListeGar.Panne.LOIN
    else:
        liste.lue_le, liste.panne = timezone.now(), ""
    liste.save(update_fields=["ressources", "lue_le", "panne"])
    return liste
