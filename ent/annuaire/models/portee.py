"""The reach of a person: the ids that every right is written with."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.db.models import Exists, F, OuterRef, Q

from ent.socle.preparees import lire_ensemble

from .. import droits
from ..etages import EST_UN_COLLEGE
from .aides import ECRIT
from .delegations import Confie
from .liens import Affectation, Inscription, Responsabilite, Role
from .liens_lus import (
    AFFECTATIONS,
    AIDES,
    DELEGATIONS,
    ECOLE_DU_LIEN,
    GROUPES_D_ELEVES,
    GROUPES_TENUS,
    INSCRIPTIONS,
    LIENS,
    MANDATS,
    MODULES_FERMES,
    ROLES,
    SES_CLASSES,
)
from .lieux import Groupe
from .suivis import Suivi

if TYPE_CHECKING:
    from .personnes import Personne


class Portee:
    """What a person reaches today, read lazily and once per request.

    The ties of the person cost one query, the children with their classes one more, whatever their number.
    """

    est_passee: ClassVar[bool] = False
    fermees: frozenset[int] = frozenset()  # schools that are left out, since they closed what one asks about (`pour`)

    def __init__(self, personne: "Personne") -> None:
        self.personne = personne
        self._par_module: dict[str, Portee] = {}

    @cached_property
    def _liens(self) -> list[list[tuple]]:
        """Roles, children, own classes if a pupil, classes and groups taught, groups of one's children and of oneself, what was confided;
        what schools closed, whoever reads; ties without authority, that open nothing.
        """
        en_cours, annee_en_cours, elle = droits.en_cours(), droits.pas_finie("groupe__annee__"), self.personne
        lus = lire_ensemble(
            (ROLES, en_cours & Q(personne=elle)),
            (LIENS, en_cours & Q(adulte=elle)),
            (SES_CLASSES, en_cours & Q(eleve=elle)),
            (AFFECTATIONS, en_cours & Q(enseignant=elle)),
            (GROUPES_TENUS, droits.pas_finie("annee__") & Q(enseignants=elle)),
            (GROUPES_D_ELEVES, annee_en_cours & Q(personne__responsables__adulte=elle)),
            (GROUPES_D_ELEVES, annee_en_cours & Q(personne=elle)),
            (DELEGATIONS, droits.delegation_en_cours() & Q(delegue=elle)),
            (MANDATS, droits.mandat_en_cours() & Q(personne=elle)),
            (AIDES, droits.aide_en_cours() & Q(a_qui=elle)),
            (MODULES_FERMES, Q()),
        )
        lus.append([lien for lien in lus[1] if lien[3] == Responsabilite.Autorite.SANS])
        lus[1] = [lien for lien in lus[1] if lien[3] != Responsabilite.Autorite.SANS]
        return lus

    @cached_property
    def _dits_des_ecoles(self) -> dict[str, dict[int, int]]:
        """By what schools say to every portée (`etages.lus_par_la_portee`), those that do, each with its commune."""
        lus: dict[str, dict[int, int]] = defaultdict(dict)
        for ecole, commune, dits in self._liens[10]:
            for mot in dits.split()[1:]:
                lus[mot][ecole] = commune
        return dict(lus)

    @cached_property
    def ecoles(self) -> frozenset[int]:  # of every tie that one has
        liens = zip(self._liens, ECOLE_DU_LIEN, strict=False)
        return frozenset(ligne[rang] for lignes, rang in liens for ligne in lignes)

    @cached_property
    def colleges(self) -> frozenset[int]:  # of all the schools here
        return frozenset(self._dits_des_ecoles.get(EST_UN_COLLEGE, ()))

    @cached_property
    def uai_des_colleges(self) -> frozenset[str]:
        return frozenset(dits.split()[0] for ecole, _commune, dits in self._liens[10] if ecole in self.colleges)

    @cached_property
    def modules_fermes(self) -> dict[str, frozenset[int]]:
        """By module, the schools that closed it. No query of its own."""
        return {mot: frozenset(ecoles) for mot, ecoles in self._dits_des_ecoles.items() if ":" not in mot}

    def ecoles_qui_disent(self, code: str, valeur: str) -> dict[int, int]:
        """Of a setting that is read so (`Declaration.dans_la_portee`), schools where this is in force, each with its commune. No query of its own."""
        return self._dits_des_ecoles.get(f"{code}:{valeur}", {})

    def pour(self, module: str) -> "Portee":
        """What a right of this module is written with: this reach, without the schools that closed it. Itself while none did."""
        fermees = self.modules_fermes.get(module)
        if not fermees or not self._touche(fermees):
            return self
        if module not in self._par_module:
            self._par_module[module] = self._sans(fermees)
        return self._par_module[module]

    def _touche(self, ecoles: frozenset[int]) -> bool:
        return bool(self.communes or self.est_operateur or ecoles & self.ecoles)

    def si_ouvert(self, module: str, ecoles: frozenset[int]) -> "Portee":
        """This reach as it would be had these schools not closed it: whether somebody lost a page by it. Nothing is ever shown by it."""
        autre = Portee(self.personne)
        autre._liens = self._liens
        autre.modules_fermes = self.modules_fermes | {module: self.modules_fermes.get(module, frozenset()) - ecoles}
        return autre

    def _sans(self, fermees: frozenset[int]) -> "Portee":
        return PorteeDUnModule(self, fermees)

    def dans_ses_communes(self, prefixe: str = "") -> Q:
        """Of the schools of one's communes, at this path: a référent's."""
        ici = Q(**{f"{prefixe}commune__in": self.communes})
        return ici & ~Q(**{f"{prefixe}pk__in": sorted(self.fermees)}) if self.fermees else ici

    @cached_property
    def roles(self) -> list[Role]:
        """What the person is today: enough of each role to judge rights, without its dates."""
        return [
            Role(personne=self.personne, nature=nature, etablissement_id=etablissement, commune_id=commune)
            for etablissement, commune, _pk, nature in self._liens[0]
        ]

    def _etablissements(self, *natures: str) -> frozenset[int]:
        return frozenset(r.etablissement_id for r in self.roles if r.nature in natures)

    @cached_property
    def etablissements_diriges(self) -> frozenset[int]:
        return self._etablissements(Role.Nature.DIRECTEUR)

    @cached_property
    def mandats(self) -> dict[int, frozenset[str]]:
        """By school that one does not direct, the powers that its direction confided: while one works there. No query of its own."""
        lus: dict[int, frozenset[str]] = {}
        for ecole, _par, _pk, pouvoirs in self._liens[8]:
            if ecole in self.etablissements_de_travail - self.etablissements_diriges:
                lus[ecole] = lus.get(ecole, frozenset()) | frozenset(pouvoirs.split())
        return lus

    @cached_property
    def aides(self) -> dict[int, frozenset[str]]:
        """By school that opens itself for two hours: what one opened of it so far, and `ECRIT` if one may change it. Of the operator alone."""
        if not self.est_operateur:
            return {}
        return {ecole: frozenset(pages.split()) for ecole, _par, _pk, pages in self._liens[9]}

    def aide_sans_ecrire(self, ecole: int) -> bool:
        """One opens this school's pages by its help, to read them."""
        return ecole in self.aides and ecole not in self.etablissements_diriges and ECRIT not in self.aides[ecole]

    def ecoles_ou(self, pouvoir: str) -> frozenset[int]:
        """Where one may do what this power lets do (`ent.annuaire.pouvoir`): the schools that one directs, those whose direction confided
        it, or opened it to who helps.
        """
        ailleurs = (*self.mandats.items(), *self.aides.items())
        confiees = frozenset(ecole for ecole, pouvoirs in ailleurs if pouvoir in pouvoirs)
        return self.etablissements_diriges | confiees if confiees else self.etablissements_diriges

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
        return self._du_travail(self._liens[3])

    @cached_property
    def divisions_tenues(self) -> frozenset[int]:  # those of a collège, where others teach other subjects
        return self._du_travail([lien for lien in self._liens[3] if lien[3] in Affectation.DU_COLLEGE])

    @cached_property
    def groupes_tenus(self) -> frozenset[int]:
        return self._du_travail(self._liens[4])

    @property
    def tient_plusieurs(self) -> bool:  # to choose among
        return len(self.classes_tenues) + len(self.groupes_tenus) > 1

    def _du_travail(self, tenus: list[tuple]) -> frozenset[int]:
        return frozenset(pk for pk, etablissement, *_reste in tenus if etablissement in self.etablissements_de_travail)

    @property
    def inscriptions_du_travail(self):
        """Enrolments that run in the classes this person teaches or in the schools they direct, and, of pupils of the groups they
        teach, those in the school of the group.
        """
        dans_ma_classe = Q(classe__in=self.classes_tenues) | Q(classe__etablissement__in=self.etablissements_diriges)
        dans_mon_groupe = Q(
            eleve__groupes__in=self.groupes_tenus, classe__etablissement=F("eleve__groupes__etablissement")
        )
        return Inscription.objects.filter(droits.en_cours(), dans_ma_classe | dans_mon_groupe).order_by()

    @property
    def eleves_du_travail(self):
        """Subquery: pupils currently in the classes and groups this person teaches, or in the schools they direct."""
        return self.inscriptions_du_travail.values("eleve")

    @staticmethod
    def est_du_groupe(*, eleve: str, groupe: str) -> Exists:
        """Of the row that holds them at these paths: that this pupil is of this group."""
        return Exists(Groupe.eleves.through.objects.filter(personne=OuterRef(eleve), groupe=OuterRef(groupe)))

    def a_eu(self, *, eleve: str, classe: str) -> Exists:
        """Of the row that holds them at these paths: that this person taught that class while that pupil was in it."""
        return Affectation.a_eu(self.personne.pk, eleve=eleve, classe=classe)

    @cached_property
    def suivis(self) -> list[Suivi]:
        """Children for whom this person answers, and the person's own classes if a pupil; by first name. One query.

        A tie opens the child's classes in the school that declared it, no other: a school that would declare a child of
        another opens nothing there.
        """
        liens = {(enfant, ecole) for enfant, ecole, *_reste in self._liens[1]}
        if not (liens or self._liens[2]):
            return []
        eleves = {self.personne.pk, *(enfant for enfant, _ecole in liens)}
        inscriptions = [
            i
            for i in INSCRIPTIONS.lire(droits.en_cours() & Q(eleve__in=eleves))
            if i.eleve_id == self.personne.pk or (i.eleve_id, i.classe.etablissement_id) in liens
        ]
        groupes = _par_eleve(self._liens[5] + self._liens[6])
        return [Suivi.de(i, groupes[i.eleve_id, i.classe.etablissement_id]) for i in inscriptions]

    @cached_property
    def suivis_confies(self) -> list[Suivi]:
        """Children whom somebody confided to this person, who follows them by no tie of their own; each with what was confided. Two
        queries; none for who was confided nobody.
        """
        dites: dict[tuple[int, int], list[str]] = defaultdict(list)
        for enfant, ecole, _pk, salles in self._liens[7]:
            dites[enfant, ecole].append(salles)
        for suivi in self.suivis if dites else ():
            dites.pop((suivi.eleve.pk, suivi.etablissement_id), None)
        if not dites:
            return []
        eleves = sorted({enfant for enfant, _ecole in dites})
        lues = INSCRIPTIONS.lire(droits.en_cours() & Q(eleve__in=eleves))
        groupes = _par_eleve(GROUPES_D_ELEVES.lire(droits.pas_finie("groupe__annee__") & Q(personne__in=eleves)))
        return [
            Suivi.de(i, groupes[ici], Confie.de(*dites[ici]))
            for i in lues
            if (ici := (i.eleve_id, i.classe.etablissement_id)) in dites
        ]

    @cached_property
    def enfants_suivis(self) -> list[Suivi]:
        """`suivis`, without the classes where this person is the pupil: nearly every right of a family begins by these."""
        return [s for s in self.suivis if s.inscription.eleve_id != self.personne.pk]

    def suivis_de(self, salle: str) -> list[Suivi]:
        """What a room that may be confided reads: those followed, and those of whom this room was confided."""
        confies = self._confies_de(salle)
        return [*self.suivis, *confies] if confies else self.suivis

    def enfants_de(self, salle: str) -> list[Suivi]:
        """`suivis_de`, never the pupil themself."""
        confies = self._confies_de(salle)
        return [*self.enfants_suivis, *confies] if confies else self.enfants_suivis

    def _confies_de(self, salle: str) -> list[Suivi]:
        confies = [s for s in self.suivis_confies if s.delegation is not None and s.delegation.lit(salle)]
        return [s for s in confies if s.eleve.pk != self.personne.pk]

    @cached_property
    def enfants_confies(self) -> list["Personne"]:
        return list({s.eleve.pk: s.eleve for s in self.suivis_confies}.values())

    @cached_property
    def salles_confiees(self) -> frozenset[str]:
        """Codes of the rooms that were confided, of one child or another."""
        return frozenset(salle for s in self.suivis_confies if s.delegation is not None for salle in s.delegation.lues)

    @cached_property
    def enfants(self) -> list["Personne"]:
        """Children for whom this person answers, each once, by first name."""
        vus = {s.inscription.eleve_id: s.eleve for s in self.enfants_suivis}
        return list(vus.values())

    @cached_property
    def siens(self) -> frozenset[int]:
        """Children (ids) whom a tie of today joins to this person, with authority or without, in whichever school and though it closed a module: what
        another adult says of them is not theirs to read by working there (`droits.dits_par_un_autre`). No query of its own.
        """
        return frozenset(enfant for liens in (self._liens[1], self._liens[11]) for enfant, *_reste in liens)

    @cached_property
    def partis(self) -> dict[int, set[int]]:
        """Children (ids) whom one answers for still and who are in no class of here today, each with the schools that say so: between two years, or gone
        to a school that is not here. No query of its own.
        """
        presents = {s.eleve.pk for s in self.suivis} if self._liens[1] else set()
        ecoles: dict[int, set[int]] = defaultdict(set)
        for enfant, ecole, *_reste in self._liens[1]:
            if enfant not in presents:
                ecoles[enfant].add(ecole)
        return dict(ecoles)

    @cached_property
    def est_eleve(self) -> bool:
        return any(s.eleve.pk == self.personne.pk for s in self.suivis)


