"""Children of whom a collège speaks here and who are in no class of here: gone from an école, or never known but by the account that their parent linked.

Pages read a child with their class (`Suivi`): these have one that is kept nowhere, with the name that the collège bears there.
"""

from collections.abc import Collection, Sequence

from ent.annuaire.models import Classe, Etablissement, Inscription, Personne
from ent.annuaire.models.portee import Suivi

from .. import droits
from ..models import EnfantRelie


def des_relies(personne: Personne, ids: Collection[int]) -> dict[int, Suivi]:
    """By the number of each of these children of linked accounts. One query, none for nobody."""
    if not ids:
        return {}
    presents = {s.eleve.pk: s for s in droits.suivis_au_college(personne)}
    lus = EnfantRelie.objects.filter(pk__in=ids, compte__titulaire=personne).select_related("eleve")
    return {enfant.pk: presents.get(enfant.eleve_id or 0) or suivi_de(enfant) for enfant in lus}


def suivi_de(enfant: EnfantRelie) -> Suivi:
    eleve = enfant.eleve or Personne(pk=-enfant.pk, prenom=enfant.prenom)
    return _suivi(eleve, enfant.ecole)


def des_partis(personne: Personne, eleves: Collection[int], colleges: dict[int, str]) -> dict[int, Suivi]:
    """Of children who left (ids), each with the name of the collège that speaks of them. One query, none for nobody."""
    siens = set(eleves) & personne.portee.partis.keys()
    if not siens:
        return {}
    return {eleve.pk: _suivi(eleve, colleges.get(eleve.pk, "")) for eleve in Personne.objects.filter(pk__in=siens)}


def _suivi(eleve: Personne, college: str) -> Suivi:
    classe = Classe(pk=0, etablissement=Etablissement(pk=0, nom=college, nature=Etablissement.Nature.COLLEGE))
    inscription = Inscription(eleve=eleve, classe=classe)
    return Suivi(eleve, 0, 0, "", inscription, frozenset())


def est_filtre(personne: Personne, suivis: Sequence[Suivi]) -> bool:
    """Whether a page keeps to some of one's children: those of elsewhere are none of these."""
    vus = {s.eleve.pk for s in suivis}
    return any(s.eleve.pk not in vus for s in personne.portee.suivis if s.eleve.pk != personne.pk)
