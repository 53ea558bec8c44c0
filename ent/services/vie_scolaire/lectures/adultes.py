"""The adults of an evacuation: who works in the school today, who passes by, what phones said of each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ent.annuaire.droits import en_cours
from ent.annuaire.equipes import DU_TRAVAIL
from ent.annuaire.models import Etablissement, Personne, Role
from ent.annuaire.occupations import adultes_absents
from ent.socle.dates import aujourd_hui
from ent.socle.tri import cle

from ..models import Evacuation, PassageEvacuation, PointageAdulte

Etat = PointageAdulte.Etat


@dataclass
class CompteAdulte:
    """One adult: of the school, or passing under a name."""

    personne: Personne | None
    nom: str
    pointage: PointageAdulte | None = None
    a_dit_absent: bool = False  # told whoever writes to them; nobody has confirmed it here
    est_moi: bool = False
    est_attendu: bool = True  # on a day without class, only whom somebody said something of

    @property
    def etat(self) -> str:
        return self.pointage.etat if self.pointage else Etat.CHERCHE

    @property
    def vu(self) -> bool:
        return self.etat == Etat.VU

    @property
    def absent(self) -> bool:
        return self.etat == Etat.ABSENT

    @property
    def valeur(self) -> str:
        """How the form names them."""
        return str(self.personne.pk) if self.personne else self.nom

    @property
    def champ(self) -> str:
        return "adulte" if self.personne else "passage"


@dataclass
class Adultes:
    """Those of a school. On site = all but the absent, and those without a name whom each counted."""

    comptes: list[CompteAdulte] = field(default_factory=list)
    passages: list[PassageEvacuation] = field(default_factory=list)  # what others counted
    le_mien: PassageEvacuation | None = None

    @property
    def sans_nom(self) -> int:
        return self.des_autres + (self.le_mien.combien if self.le_mien else 0)

    @property
    def des_autres(self) -> int:
        return sum(passage.combien for passage in self.passages)

    @property
    def attendus(self) -> int:
        return sum(compte.est_attendu and not compte.absent for compte in self.comptes) + self.sans_nom

    @property
    def vus(self) -> int:
        return sum(compte.vu for compte in self.comptes) + self.sans_nom

    @property
    def manquent(self) -> int:
        return self.attendus - self.vus

    @property
    def absents(self) -> int:
        return sum(compte.absent for compte in self.comptes)

    @property
    def pas_vus(self) -> list[CompteAdulte]:
        return [c for c in self.comptes if c.est_attendu and not c.vu and not c.absent]

    @property
    def de_l_ecole(self) -> set[int]:
        return {compte.personne.pk for compte in self.comptes if compte.personne}


def adultes_sur_place(personne: Personne, ecole: Etablissement, evacuation: Evacuation | None) -> Adultes:
    """Every adult with a role in the school today, by name, then who passes by. Two queries, two more while an evacuation runs."""
    roles = Role.objects.filter(en_cours(), etablissement=ecole, nature__in=DU_TRAVAIL).select_related("personne")
    equipe = {role.personne_id: role.personne for role in roles}
    absents = adultes_absents(equipe.keys(), aujourd_hui())
    pointages = list(evacuation.pointages_adultes.select_related("par")) if evacuation else []
    comptes = _de_l_ecole(equipe.values(), _decisifs(p for p in pointages if p.adulte_id), absents, personne)
    passants = _decisifs(p for p in pointages if p.adulte_id is None).values()
    comptes += [CompteAdulte(None, p.nom, p) for p in sorted(passants, key=lambda p: (cle(p.nom), p.pk))]
    passages = list(evacuation.passages.select_related("par")) if evacuation else []
    le_mien = next((p for p in passages if p.par_id == personne.pk), None)
    return Adultes(comptes, [p for p in passages if p != le_mien and p.combien], le_mien)


def _decisifs(pointages: Iterable[PointageAdulte]) -> dict[int | str, PointageAdulte]:
    """Of each, by id or by name, the word that holds: the last who sees them; else the last who said something."""
    tenus: dict[int | str, PointageAdulte] = {}
    for p in sorted(pointages, key=lambda p: (p.etat == Etat.VU, p.le, p.pk)):
        tenus[p.adulte_id or p.cle] = p
    return tenus


def _de_l_ecole(
    equipe: Iterable[Personne], pointages: dict, absents: frozenset[int], moi: Personne
) -> list[CompteAdulte]:
    par_nom = sorted(equipe, key=lambda un: (cle(un.nom_usage or un.nom), cle(un.prenom), un.pk))
    return [CompteAdulte(un, un.nom_affiche, pointages.get(un.pk), un.pk in absents, un.pk == moi.pk) for un in par_nom]
