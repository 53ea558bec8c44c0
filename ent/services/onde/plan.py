"""What an import would change in one school: read line by line before anything is written."""

import hashlib
import json
from collections.abc import Sized
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ent.annuaire.models import Affectation, AnneeScolaire, Classe, Etablissement, Inscription, Responsabilite

from .lignes import Ignore, Lecture, Rejet
from .models import FicheOnde, LigneEnAttente
from .vises import (
    AutoriteDite,
    Changement,
    ClasseVisee,
    DepartPropose,
    Doute,
    EleveVise,
    GroupeVise,
    PersonnelVise,
    Question,
    ResponsableVise,
    acquis,
)

__all__ = [
    "AUTRE", "COMPTES", "MEME", "PART", "SANS_EFFET", "AutoriteDite", "Changement", "ClasseVisee", "DepartPropose", "Doute", "EleveVise", "GroupeVise", "PersonnelVise",
    "Plan", "Question", "ResponsableVise", "acquis", "libelle_de_nature",
]  # fmt: skip


COMPTES = [
    "classes_creees", "eleves_crees", "eleves_modifies", "eleves_partis", "responsables_crees", "liens_crees",
    "a_resoudre", "rejets", "ignores",
]  # fmt: skip
AUTRES_COMPTES = [
    "classes_modifiees", "responsables_modifies", "liens_repris", "personnels_crees", "personnels_modifies",
    "roles_donnes", "affectations_creees", "affectations_changees", "affectations_finies", "attentes_closes", "deja_en_attente", "niveaux_a_preciser",
    "autorites", "groupes", "personnels_partis",
]  # fmt: skip
MEME, AUTRE = "meme", "autre"  # answers to a `Doute`
PART = "part"  # answer to a `DepartPropose`
SANS_EFFET = ("a_resoudre", "rejets", "ignores", "deja_en_attente", "niveaux_a_preciser")


REFUS_GARDES = 300  # of one import: beyond, the file itself is to be looked at


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
    departs_proposes: list[DepartPropose] = field(default_factory=list)
    affectations_finies: list[Affectation] = field(default_factory=list)  # that the State gave, and says no more
    affectations_de_l_aaf: int = 0  # in force before the plan
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
    autorites: list[AutoriteDite] = field(default_factory=list)  # what the State says of them
    groupes: list[GroupeVise] = field(default_factory=list)
    applique: dict[str, int] = field(default_factory=dict)  # its counts, once written

    @property
    def est_aaf(self) -> bool:
        return any(lecture.est_aaf for lecture in self.lectures)

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
    def dit_des_adultes(self) -> bool:
        """Whether it says who works in the school, or ties an adult to a child."""
        des_liens = any(r.a_lier or r.a_reprendre or r.changements for r in self.responsables)
        return bool(self.personnels or self.departs_proposes or self.autorites or des_liens)

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

    @property
    def personnels_partis(self) -> list[DepartPropose]:
        return [depart for depart in self.departs_proposes if depart.est_dit]

    def comptes(self) -> dict[str, int]:
        """The counts that the command prints, then those that only the page shows."""
        listes: dict[str, Sized] = {
            "a_resoudre": [*self.questions, *self.doutes],
            "liens_repris": [lien for r in self.responsables for lien in r.a_reprendre],
            "roles_donnes": [role for p in self.personnels for role in p.roles],
            "affectations_creees": [a for p in self.personnels for a in p.affectations],
            "affectations_changees": [a for p in self.personnels for a in p.tenues_changees],
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
            "departs_proposes": [{"personne": str(d), "part": d.est_dit} for d in self.departs_proposes],
            "affectations_creees": [
                {"personne": str(p), "classe": tenue.classe.nom} for p in self.personnels for tenue in p.affectations
            ],
            "affectations_changees": [
                {"personne": str(p), "classe": tenue.classe.nom, "matieres": tenue.matieres}
                for p in self.personnels
                for tenue in p.tenues_changees
            ],
            "affectations_finies": [
                {"personne": str(finie.enseignant), "classe": finie.classe.nom} for finie in self.affectations_finies
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