class PorteeDUnModule(Portee):
    """The reach of a person in what a module holds. Nothing more is read of them: what is of a school that closed it is set aside."""

    def __init__(self, entiere: Portee, fermees: frozenset[int]) -> None:
        super().__init__(entiere.personne)
        self.entiere, self.fermees = entiere, entiere.fermees | fermees

    @property
    def siens(self) -> frozenset[int]:
        return self.entiere.siens

    @cached_property
    def _liens(self) -> list[list[tuple]]:
        *liens, fermes, sans_autorite = self.entiere._liens
        return [
            *(
                [ligne for ligne in lignes if ligne[rang] not in self.fermees]
                for lignes, rang in zip(liens, ECOLE_DU_LIEN, strict=True)
            ),
            fermes,
            sans_autorite,
        ]

    @cached_property
    def suivis(self) -> list[Suivi]:
        return [suivi for suivi in self.entiere.suivis if suivi.etablissement_id not in self.fermees]

    @cached_property
    def suivis_confies(self) -> list[Suivi]:
        return [suivi for suivi in self.entiere.suivis_confies if suivi.etablissement_id not in self.fermees]


def _par_eleve(lignes: Iterable[tuple]) -> dict[tuple[int, int], set[int]]:
    """Groups of the year by pupil and school: a group of a school that the child has left is not theirs any more."""
    groupes: dict[tuple[int, int], set[int]] = defaultdict(set)
    for groupe, ecole, eleve, _nom in lignes:
        groupes[eleve, ecole].add(groupe)
    return groupes
