"""What the models of rooms share when they say whom a thing is for."""

from typing import TYPE_CHECKING, ClassVar

from ..audience.droits import Colonnes
from ..audience.enonces import Audience
from .lieux import Classe, Etablissement, Groupe


class Adressable:
    """A thing of a school that is for a class, a group, named pupils or the whole school. Its room says in which columns."""

    COLONNES: ClassVar[Colonnes]

    if TYPE_CHECKING:
        etablissement: Etablissement
        classe: Classe | None
        groupe: Groupe | None

    @property
    def audience(self) -> Audience:
        return self.COLONNES.de(self)

    @property
    def est_nominatif(self) -> bool:
        """For named pupils of the class."""
        return self.audience.est_nominative

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
