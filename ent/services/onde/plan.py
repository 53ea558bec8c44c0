"""What an import would change in one school: read line by line before anything is written."""

import datetime as dt
import hashlib
import json
from collections.abc import Sized
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire.models import AnneeScolaire, Classe, Etablissement, Inscription, Personne, Responsabilite

from .lignes import Ignore, Lecture, Rejet
from .models import FicheOnde, LigneEnAttente

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
    "civilite": gettext_lazy("Civilité"),
    "adresse": gettext_lazy("Adresse"),
    "code_postal": gettext_lazy("Code postal"),
    "ville": gettext_lazy("Commune"),
    "courriel_contact": gettext_lazy("Courriel"),
    "telephone": gettext_lazy("Téléphone"),
    "telephone_travail": gettext_lazy("Téléphone au travail"),
    "telephone_portable": gettext_lazy("Portable"),
}
COMPTES = [
    "classes_creees", "eleves_crees", "eleves_modifies", "eleves_partis", "responsables_crees", "liens_crees",
    "a_resoudre", "rejets", "ignores",
]  # fmt: skip
AUTRES_COMPTES = [
    "classes_modifiees", "responsables_modifies", "liens_repris", "personnels_crees", "personnels_modifies",
    "roles_donnes", "affectations_creees", "attentes_closes", "deja_en_attente", "niveaux_a_preciser",
]  # fmt: skip
MEME, AUTRE = "meme", "autre"  # answers to a `Doute`
SANS_EFFET = ("a_resoudre", "rejets", "ignores", "deja_en_attente", "niveaux_a_preciser")


def acquis[T](valeur: T | None) -> T:
    """A value that the order of the steps promises: a class, a person, once the plan has written them."""
    if valeur is None:
        raise LookupError("The plan is used before the step that fills it.")
    return valeur


REFUS_GARDES = 300  # of one import: beyond, the file itself is to be looked at


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
    niveau_ecrit: str = ""  # by ONDE, instead of a level
    niveau_lu: str = ""  # the same, on this very line
    fichier: str = ""
    ligne: int = 0
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
    enfants: list[EleveVise] = field(default_factory=list)
    cle: str = ""
    declare_ici: bool = True  # False: only another school's tie says who this is, so nothing of theirs is written

    def __str__(self) -> str:
        return f"{self.prenom} {self.champs.get('nom_usage') or self.nom}"


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
    changements: list[Changement] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    affectations: list[tuple[ClasseVisee, str]] = field(default_factory=list)

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


