"""What the models of rooms share when they say whom a thing is for."""

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Count, Exists, OuterRef, Q

from ent.socle.preparees import Regle

from ..audience.droits import Colonnes
from ..audience.enonces import Audience
from .lieux import Classe, Etablissement, Groupe


class Adressable:
    """A thing of a school that is for a class, a group, named pupils or the whole school. Its room says in which columns."""

    COLONNES: ClassVar[Colonnes]

    if TYPE_CHECKING:
        objects: Any
        etablissement: Etablissement
        classe: Classe | None
        groupe: Groupe | None

    @property
    def audience(self) -> Audience:
        return self.COLONNES.de(self)

    @classmethod
    def publics(cls, ids: Collection[int]) -> dict[int, list[Audience]]:
        """Whom each of these is for. One query, which reads nothing else of them."""
        dits = cls.objects.filter(pk__in=ids).order_by().only(*cls.COLONNES.nommees)
        return {dit.pk: [dit.audience] for dit in dits}

    @property
    def est_nominatif(self) -> bool:
        """For named pupils of the class."""
        return self.audience.est_nominative

    @classmethod
    @cache
    def pour_un_seul_eleve(cls) -> Q:
        """Those that are for one named pupil: their household alone reads them."""
        membres = Groupe.eleves.through.objects.filter(groupe=OuterRef(cls.COLONNES.groupe)).order_by()
        seul = membres.values("groupe").annotate(n=Count("pk")).filter(n=1)
        return Q(Regle(cls, Q(Exists(seul), **{f"{cls.COLONNES.classe}__isnull": False})))

    @property
    def est_pour_un_seul(self) -> bool:
        """`pour_un_seul_eleve`, in hand. A query, where pupils are named."""
        return self.est_nominatif and self.groupe is not None and self.groupe.eleves.count() == 1

    @property
    def est_d_ecole(self) -> bool:
        return self.audience.est_d_ecole

    @property
    def destination(self) -> Classe | Groupe | Etablissement:
        """The class or group in whose week it stands; else the school."""
        return self.classe or self.groupe or self.etablissement

    @property
    def a_qui(self) -> str:
        """« CP-CE1 · CE1 », « CP-CE1 · quelques élèves », « École du Cerf-Volant »."""
        return " · ".join(mot for mot in (self.destination.nom, self.audience.precision) if mot)
