"""Children of whom a collège speaks here and who are in no class of here: gone from an école, or never known but by the account that their parent linked.

Pages read a child with their class (`Suivi`): these have one that is kept nowhere, with the name that the collège bears there.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from ent.annuaire.models import Classe, Etablissement, Inscription, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.lu import PartLue
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

from .. import droits
from ..models import EnfantRelie

# With what a home reads of a collège.
RELIES = Preparee(lambda: EnfantRelie.objects.order_by().values_list("pk"))


def des_relies(personne: Personne, ids: Collection[int]) -> dict[int, Suivi]:
    """By the number of each of these children of linked accounts. One query, none for nobody."""
    if not ids:
        return {}
    presents = {s.eleve.pk: s for s in droits.suivis_au_college(personne)}
    lus = EnfantRelie.objects.filter(pk__in=ids, compte__titulaire=personne).select_related("eleve")
    return {enfant.pk: presents.get(enfant.eleve_id or 0) or suivi_de(enfant) for enfant in lus}


def suivi_de(enfant: EnfantRelie) -> Suivi:
    eleve = enfant.eleve or Personne(pk=-enfant.pk, uuid=enfant.uuid, prenom=enfant.prenom)
    return _suivi(eleve, enfant.ecole)


def des_partis(personne: Personne, eleves: Collection[int], colleges: dict[int, str]) -> dict[int, Suivi]:
    """Of children who left (ids), each with the name of the collège that speaks of them. One query, none for nobody."""
    siens = set(eleves) & personne.portee.partis.keys()
    if not siens:
        return {}
    return {eleve.pk: _suivi(eleve, colleges.get(eleve.pk, "")) for eleve in Personne.objects.filter(pk__in=siens)}


@dataclass
class AilleursLu(PartLue):
    """What a page read already of the children of one's linked accounts: a home along with its rows, another page once."""

    relies: list[int] | None = None


def question(personne: Personne) -> tuple[Preparee, Q]:
    return RELIES, droits.enfants_relies_par(personne)


def retenir(personne: Personne, rangees: Iterable[tuple]) -> None:
    personne.lu.part(AilleursLu).relies = [pk for (pk,) in rangees]


def a_choisir(personne: Personne) -> list[Suivi]:
    """Children of another site to whom a page may keep: those who are in no class of here. One query where a home has not read them; one more for each
    account that names some.
    """
    if not droits.enfants_d_ici(personne):
        return []
    if personne.lu.part(AilleursLu).relies is None:
        retenir(personne, RELIES.lire(droits.enfants_relies_par(personne)))
    lus = des_relies(personne, personne.lu.part(AilleursLu).relies or [])
    seuls = {suivi.eleve.pk: suivi for suivi in lus.values() if not suivi.inscription.pk}
    ici = {s.eleve.pk for s in personne.portee.suivis}
    return sorted((s for pk, s in seuls.items() if pk not in ici), key=lambda s: cle(s.eleve.prenom))


def _suivi(eleve: Personne, college: str) -> Suivi:
    classe = Classe(pk=0, etablissement=Etablissement(pk=0, nom=college, nature=Etablissement.Nature.COLLEGE))
    inscription = Inscription(eleve=eleve, classe=classe)
    return Suivi(eleve, 0, 0, "", inscription, frozenset())


def est_filtre(personne: Personne, suivis: Sequence[Suivi]) -> bool:
    """Whether a page keeps to some of one's children: those of elsewhere are none of these."""
    vus = {s.eleve.pk for s in suivis}
    return any(s.eleve.pk not in vus for s in personne.portee.enfants_suivis)
