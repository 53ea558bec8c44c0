"""What reading gives: typed lines, refused lines, ignored lines, or one exception for the whole file."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TROP_GROS = gettext_lazy(
    "Le fichier est trop gros, rien n’a été envoyé. Un export d’ONDE pèse moins d’un mégaoctet : vérifiez le fichier choisi."
)


class NatureFichier(StrEnum):
    ELEVES = "eleves"
    RESPONSABLES = "responsables"
    PERSONNELS = "personnels"


class Illisible(Exception):
    """A file that cannot be imported at all: which one, where, and why in a sentence a secretary understands."""

    def __init__(self, fichier: str, ligne: int, raison: str) -> None:
        super().__init__(fichier, ligne, raison)
        self.fichier, self.ligne, self.raison = fichier, ligne, raison

    def __str__(self) -> str:
        return _("%(fichier)s, ligne %(ligne)s : %(raison)s") % {
            "fichier": self.fichier,
            "ligne": self.ligne,
            "raison": self.raison,
        }


@dataclass(frozen=True)
class Rejet:
    """A line that cannot be read; the others go on."""

    fichier: str
    ligne: int
    ecrit: str
    raison: str
    que_faire: str
    # Of whom the line seems to speak: a pupil whose line is rejected has not left.
    ine: str = ""
    nom: str = ""
    prenom: str = ""
    qui: str = ""  # that name as it is written, when what is refused is another cell


@dataclass(frozen=True)
class Ignore:
    """A line that brings nothing: said already, or already waiting."""

    fichier: str
    ligne: int
    raison: str


@dataclass(frozen=True)
class LigneEleve:
    """A pupil as written. `champs` holds only the columns that the file has: an absent column changes nothing."""

    fichier: str
    ligne: int
    nom: str
    prenom: str
    date_naissance: dt.date | None
    ine: str
    niveau: str | None  # None: the file has no such column
    classe: str
    identifiant_classe: str
    niveau_ecrit: str = ""  # instead of a level
    champs: dict[str, str] = field(default_factory=dict)
    photo: bool | None = None  # what ONDE's column says, a hint
    dit_photo: bool = False  # the file has that column
    decision: str = ""  # « Décision de passage », when it says one
    jointure: str = ""  # the State's number for this pupil (AAF); ONDE writes none
    groupes: tuple[tuple[str, str], ...] = ()  # (number, label), of the AAF alone


@dataclass(frozen=True)
class BlocEnfant:
    """The child of a responsable as written: names and a class label, never an INE. The AAF alone names the child by its number, and says
    whether this adult holds parental authority (None: it does not say).
    """

    nom_usage: str = ""
    nom: str = ""
    prenom: str = ""
    classe: str = ""
    date_naissance: dt.date | None = None
    jointure: str = ""
    autorite: bool | None = None

    def __str__(self) -> str:
        return f"{self.nom or self.nom_usage} {self.prenom}".strip()


@dataclass(frozen=True)
class LigneResponsable:
    fichier: str
    ligne: int
    civilite: str
    nom: str
    prenom: str
    champs: dict[str, str] = field(default_factory=dict)
    enfants: tuple[BlocEnfant, ...] = ()
    jointure: str = ""

    def __str__(self) -> str:
        return f"{self.prenom} {self.champs.get('nom_usage') or self.nom}".strip()

    def contenu(self, bloc: BlocEnfant) -> dict:
        """What a waiting line keeps: the responsable and one child, enough to read the line again."""
        enfant = asdict(bloc) | {"date_naissance": bloc.date_naissance.isoformat() if bloc.date_naissance else None}
        del enfant["jointure"], enfant["autorite"]  # what a person answers is theirs
        return {
            "civilite": self.civilite, "nom": self.nom, "prenom": self.prenom, "champs": self.champs, "enfant": enfant,
        }  # fmt: skip

    @classmethod
    def depuis(cls, contenu: dict, *, fichier: str, ligne: int) -> "LigneResponsable":
        naissance = contenu["enfant"]["date_naissance"]
        enfant = contenu["enfant"] | {"date_naissance": dt.date.fromisoformat(naissance) if naissance else None}
        return cls(
            fichier=fichier,
            ligne=ligne,
            civilite=contenu["civilite"],
            nom=contenu["nom"],
            prenom=contenu["prenom"],
            champs=contenu["champs"],
            enfants=(BlocEnfant(**enfant),),
        )


@dataclass(frozen=True)
class LignePersonnel:
    fichier: str
    ligne: int
    civilite: str
    nom: str
    prenom: str
    est_directeur: bool
    classes: tuple[str, ...]
    champs: dict[str, str] = field(default_factory=dict)
    jointure: str = ""
    numeros: tuple[str, ...] = ()  # of these classes, in the same order: the AAF writes both
    enseigne: bool | None = None  # None: the file does not say; the AAF names other work (« aide », « psychologue »)
    # Of the AAF of a collège, by number of division: the subjects taught there, and those of which they are the professeur principal.
    matieres: dict[str, tuple[str, ...]] = field(default_factory=dict)
    principal_de: frozenset[str] = frozenset()


@dataclass
class Lecture:
    """One file, read."""

    fichier: str
    nature: NatureFichier
    lignes: list = field(default_factory=list)
    rejets: list[Rejet] = field(default_factory=list)
    ignores: list[Ignore] = field(default_factory=list)
    colonnes_ignorees: list[str] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)
    total: int = 0  # lines under the header, blank ones left out
    est_aaf: bool = False  # the State's directory: it knows people by numbers, and who holds parental authority