@dataclass
class Plan:
    etablissement: Etablissement
    annee: AnneeScolaire  # the one that the files are for; not saved when nobody needed it yet
    lectures: list[Lecture] = field(default_factory=list)  # what it was made from, for the same plan with answers
    fichiers: list[dict] = field(default_factory=list)
    classes: list[ClasseVisee] = field(default_factory=list)
    classes_a_fermer: list[Classe] = field(default_factory=list)
    eleves: list[EleveVise] = field(default_factory=list)
    eleves_partis: list[EleveVise] = field(default_factory=list)
    inscriptions_a_clore: list[Inscription] = field(default_factory=list)
    responsables: list[ResponsableVise] = field(default_factory=list)
    personnels: list[PersonnelVise] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    doutes: list[Doute] = field(default_factory=list)
    attentes_closes: list[tuple[LigneEnAttente, list[EleveVise]]] = field(default_factory=list)
    liens_absents: list[Responsabilite] = field(default_factory=list)
    rejets: list[Rejet] = field(default_factory=list)
    ignores: list[Ignore] = field(default_factory=list)
    deja_en_attente: list[Ignore] = field(default_factory=list)
    inscrits_ailleurs: int = 0  # among the rejects: another school must let them go first
    colonnes_ignorees: list[str] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)
    fiches: list[FicheOnde] = field(default_factory=list)  # those that exist already
    applique: dict[str, int] = field(default_factory=dict)  # its counts, once written

    def refus(self) -> list[dict]:
        """Lines that are refused, and why, without what is written there nor whom it names: kept once the files are erased."""
        return [
            {"fichier": r.fichier, "ligne": r.ligne, "raison": r.raison, "que_faire": r.que_faire}
            for r in self.rejets[:REFUS_GARDES]
        ]

    @property
    def classes_creees(self) -> list[ClasseVisee]:
        return [c for c in self.classes if c.classe is None]

    @property
    def classes_modifiees(self) -> list[ClasseVisee]:
        return [c for c in self.classes if c.est_modifiee]

    @property
    def eleves_crees(self) -> list[EleveVise]:
        return [e for e in self.eleves if e.personne is None]

    @property
    def eleves_modifies(self) -> list[EleveVise]:
        return [e for e in self.eleves if e.personne is not None and e.changements]

    @property
    def eleves_inchanges(self) -> int:
        return sum(1 for e in self.eleves if e.ligne and e.personne is not None and not e.changements)

    @property
    def niveaux_a_preciser(self) -> list[EleveVise]:
        """Pupils whom the file gives something else than a level: work given to a level does not reach them."""
        return [e for e in self.eleves if e.niveau_lu]

    @property
    def responsables_crees(self) -> list[ResponsableVise]:
        return [r for r in self.responsables if r.personne is None]

    @property
    def responsables_modifies(self) -> list[ResponsableVise]:
        return [r for r in self.responsables if r.personne is not None and r.changements]

    @property
    def responsables_inchanges(self) -> int:
        return sum(1 for r in self.responsables if r.personne and not (r.changements or r.a_lier or r.a_reprendre))

    @property
    def liens_crees(self) -> list[tuple[ResponsableVise, EleveVise]]:
        return [(r, e) for r in self.responsables for e in r.a_lier]

    @property
    def personnels_crees(self) -> list[PersonnelVise]:
        return [p for p in self.personnels if p.personne is None]

    @property
    def personnels_modifies(self) -> list[PersonnelVise]:
        return [p for p in self.personnels if p.personne is not None and p.changements]

    def comptes(self) -> dict[str, int]:
        """The counts that the command prints, then those that only the page shows."""
        listes: dict[str, Sized] = {
            "a_resoudre": [*self.questions, *self.doutes],
            "liens_repris": [lien for r in self.responsables for lien in r.a_reprendre],
            "roles_donnes": [role for p in self.personnels for role in p.roles],
            "affectations_creees": [a for p in self.personnels for a in p.affectations],
        }
        return {nom: len(listes[nom] if nom in listes else getattr(self, nom)) for nom in [*COMPTES, *AUTRES_COMPTES]}

    def nombre_de_changements(self) -> int:
        comptes = self.comptes()
        return sum(comptes[nom] for nom in comptes if nom not in SANS_EFFET)

    def en_dict(self) -> dict:
        """The plan for machines: counts first, then each line under « details ». No INE in it."""
        return self.comptes() | {
            "etablissement": self.etablissement.uai,
            "annee": self.annee.nom,
            "fichiers": self.fichiers,
            "colonnes_ignorees": self.colonnes_ignorees,
            "avertissements": self.avertissements,
            "details": self._eleves_en_dict() | self._adultes_en_dict() | self._restes_en_dict(),
        }

    def _eleves_en_dict(self) -> dict:
        return {
            "classes_creees": [{"nom": c.nom, "identifiant": c.identifiant} for c in self.classes_creees],
            "classes_modifiees": [
                {"nom": c.nom, "identifiant": c.identifiant}
                | {"ancien_nom": c.ancien_nom, "ancien_identifiant": c.ancien_identifiant}
                for c in self.classes_modifiees
            ],
            "eleves_crees": [
                _ou(e) | {"nom": e.nom, "prenom": e.prenom, "classe": e.classe_nom, "niveau": e.niveau}
                for e in self.eleves_crees
            ],
            "eleves_modifies": [
                _ou(e) | {"nom": e.nom, "prenom": e.prenom, "changements": _changements(e)}
                for e in self.eleves_modifies
            ],
            "eleves_partis": [{"nom": e.nom, "prenom": e.prenom, "classe": e.classe_nom} for e in self.eleves_partis],
        }

    def _adultes_en_dict(self) -> dict:
        return {
            "responsables_crees": [
                _d_ou(r) | {"nom": r.nom, "prenom": r.prenom, "enfants": [str(e) for e in r.a_lier]}
                for r in self.responsables_crees
            ],
            "responsables_modifies": [
                _d_ou(r) | {"nom": r.nom, "prenom": r.prenom, "changements": _changements(r)}
                for r in self.responsables_modifies
            ],
            "liens_crees": [{"responsable": str(r), "enfant": str(e)} for r, e in self.liens_crees],
            "personnels_crees": [_ou(p) | {"nom": p.nom, "prenom": p.prenom} for p in self.personnels_crees],
            "roles_donnes": [{"personne": str(p), "role": role} for p in self.personnels for role in p.roles],
            "affectations_creees": [
                {"personne": str(p), "classe": classe.nom} for p in self.personnels for classe, _n in p.affectations
            ],
        }

    def _restes_en_dict(self) -> dict:
        """What is not written: asked, refused, left aside, listed."""
        return {
            "a_resoudre": [
                _ou(q)
                | {"responsable": q.responsable, "enfant": q.enfant, "raison": q.raison}
                | {"candidats": [f"{c}, {c.classe_nom}" for c in q.candidats]}
                for q in self.questions
            ],
            "doutes": [
                _ou(d) | {"responsable": d.responsable, "connu": str(d.connu), "enfant": d.enfant} for d in self.doutes
            ],
            "niveaux_a_preciser": [
                _ou(e) | {"nom": e.nom, "prenom": e.prenom, "ecrit": e.niveau_lu} for e in self.niveaux_a_preciser
            ],
            "rejets": [
                _ou(r) | {"qui": r.qui, "ecrit": r.ecrit, "raison": r.raison, "que_faire": r.que_faire}
                for r in self.rejets
            ],
            "ignores": [_ou(i) | {"raison": i.raison} for i in self.ignores],
            "deja_en_attente": [_ou(i) | {"raison": i.raison} for i in self.deja_en_attente],
            "liens_absents": [
                {"responsable": str(lien.adulte), "enfant": str(lien.enfant)} for lien in self.liens_absents
            ],
        }

    def empreinte(self) -> str:
        """Identity of what would be done: if the directory moves between the reading and the applying, it differs."""
        contenu = self.en_dict() | {
            "references": [
                [e.reference, e.classe.nom if e.classe else ""] for e in self.eleves if e.changements or not e.personne
            ],
            "personnes": [r.personne.pk if r.personne else 0 for r in self.responsables],
            "partis": [e.reference for e in self.eleves_partis],
        }
        return hashlib.sha256(json.dumps(contenu, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _ou(chose) -> dict:
    return {"fichier": chose.fichier, "ligne": chose.ligne}


def _d_ou(responsable: ResponsableVise) -> dict:
    """An adult may come from several lines."""
    return {"fichier": responsable.fichier, "lignes": responsable.lignes}


def _changements(chose) -> list[dict]:
    return [{"champ": c.champ, "avant": c.avant, "apres": c.apres} for c in chose.changements if c.champ != "ine"] + [
        {"champ": "ine"} for c in chose.changements if c.champ == "ine"
    ]


def libelle_de_nature(nature: str) -> str:
    return {"eleves": _("élèves"), "responsables": _("responsables"), "personnels": _("personnels")}[nature]
