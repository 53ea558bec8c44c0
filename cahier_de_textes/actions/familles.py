"""What families do without a gesture, and how a teacher reminds them."""

from collections.abc import Collection

from django.db import transaction

from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from .. import evenements
from ..models import Travail, TravailVu


@transaction.atomic
def voir(*, par: Personne, vus: Collection[tuple[Travail, Personne]]) -> None:
    """This person had these children's travaux on their screen. Seen again, nothing changes and nobody is told."""
    deja = set(
        TravailVu.objects.filter(par=par, travail__in={travail.pk for travail, _eleve in vus}).values_list(
            "travail_id", "eleve_id"
        )
    )
    neufs = [(travail, eleve) for travail, eleve in vus if (travail.pk, eleve.pk) not in deja]
    if not neufs:
        return
    TravailVu.objects.bulk_create(
        [TravailVu(travail=travail, eleve=eleve, par=par) for travail, eleve in neufs], ignore_conflicts=True
    )
    for travail, destinataires in evenements.enseignants_de({travail for travail, _eleve in neufs}).items():
        diffusion.signaler(nature=evenements.TRAVAIL_VU, objet_id=travail.pk, destinataires=destinataires)
