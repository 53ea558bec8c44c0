"""Who works in a school, and who teaches a class or a group today: `Portee.classes_tenues` and `groupes_tenus`, read from the other side."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Prefetch

from ent.socle.tri import cle

from .droits import en_cours, pas_finie
from .matieres import MATIERES, rang_de, ranger
from .models import Affectation, Classe, Etablissement, Groupe, Personne, Role

DU_TRAVAIL = (Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT, Role.Nature.PERSONNEL)


def enseignants_des_classes(classes: Collection[int]) -> dict[int, set[int]]:
    """By class (ids): those whose affectation runs, and who still work in the school. One query, none without classes."""
    affectations = Affectation.objects.filter(
        en_cours(), _y_travaille("enseignant", "classe__etablissement"), classe__in=classes, classe__fermee_le=None
    )
    return _par_lieu(affectations.order_by().values_list("classe_id", "enseignant_id"))


def enseignants_des_groupes(groupes: Collection[int]) -> dict[int, set[int]]:
    """By group (ids): those who hold it while its year lasts, and still work in the school. One query, none without groups."""
    liens = Groupe.enseignants.through.objects.filter(
        pas_finie("groupe__annee__"), _y_travaille("personne", "groupe__etablissement"), groupe__in=groupes
    )
    return _par_lieu(liens.order_by().values_list("groupe_id", "personne_id"))


def professeurs_de(classes: Collection[int]) -> list[Affectation]:
    """The ties that run of these divisions, of those who still work in the school: the professeur principal first, then by subject. One query."""
    tenues = Affectation.objects.filter(
        en_cours(), _y_travaille("enseignant", "classe__etablissement"), classe__in=classes, classe__fermee_le=None
    ).select_related("enseignant", "classe")
    return sorted(
        tenues,
        key=lambda tenue: (
            tenue.nature != Affectation.Nature.PRINCIPAL,
            [rang_de(code) for code in tenue.matieres] or [len(MATIERES)],
            cle(tenue.enseignant.nom),
            tenue.pk,
        ),
    )


def matieres_enseignees(personne: Personne, cible: Classe | Groupe) -> list[str]:
    """What they teach to this division, or to a group of this collège; every subject where nobody said. One query; none in an école."""
    if not cible.etablissement.est_college:
        return []
    siennes = Affectation.objects.filter(en_cours(), enseignant=personne, classe__etablissement=cible.etablissement_id)
    if isinstance(cible, Classe):
        siennes = siennes.filter(classe=cible)
    dites = ranger(code for codes in siennes.order_by().values_list("matieres", flat=True) for code in codes)
    return dites or list(MATIERES)


def equipe_de(etablissement: Etablissement) -> list[Personne]:
    """Those who hold a role there today, by name, with their roles and classes. Three queries."""
    roles = Role.objects.filter(en_cours(), etablissement=etablissement, nature__in=DU_TRAVAIL)
    classes = Affectation.objects.filter(en_cours(), classe__etablissement=etablissement, classe__fermee_le=None)
    return list(
        Personne.objects.filter(roles__in=roles)
        .distinct()
        .prefetch_related(
            Prefetch("roles", roles, to_attr="roles_ici"),
            Prefetch("affectations", classes.select_related("classe"), to_attr="classes_ici"),
        )
        .order_by("nom", "prenom", "pk")
    )


def _y_travaille(personne: str, etablissement: str) -> Exists:
    roles = Role.objects.filter(
        en_cours(), personne=OuterRef(personne), etablissement=OuterRef(etablissement), nature__in=DU_TRAVAIL
    )
    return Exists(roles)


def _par_lieu(lignes: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    par_lieu: dict[int, set[int]] = defaultdict(set)
    for lieu, personne in lignes:
        par_lieu[lieu].add(personne)
    return par_lieu
