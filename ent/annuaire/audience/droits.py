"""Who sees a thing that says whom it is for. A room keeps its columns and says their names once. No model is imported."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from ent.socle.preparees import gardee

from ..droits import RIEN, en_cours, pas_finie
from .enonces import Audience


class Place(NamedTuple):
    """Where a child is: all that `Colonnes` asks of a `Suivi`, but who they are. Two children of a class have the same."""

    classe_id: int
    niveau: str
    groupes: frozenset[int]
    etablissement_id: int
    periode: Any

    @classmethod
    def de(cls, suivi: Any) -> "Place":
        return cls(suivi.classe_id, suivi.niveau, suivi.groupes, suivi.etablissement_id, suivi.periode)


@dataclass(frozen=True)
class Colonnes:
    """Where things of one kind say whom they are for; an empty name is a column that they have not.

    Written with the ids of `Personne.portee`, which hold no closed class and no group of a year that is over.
    """

    ecole: str = "etablissement"
    classe: str = "classe"
    groupe: str = "groupe"
    niveau: str = ""  # one, or empty for all
    niveaux: str = ""  # « ,CP,CE1, », or empty for all
    eleve: str = ""
    a_l_ecole: bool = False  # neither a class nor a group: the whole school
    quand: str = (
        ""  # when it was told: of a class that is over (`Suivi.periode`), what was told while the child was there
    )

    def sous(self, prefixe: str) -> "Colonnes":
        """The same, from rows that hold such a thing."""
        noms: dict[str, Any] = {nom: f"{prefixe}{colonne}" for nom, colonne in self._nommees.items()}
        return replace(self, **noms)

    @property
    def _nommees(self) -> dict[str, str]:
        return {nom: colonne for nom, colonne in vars(self).items() if isinstance(colonne, str) and colonne}

    @property
    def nommees(self) -> list[str]:
        """The columns by which a thing of this kind says whom it is for."""
        return [colonne for nom, colonne in self._nommees.items() if nom != "quand"]

    def de(self, objet: Any) -> Audience:
        """The audience of one thing in hand."""
        eleve = getattr(objet, f"{self.eleve}_id") if self.eleve else None
        niveaux: tuple[str, ...] = ()
        if self.niveau and (niveau := getattr(objet, self.niveau)):
            niveaux = (niveau,)
        elif self.niveaux:
            niveaux = tuple(n for n in getattr(objet, self.niveaux).split(",") if n)
        return Audience(
            getattr(objet, f"{self.ecole}_id"),
            getattr(objet, f"{self.classe}_id"),
            getattr(objet, f"{self.groupe}_id"),
            niveaux,
            None if eleve is None else frozenset([eleve]),
        )

    # --- What a child is given ----------------------------------------------------------------------------------------
    def pour(self, suivi: Any) -> Q:
        """For this child: for their class (or their level of it), one of their groups, their whole school.

        Named pupils are a group of their class, so that what names some of a class is never read as given to all of it.
        """
        return _pour(self, Place.de(suivi))

    def a_sa_classe(self, suivi: Any) -> Q:
        a_la_classe = Q(**{self.classe: suivi.classe_id, self.groupe: None} | self._sans_eleve) & self._en_son_temps(
            suivi
        )
        if self.niveau:
            return a_la_classe & Q(**{f"{self.niveau}__in": ["", suivi.niveau]})
        if self.niveaux:
            le_sien = Q(**{f"{self.niveaux}__contains": f",{suivi.niveau},"})
            return a_la_classe & (Q(**{self.niveaux: ""}) | le_sien)
        return a_la_classe

    def a_un_groupe(self, suivi: Any) -> Q:
        """Of named pupils of a class, while the child is in that class."""
        a_un_groupe = Q(**{f"{self.groupe}__in": suivi.groupes}) & self._en_son_temps(suivi)
        return a_un_groupe & (Q(**{self.classe: None}) | Q(**{self.classe: suivi.classe_id}))

    def a_son_ecole(self, suivi: Any) -> Q:
        ni_l_un_ni_l_autre = {self.classe: None, self.groupe: None} | self._sans_eleve
        return Q(**{self.ecole: suivi.etablissement_id} | ni_l_un_ni_l_autre) & self._en_son_temps(
            suivi, a_l_ecole=True
        )

    def a_l_eleve(self, suivi: Any) -> Q:
        """About this child, in the school where they are followed."""
        return Q(**{self.eleve: suivi.eleve.pk, self.ecole: suivi.etablissement_id})

    def pour_ceux(self, suivis: Iterable[Any]) -> Q:
        """For one of these children at least; nothing when there is none."""
        return Q(RIEN, *map(self.pour, suivis), _connector=Q.OR)

    def aux_eleves(self, suivis: Iterable[Any]) -> Q:
        """About one of these children; nothing when there is none."""
        return des_enfants(suivis, eleve=self.eleve, ecole=self.ecole)

    def _en_son_temps(self, suivi: Any, *, a_l_ecole: bool = False) -> Q:
        """All, of a class of today. Of one that is over, what was told until the child left it, and of the school in that year; of what has no
        hour, that of a class which they never left, and nothing of the school.
        """
        if (periode := suivi.periode) is None:
            return Q()
        if not self.quand:
            return Q() if periode.jusqu_au_bout and not a_l_ecole else RIEN
        depuis = Q(**{f"{self.quand}__gte": periode.debut}) if a_l_ecole else Q()
        return depuis if periode.fin is None else depuis & Q(**{f"{self.quand}__lt": periode.fin})

    @property
    def _sans_eleve(self) -> dict[str, None]:
        return {self.eleve: None} if self.eleve else {}

    # --- Who keeps it -------------------------------------------------------------------------------------------------
    def tenues_par(self, personne: Any) -> Q:
        """The teachers of the class or group today, co-teachers and remplaçants included. A class says who teaches its named pupils."""
        portee = personne.portee
        a_la_classe = Q(**{f"{self.classe}__in": portee.classes_tenues})
        return a_la_classe | Q(**{self.classe: None, f"{self.groupe}__in": portee.groupes_tenus})


@lru_cache(maxsize=8192)
def _pour(colonnes: Colonnes, ici: Place) -> Q:
    """Written once for the children of a place: each room asks it of each of them, on each page. It holds no date but those of a class that is over."""
    donnees = colonnes.a_sa_classe(ici) | colonnes.a_un_groupe(ici)
    return gardee(donnees | colonnes.a_son_ecole(ici) if colonnes.a_l_ecole else donnees)


# --- What is of a child -----------------------------------------------------------------------------------------------
def des_enfants(suivis: Iterable[Any], *, eleve: str = "eleve", ecole: str = "etablissement") -> Q:
    """Rows of these children (`Suivi`), each in the school where they are followed and in no other; nothing when there is none."""
    return _des_couples(eleve, ecole, tuple((suivi.eleve.pk, suivi.etablissement_id) for suivi in suivis))


@lru_cache(maxsize=8192)
def _des_couples(eleve: str, ecole: str, couples: tuple[tuple[int, int], ...]) -> Q:
    return gardee(Q(RIEN, *(Q(**{eleve: qui, ecole: ou}) for qui, ou in couples), _connector=Q.OR))


# --- Whom it reaches --------------------------------------------------------------------------------------------------
def present(ecoles: Collection[int], inscription: str = "") -> Q:
    """Over enrolments, or rows that lead to one by this path: it runs today in one of these schools. Nobody is in a closed class."""
    lieu = {f"{inscription}classe__etablissement__in": ecoles, f"{inscription}classe__fermee_le": None}
    return en_cours(inscription) & Q(**lieu)


def inscrit(audience: Audience, *, eleve: str = "eleve", inscription: str = "") -> Q:
    """`Colonnes.pour` from the other side: this enrolment (at this path, of that pupil) is among those the audience reaches."""
    reste: dict[str, Any] = {}
    if audience.eleves is not None:
        return present([audience.ecole], inscription) & Q(**{f"{eleve}__in": audience.eleves})
    if audience.classe is not None:
        reste[f"{inscription}classe"] = audience.classe
    if audience.groupe is not None:
        membre = pas_finie(f"{eleve}__groupes__annee__") & Q(**{f"{eleve}__groupes": audience.groupe})
        return present([audience.ecole], inscription) & membre & Q(**reste)
    if audience.niveaux:
        reste[f"{inscription}niveau__in"] = audience.niveaux
    return present([audience.ecole], inscription) & Q(**reste)


def enseigne_a(personne: Any, *, classe: Any = None, groupe: Any = None) -> bool:
    """One gives to the classes and groups that one teaches today."""
    if classe is not None:
        return classe.pk in personne.portee.classes_tenues
    return groupe is not None and groupe.pk in personne.portee.groupes_tenus
