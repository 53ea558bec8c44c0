"""What a thing says of whom it is for, the child in hand whom it concerns, and the words « à qui ». No model is imported."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ..codes import CHOIX_NIVEAUX

NIVEAUX = dict(CHOIX_NIVEAUX)


class Audience(NamedTuple):
    """A class or levels of it, a group, named pupils of a class (a group made for them: both are said), pupils by their numbers;
    when it says none of these, the whole school.

    By numbers, it is as it was told then: these pupils, whatever class or group they are in since. Otherwise it lives: those
    of the class or group at the moment one asks. Either way nobody is reached out of the school, nor in a class that was
    closed, nor by a group whose year is over.
    """

    ecole: int
    classe: int | None = None
    groupe: int | None = None
    niveaux: tuple[str, ...] = ()
    eleves: frozenset[int] | None = None

    @classmethod
    def d_un_eleve(cls, ecole: int, eleve: int) -> "Audience":
        """Theirs, in whatever class of the school they are."""
        return cls(ecole, eleves=frozenset([eleve]))

    def comprend(self, suivi: Any) -> bool:
        """It is for this child, in this class (`Suivi`): `Colonnes.pour` in hand."""
        if self.eleves is not None:
            return suivi.eleve.pk in self.eleves and suivi.etablissement_id == self.ecole
        if self.groupe is not None:
            return self.groupe in suivi.groupes and self.classe in (None, suivi.classe_id)
        if self.classe is not None:
            return self.classe == suivi.classe_id and (not self.niveaux or suivi.niveau in self.niveaux)
        return suivi.etablissement_id == self.ecole

    def est_tenue_par(self, personne: Any) -> bool:
        """This person teaches its class or its group today: `Colonnes.tenues_par` in hand."""
        if self.classe is not None:
            return self.classe in personne.portee.classes_tenues
        return self.groupe in personne.portee.groupes_tenus

    @property
    def est_nominative(self) -> bool:
        """For named pupils of a class."""
        return self.classe is not None and self.groupe is not None

    @property
    def est_d_ecole(self) -> bool:
        return self.classe is None and self.groupe is None and self.eleves is None

    @property
    def precision(self) -> str:
        """What is said after the name of the class: « CP, CE1 », « quelques élèves », nothing for all. No pupil is named."""
        if self.est_nominative or self.eleves is not None:
            return _("quelques élèves")
        return "" if self.groupe is not None else ", ".join(NIVEAUX.get(n, n) for n in self.niveaux)
