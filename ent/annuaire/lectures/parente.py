"""Who answers for the children of a class, as their school declares it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from .. import droits
from ..models import Classe, Etablissement, Inscription, Personne, Responsabilite


@dataclass
class Ligne:
    """A pupil of the class and their adults; what is already said of some is shown beside what is to be said of the others."""

    eleve: Personne
    liens: list[Responsabilite] = field(default_factory=list)


def de_la_classe(classe: Classe) -> list[Ligne]:
    """By name. Two queries."""
    inscriptions = classe.inscriptions.filter(droits.en_cours()).select_related("eleve")
    lignes = {i.eleve_id: Ligne(i.eleve) for i in inscriptions.order_by("eleve__nom", "eleve__prenom", "pk")}
    liens = Responsabilite.objects.filter(fin=None, etablissement=classe.etablissement_id, enfant__in=lignes)
    for lien in liens.select_related("adulte", "enfant", "etablissement").order_by(
        "adulte__nom", "adulte__prenom", "pk"
    ):
        lignes[lien.enfant_id].liens.append(lien)
    return list(lignes.values())


def classes_de(etablissement: Etablissement) -> list[Classe]:
    """Its open classes, each with `a_confirmer`: how many ties are to be confirmed there. One query."""
    attendent = Q(
        inscriptions__eleve__fermee_le=None,
        inscriptions__eleve__responsables__autorite=Responsabilite.Autorite.A_CONFIRMER,
        inscriptions__eleve__responsables__fin=None,
        inscriptions__eleve__responsables__etablissement=F("etablissement"),
    )
    comptees = etablissement.classes.filter(fermee_le=None).annotate(
        a_confirmer=Count(
            "inscriptions__eleve__responsables", filter=attendent & droits.en_cours("inscriptions__"), distinct=True
        )
    )
    return list(comptees.order_by("nom", "pk"))


def a_confirmer() -> QuerySet[Responsabilite]:
    """Ties of children who are there, whose authority nobody stated: the page that lists them, and all that count them."""
    return Responsabilite.objects.filter(
        droits.d_un_eleve_present(), fin=None, autorite=Responsabilite.Autorite.A_CONFIRMER
    )


def _presents(etablissement: Etablissement):
    """Those who are in one of its open classes today."""
    ici = {"classe__etablissement": etablissement, "classe__fermee_le": None}
    return Inscription.objects.filter(droits.en_cours(), **ici).order_by().values_list("eleve", flat=True)


def presents_parmi(etablissement: Etablissement, enfants: Collection[int]) -> set[int]:
    """Of these children (ids), those who have a sheet in this school today. One query."""
    return set(_presents(etablissement).filter(eleve__in=enfants))


def sans_classe(etablissement: Etablissement) -> int:
    """Ties to be confirmed of children who are in none of its open classes today: no class shows them. One query."""
    liens = a_confirmer().filter(etablissement=etablissement)
    return liens.exclude(enfant__in=_presents(etablissement)).count()
