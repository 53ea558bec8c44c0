"""A school takes over from another: whom to call, who may come and the health of its pupils are read there, without a day when nobody reads them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef

from ent.annuaire.destinataires import presents
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Responsabilite
from ent.fichiers.actions import detacher

from ..models import Autorise, Contact, FicheSante


@transaction.atomic
def suivre(de: int, vers: int, eleves: Collection[int]) -> None:
    """What a holder gave goes with their tie; the health sheet is the child's."""
    du_lien = Responsabilite.objects.filter(
        en_cours(), adulte=OuterRef("par"), enfant=OuterRef("eleve"), etablissement=vers
    )
    for modele in (Contact, Autorise):
        donnes = modele._default_manager.filter(Exists(du_lien.order_by()), etablissement=de, eleve__in=eleves)
        donnes.update(etablissement=vers)
    _suivre_la_sante(de, vers, set(eleves) - set(presents(de).order_by().values_list("eleve", flat=True)))


def _suivre_la_sante(de: int, vers: int, eleves: Collection[int]) -> None:
    la = {fiche.eleve_id: fiche for fiche in FicheSante.objects.filter(etablissement=vers, eleve__in=eleves)}
    suivent = []
    for fiche in FicheSante.objects.filter(etablissement=de, eleve__in=eleves).select_related("document"):
        autre = la.get(fiche.eleve_id)
        if autre is None or autre.modifiee_le <= fiche.modifiee_le:
            suivent.append(fiche)
    remplacees = [la[fiche.eleve_id] for fiche in suivent if fiche.eleve_id in la]
    FicheSante.objects.filter(pk__in=[fiche.pk for fiche in remplacees]).delete()
    detacher(fichiers=[fiche.document for fiche in remplacees if fiche.document])
    FicheSante.objects.filter(pk__in=[fiche.pk for fiche in suivent]).update(etablissement=vers)
