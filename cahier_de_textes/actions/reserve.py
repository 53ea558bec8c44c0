"""Lend to the teachers of the school, or stop lending."""

from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from ..ecrits import UnEcrit, nom_de


@transaction.atomic
def partager(*, ecrit: UnEcrit, auteur: Personne, est_partage: bool) -> None:
    """From now on, or no longer. What others already took up is theirs."""
    if est_partage == (ecrit.partage_le is not None):
        return
    ecrit.partage_le = timezone.now() if est_partage else None
    ecrit.save(update_fields=["partage_le"])
    consigner(
        "cahier_de_textes.partager" if est_partage else "cahier_de_textes.ne_plus_partager",
        auteur=auteur,
        etablissement=ecrit.etablissement,
        objet=f"{nom_de(ecrit)} {ecrit.pk}",
    )
