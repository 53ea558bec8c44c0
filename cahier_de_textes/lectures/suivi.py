"""Who has seen a travail and who has done it, per pupil and household, and whom to remind.

One rule, on every page: a travail is seen for a pupil once anybody who follows them, or the pupil themself, had it on their screen. What
each household saw is told beside, and a household that has not may be reminded alone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.db.models import Count
from django.utils import timezone

from ent.annuaire import destinataires
from ent.annuaire.droits import est_le_sien
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Etablissement, Personne

from ..evenements import inscriptions_concernees
from ..models import Remise, Travail, TravailFait, TravailVu

VU, FOYER, FAIT = (
    "vu",
    "foyer",
    "fait",
)  # what may be missing: seen by nobody of theirs, not yet by a household that may be reminded, not done


@dataclass
class Adulte:
    """One adult who answers for a pupil, and when they had the travail on their screen."""

    personne: Personne
    vu_le: dt.datetime | None
    foyer: str = ""  # as the direction stated it for this child

    @property
    def a_un_acces(self) -> bool:
        """Has opened an account: chose how to sign in, and is still there."""
        p = self.personne
        return p.is_active and p.fermee_le is None and bool(p.courriel or p.identifiant)


@dataclass
class Foyer:
    """Adults of a pupil who live together, as far as the school knows: as the direction stated it; else two known addresses are two households."""

    adultes: list[Adulte]

    @property
    def a_vu(self) -> bool:
        return any(a.vu_le for a in self.adultes)

    @property
    def joignables(self) -> list[Personne]:
        return [a.personne for a in self.adultes if a.a_un_acces]

    @property
    def cle(self) -> frozenset[int]:
        """The same for brothers and sisters: a family is counted once."""
        return frozenset(a.personne.pk for a in self.adultes)


@dataclass
class Ligne:
    """One pupil: seen, done, handed in."""

    eleve: Personne
    niveau: str = ""
    vu_le: dt.datetime | None = None  # by the pupil themself
    par: frozenset[int] = frozenset()  # who had it on their screen for this pupil
    foyers: list[Foyer] = field(default_factory=list)
    fait: TravailFait | None = None
    remises: int = 0
    est_tue: bool = False  # a child of who reads: a colleague reads what another household saw

    @property
    def est_vu(self) -> bool:
        """Anybody of theirs has seen it: the pupil, or an adult who follows them."""
        return bool(self.par)

    def manque(self, motif: str) -> bool:
        if motif == FAIT:
            return self.fait is None and not self.remises
        return not self.est_vu if motif == VU else self.est_vu and any(f.joignables and not f.a_vu for f in self.foyers)

    def foyers_a_rappeler(self, motif: str) -> list[Foyer]:
        """Beside one that has seen it, those alone whom a reminder reaches: the child has it."""
        if motif == FOYER:
            return [f for f in self.foyers if self.est_vu and f.joignables and not f.a_vu]
        return [f for f in self.foyers if self.manque(motif) and (motif == FAIT or not f.a_vu)]


@dataclass
class SuiviDuTravail:
    lignes: list[Ligne]
    partis: list[str] = field(default_factory=list)  # first names of whom it was given to, where nobody of them is left

    def sans(self, motif: str) -> list[Ligne]:
        """The pupils for whom it is not seen, not by each household, or not done."""
        return [ligne for ligne in self.lignes if ligne.manque(motif)]

    @property
    def nombre_vus(self) -> int:
        return len(self.lignes) - len(self.sans(VU))

    @property
    def nombre_faits(self) -> int:
        return len(self.lignes) - len(self.sans(FAIT))

    @property
    def nombre_remis(self) -> int:
        return sum(ligne.remises > 0 for ligne in self.lignes)

    def a_rappeler(self, motif: str) -> set[tuple[int, int]]:
        """(adult, pupil) to remind: those who can be reached."""
        return {
            (adulte.pk, ligne.eleve.pk)
            for ligne in self.sans(motif)
            for foyer in ligne.foyers_a_rappeler(motif)
            for adulte in foyer.joignables
        }

    def familles_a_rappeler(self, motif: str) -> int:
        return len(self._familles(motif, joignables=True))

    def familles_sans_acces(self, motif: str) -> int:
        return len(self._familles(motif, joignables=False))

    def sur_papier(self, motif: str) -> list[Ligne]:
        """The pupils of whom a household cannot be reminded, or no adult is known: they are told by a label in their notebook."""
        return [
            ligne
            for ligne in self.sans(motif)
            if any(not foyer.joignables for foyer in ligne.foyers_a_rappeler(motif))
            or not (ligne.foyers or ligne.est_tue)
        ]

    def _familles(self, motif: str, *, joignables: bool) -> set[frozenset[int]]:
        foyers = [f for ligne in self.sans(motif) for f in ligne.foyers_a_rappeler(motif)]
        return {f.cle for f in foyers if bool(f.joignables) is joignables}


def suivi_du_travail(travail: Travail) -> SuiviDuTravail:
    """Each pupil to whom it is given today, by first name. Five queries, whatever their number.

    Children who left and adults whose tie ended are out of it; where all those whom it names left, a query says who they were.
    """
    lignes = {i.eleve_id: Ligne(i.eleve, i.niveau) for i in inscriptions_concernees(travail).select_related("eleve")}
    vus = {
        (eleve, par): quand
        for eleve, par, quand in TravailVu.objects.filter(travail=travail).values_list("eleve_id", "par_id", "vu_le")
    }
    adultes: dict[int, list[Adulte]] = defaultdict(list)
    liens = destinataires.liens(travail.etablissement_id, lignes).select_related("adulte").order_by("pk")
    for lien in liens:
        adultes[lien.enfant_id].append(Adulte(lien.adulte, vus.get((lien.enfant_id, lien.adulte_id)), lien.foyer))
    for eleve, ligne in lignes.items():
        ligne.vu_le = vus.get((eleve, eleve))
        ligne.par = frozenset(par for vu, par in vus if vu == eleve)
        ligne.foyers = _foyers(adultes[eleve])
    for fait in TravailFait.objects.filter(travail=travail, eleve__in=lignes):
        lignes[fait.eleve_id].fait = fait
    remises = Remise.objects.filter(travail=travail, eleve__in=lignes).order_by()
    for eleve, nombre in remises.values_list("eleve_id").annotate(Count("pk")):
        lignes[eleve].remises = nombre
    partis = travail.groupe.eleves.all() if not lignes and travail.audience.est_nominative else []
    return SuiviDuTravail(list(lignes.values()), [p.prenom for p in partis])


def vu_par(travail: Travail, personne: Personne) -> SuiviDuTravail:
    """The same, to be shown: of a child of who reads, their own household alone (0188). Reminders are for all. One query more for who has a child there."""
    suivi = suivi_du_travail(travail)
    miens = foyers_des_siens(personne, [ligne.eleve.pk for ligne in suivi.lignes], travail.etablissement)
    if not miens:
        return suivi
    return SuiviDuTravail(
        [_du_foyer(ligne, miens[ligne.eleve.pk]) if ligne.eleve.pk in miens else ligne for ligne in suivi.lignes]
    )


def foyers_des_siens(personne: Personne, eleves: Collection[int], ecole: Etablissement) -> dict[int, frozenset[int]]:
    """By child of who reads, among these pupils: their own household for that child. A query for who has a child there, else none."""
    siens = [eleve for eleve in eleves if est_le_sien(personne, eleve)]
    par_enfant = foyers_de(siens, ecole) if siens else {}
    return {
        eleve: next((foyer for foyer in par_enfant.get(eleve, ()) if personne.pk in foyer), frozenset())
        for eleve in siens
    }


def _du_foyer(ligne: Ligne, mien: frozenset[int]) -> Ligne:
    adultes = [adulte for foyer in ligne.foyers for adulte in foyer.adultes if adulte.personne.pk in mien]
    par = ligne.par & (mien | {ligne.eleve.pk})
    return replace(ligne, par=par, foyers=[Foyer(adultes)] if adultes else [], est_tue=True)


def _foyers(adultes: list[Adulte]) -> list[Foyer]:
    """As the direction stated them; else by address where it is known; those without one are of the first household that nobody stated."""
    dits = {a.foyer for a in adultes}
    par_foyer: dict[str, list[Adulte]] = {}
    for adulte in sorted(adultes, key=lambda a: (not a.foyer, not a.personne.adresse)):
        p = adulte.personne
        adresse = (
            f"{p.adresse} {p.code_postal}".casefold().strip()
            if p.adresse
            else next((c for c in par_foyer if c not in dits), "")
        )
        par_foyer.setdefault(adulte.foyer or adresse, []).append(adulte)
    return [Foyer(ensemble) for ensemble in par_foyer.values()]


def rappele_aujourd_hui(travail: Travail) -> bool:
    return travail.relance_le is not None and timezone.localdate(travail.relance_le) == timezone.localdate()
