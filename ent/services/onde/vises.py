"""What a plan is made of: the classes, people, ties and groups of one school once it is applied, and what somebody must say first."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_lazy

from ent.annuaire.models import Affectation, Classe, Inscription, Personne, Responsabilite

from .models import GroupeAaf

LIBELLES = {
    "nom": gettext_lazy("Nom"),
    "nom_usage": gettext_lazy("Nom d’usage"),
    "prenom": gettext_lazy("Prénom"),
    "date_naissance": gettext_lazy("Date de naissance"),
    "sexe": gettext_lazy("Sexe"),
    "ine": gettext_lazy("INE"),
    "classe": gettext_lazy("Classe"),
    "niveau": gettext_lazy("Niveau"),
    "photo": gettext_lazy("Autorisation photo (indication)"),
    "decision": gettext_lazy("Décision de passage"),
    "depart": gettext_lazy("Dernier jour"),
    "civilite": gettext_lazy("Civilité"),
    "adresse": gettext_lazy("Adresse"),
    "code_postal": gettext_lazy("Code postal"),
    "ville": gettext_lazy("Commune"),
    "courriel_contact": gettext_lazy("Courriel"),
    "telephone": gettext_lazy("Téléphone"),
    "telephone_travail": gettext_lazy("Téléphone au travail"),
    "telephone_portable": gettext_lazy("Portable"),
}


def acquis[T](valeur: T | None) -> T:
    """A value that the order of the steps promises: a class, a person, once the plan has written them."""
    if valeur is None:
        raise LookupError("The plan is used before the step that fills it.")
    return valeur


@dataclass(frozen=True)
class Changement:
    champ: str
    avant: str
    apres: str

    @property
    def libelle(self) -> str:
        return str(LIBELLES[self.champ])


@dataclass(eq=False)
class ClasseVisee:
    """A class of the plan's year that the file names: found, or to be created."""

    nom: str
    identifiant: str
    classe: Classe | None = None
    ancien_nom: str = ""
    identifiant_adopte: bool = False
    ancien_identifiant: str = ""  # ONDE numbered it again

    @property
    def est_modifiee(self) -> bool:
        modifie = self.ancien_nom or self.identifiant_adopte or self.ancien_identifiant
        return self.classe is not None and bool(modifie)

    @property
    def reelle(self) -> Classe:
        """Found by the plan, or created by its first step."""
        return acquis(self.classe)


@dataclass(eq=False)
class EleveVise:
    """A pupil of the school once the plan is applied: existing or new, with what changes."""

    reference: str  # uuid of an existing pupil, place of the line for a new one; never an INE
    nom: str
    prenom: str
    nom_usage: str
    date_naissance: dt.date | None
    niveau: str
    classe_nom: str
    personne: Personne | None = None
    inscription: Inscription | None = None
    classe: ClasseVisee | None = None
    photo: bool | None = None  # ONDE's hint, kept on the inscription
    decision: str = ""  # of passage, for the plan of September
    niveau_ecrit: str = ""  # by ONDE, instead of a level
    niveau_lu: str = ""  # the same, on this very line
    fichier: str = ""
    ligne: int = 0
    jointure: str = ""
    champs: dict = field(default_factory=dict)
    changements: list[Changement] = field(default_factory=list)
    arrive: bool = False  # known elsewhere, or coming back

    @property
    def change_de_classe(self) -> bool:
        return any(c.champ == "classe" for c in self.changements) and not self.arrive

    @property
    def a_une_fiche(self) -> bool:
        """In the school on this day, before anything is written."""
        return bool(self.inscription and not self.arrive and self.inscription.debut <= timezone.localdate())

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom_usage or self.nom}"


@dataclass(eq=False)
class DepartPropose:
    """Somebody who works in the school and whom the staff file names no more; they leave if it is said (`est_dit`)."""

    personne: Personne
    roles: str
    est_dit: bool = False

    @property
    def empreinte(self) -> str:
        return f"depart-{self.personne.uuid}"

    def __str__(self) -> str:
        return str(self.personne)


@dataclass(eq=False)
class ResponsableVise:
    nom: str
    prenom: str
    civilite: str
    fichier: str
    lignes: list[int]
    champs: dict
    personne: Personne | None = None
    changements: list[Changement] = field(default_factory=list)
    a_lier: list[EleveVise] = field(default_factory=list)
    a_reprendre: list[Responsabilite] = field(default_factory=list)
    attendus: dict[Responsabilite, str] = field(
        default_factory=dict
    )  # held elsewhere still; and what the State says of them
    enfants: list[EleveVise] = field(default_factory=list)
    cle: str = ""
    jointures: tuple[str, ...] = ()  # the AAF may know one adult twice
    declare_ici: bool = True  # False: only another school's tie says who this is, so nothing of theirs is written

    def __str__(self) -> str:
        return f"{self.prenom} {self.champs.get('nom_usage') or self.nom}"


@dataclass(eq=False)
class TenueVisee:
    """A class that somebody is to hold: a tie to make, or one that is there (`actuelle`) and changes. `de_l_aaf`: the State gives it."""

    classe: ClasseVisee
    nature: str
    matieres: list[str] = field(default_factory=list)
    actuelle: Affectation | None = None
    de_l_aaf: bool = False

    def pour(self, personne: Personne, debut: dt.date) -> Affectation:
        """The tie, not written yet."""
        dite = {"nature": self.nature, "matieres": self.matieres}
        return Affectation(enseignant=personne, classe=self.classe.reelle, debut=debut, **dite)


@dataclass(eq=False)
class PersonnelVise:
    nom: str
    prenom: str
    civilite: str
    fichier: str
    ligne: int
    champs: dict
    cle: str
    personne: Personne | None = None
    jointure: str = ""
    changements: list[Changement] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    affectations: list[TenueVisee] = field(default_factory=list)
    tenues_changees: list[TenueVisee] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.prenom} {self.champs.get('nom_usage') or self.nom}"


@dataclass(eq=False)
class Question:
    """A responsable's child that no rule names surely: a person says which, now or later."""

    empreinte: str
    fichier: str
    ligne: int
    responsable: str
    enfant: str
    raison: str
    candidats: list[EleveVise]
    contenu: dict


@dataclass(eq=False)
class Doute:
    """An adult of the file whose first name is one letter away from that of an adult tied to the same child.

    The same person, or another? Somebody says; until then nothing is written of them.
    """

    empreinte: str
    fichier: str
    ligne: int
    responsable: str
    connu: Personne
    enfant: str


@dataclass(eq=False)
class AutoriteDite:
    """The State's word on one tie: one that is there (`lien`), or one that this plan makes."""

    autorite: str
    lien: Responsabilite | None
    responsable: ResponsableVise | None = None
    enfant: EleveVise | None = None


@dataclass(eq=False)
class GroupeVise:
    """A group of the AAF that comes or changes: its pupils, all of them."""

    numero: str
    nom: str
    eleves: list[EleveVise]
    marque: GroupeAaf | None = None
