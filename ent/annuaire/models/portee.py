"""The reach of a person: the ids that every right is written with."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F, Q, prefetch_related_objects

from .. import droits
from ..preparees import Preparee
from .liens import Affectation, Inscription, Responsabilite, Role
from .lieux import Groupe

if TYPE_CHECKING:
    from .personnes import Personne

ROLES = Preparee(lambda: Role.objects.all())
AFFECTATIONS = Preparee(
    lambda: Affectation.objects.filter(classe__fermee_le=None).order_by().values_list("classe_id", flat=True)
)
GROUPES_TENUS = Preparee(lambda: Groupe.objects.order_by().values_list("pk", flat=True))
LIENS = Preparee(
    lambda: (
        Responsabilite.objects.exclude(autorite=Responsabilite.Autorite.SANS)
        .order_by()
        .values_list("enfant_id", "etablissement_id")
    )
)
INSCRIPTIONS = Preparee(
    lambda: Inscription.objects.filter(classe__fermee_le=None).select_related("eleve", "classe__etablissement")
)
GROUPES = Preparee(
    lambda: Groupe.eleves.through.objects.order_by().values_list("personne_id", "groupe_id", "groupe__etablissement_id")
)


@dataclass(frozen=True)
class Suivi:
    """A child followed by a person (or the pupil themself), in one class: everything a page needs, already read."""

    eleve: "Personne"
    classe_id: int
    etablissement_id: int
    niveau: str
    inscription: Inscription
    groupes: frozenset[int]


class Portee:
    """What a person reaches today, read lazily and once per request.

    Each part costs one query at most, whatever the number of children, classes or schools.
    """

    def __init__(self, personne: "Personne") -> None:
        self.personne = personne

    @cached_property
    def roles(self) -> list[Role]:
        """Read with their communes only when there is one: most people are families, and hold none."""
        roles = ROLES.lire(droits.en_cours() & Q(personne=self.personne))
        if any(role.commune_id for role in roles):
            prefetch_related_objects(roles, "commune")
        return roles

    def _etablissements(self, *natures: str) -> frozenset[int]:
        return frozenset(r.etablissement_id for r in self.roles if r.nature in natures)

    @cached_property
    def etablissements_diriges(self) -> frozenset[int]:
        return self._etablissements(Role.Nature.DIRECTEUR)

    @cached_property
    def etablissements_de_travail(self) -> frozenset[int]:
        return self._etablissements(Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT, Role.Nature.PERSONNEL)

    @cached_property
    def etablissements_d_enseignement(self) -> frozenset[int]:
        """Where one teaches or directs: what teachers share among themselves is not for the rest of the staff."""
        return self._etablissements(Role.Nature.DIRECTEUR, Role.Nature.ENSEIGNANT)

    @cached_property
    def communes(self) -> frozenset[int]:
        return frozenset(r.commune_id for r in self.roles if r.nature == Role.Nature.REFERENT_COMMUNE)

    @cached_property
    def est_operateur(self) -> bool:
        return any(r.nature == Role.Nature.OPERATEUR for r in self.roles)

    @cached_property
    def est_personnel(self) -> bool:
        """Holds any role, so is not only a family."""
        return bool(self.roles)

    @cached_property
    def classes_tenues(self) -> frozenset[int]:
        """Classes taught today. An affectation counts only in a school where the person still works."""
        if not self.etablissements_de_travail:
            return frozenset()
        du_travail = Q(enseignant=self.personne, classe__etablissement__in=self.etablissements_de_travail)
        return frozenset(AFFECTATIONS.lire(droits.en_cours() & du_travail))

    @cached_property
    def groupes_tenus(self) -> frozenset[int]:
        if not self.etablissements_de_travail:
            return frozenset()
        du_travail = Q(enseignants=self.personne, etablissement__in=self.etablissements_de_travail)
        return frozenset(GROUPES_TENUS.lire(droits.pas_finie("annee__") & du_travail))

    @property
    def eleves_du_travail(self):
        """Subquery: pupils currently in the classes and groups this person teaches, or in the schools they direct."""
        dans_ma_classe = Q(classe__in=self.classes_tenues) | Q(classe__etablissement__in=self.etablissements_diriges)
        dans_mon_groupe = Q(
            eleve__groupes__in=self.groupes_tenus, classe__etablissement=F("eleve__groupes__etablissement")
        )
        return (
            Inscription.objects.filter(droits.en_cours(), dans_ma_classe | dans_mon_groupe).order_by().values("eleve")
        )

    @cached_property
    def suivis(self) -> list[Suivi]:
        """Children for whom this person answers, and the person's own classes if a pupil; by first name. Three queries.

        A tie opens the child's classes in the school that declared it, no other: a school that would declare a child of
        another opens nothing there.
        """
        liens = {(enfant, ecole) for enfant, ecole in LIENS.lire(droits.en_cours() & Q(adulte=self.personne))}
        eleves = {self.personne.pk, *(enfant for enfant, _ecole in liens)}
        inscriptions = [
            i
            for i in INSCRIPTIONS.lire(droits.en_cours() & Q(eleve__in=eleves))
            if i.eleve_id == self.personne.pk or (i.eleve_id, i.classe.etablissement_id) in liens
        ]
        groupes = self._groupes_de(inscriptions)
        return [
            Suivi(
                eleve=i.eleve,
                classe_id=i.classe_id,
                etablissement_id=i.classe.etablissement_id,
                niveau=i.niveau,
                inscription=i,
                groupes=frozenset(groupes[i.eleve_id, i.classe.etablissement_id]),
            )
            for i in inscriptions
        ]

    @staticmethod
    def _groupes_de(inscriptions: list[Inscription]) -> dict[tuple[int, int], set[int]]:
        """Groups of the year by pupil and school: a group of a school that the child has left is not theirs any more."""
        groupes: dict[tuple[int, int], set[int]] = defaultdict(set)
        if inscriptions:
            des_eleves = Q(personne__in={i.eleve_id for i in inscriptions})
            for eleve, groupe, ecole in GROUPES.lire(droits.pas_finie("groupe__annee__") & des_eleves):
                groupes[eleve, ecole].add(groupe)
        return groupes

    @cached_property
    def enfants(self) -> list["Personne"]:
        """Children for whom this person answers, each once, by first name."""
        vus = {s.eleve.pk: s.eleve for s in self.suivis if s.eleve.pk != self.personne.pk}
        return list(vus.values())

    @cached_property
    def est_eleve(self) -> bool:
        return any(s.eleve.pk == self.personne.pk for s in self.suivis)
