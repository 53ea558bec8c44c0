"""A school takes over from another: whom to call, who may come and the health of its pupils are read there, without a day when nobody reads them, and
what their families asked to correct waits for it.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ent.annuaire.destinataires import presents
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Responsabilite
from ent.fichiers.actions import detacher

from ..models import Autorise, Contact, Correction, FicheSante


@transaction.atomic
def suivre(de: int, vers: int, eleves: Collection[int]) -> None:
    """What a holder gave, or waits for, goes with their tie; the health sheet is the child's."""
    du_lien = Responsabilite.objects.filter(
        en_cours(), adulte=OuterRef("par"), enfant=OuterRef("eleve"), etablissement=vers
    )
    for modele in (Contact, Autorise):
        donnes = modele._default_manager.filter(Exists(du_lien.order_by()), etablissement=de, eleve__in=eleves)
        donnes.update(etablissement=vers)
    _suivre_les_corrections(de, vers, eleves, Exists(du_lien.order_by()))
    _suivre_la_sante(de, vers, set(eleves) - set(presents(de).order_by().values_list("eleve", flat=True)))


def _suivre_les_corrections(de: int, vers: int, eleves: Collection[int], du_lien: Exists) -> None:
    """Those that wait. Of two that one holder asked of one same field, in each school, the last is what they want: the other is taken back."""
    attendent = Correction.objects.en_attente().filter(du_lien, etablissement__in=[de, vers], eleve__in=eleves)
    derniere: dict[tuple, Correction] = {}
    for correction in attendent.select_for_update(of=("self",)).order_by("demandee_le", "pk"):
        cle = (correction.eleve_id, correction.champ, correction.par_id)
        if avant := derniere.get(cle):
            avant.etat, avant.traitee_le = Correction.Etat.RETIREE, timezone.now()
            avant.save(update_fields=["etat", "traitee_le"])
        derniere[cle] = correction
    Correction.objects.filter(pk__in=[c.pk for c in derniere.values()]).update(etablissement=vers)


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
