"""Who holds which class in a plan. A class asked for somebody goes down `CLASSES`: the first case that answers.

In a collège the State says who teaches what to each division. What it gave, it changes and ends (`TenueAaf`); what the direction gave, changed or
ended stays as the direction left it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F
from django.utils.translation import gettext as _

from ent.annuaire.droits import pas_fini
from ent.annuaire.models import Affectation
from ent.socle.dates import aujourd_hui

from .models import TenueAaf
from .plan import ClasseVisee, PersonnelVise, Plan
from .vises import TenueVisee


@dataclass(frozen=True)
class Demande:
    vise: PersonnelVise
    trouvees: list[ClasseVisee]  # classes of the name, or of the number, that the line writes
    matieres: list[str] = field(default_factory=list)
    est_principal: bool = False

    @property
    def classe(self) -> ClasseVisee:
        return self.trouvees[0]

    @property
    def cle(self) -> tuple[int, int] | None:
        """Of somebody and of a class that are both known."""
        classe, personne = self.classe.classe, self.vise.personne
        return (personne.pk, classe.pk) if classe and personne else None


@dataclass(frozen=True)
class Refus:
    raison: str


RIEN = ""  # they hold it already
Issue = Refus | TenueVisee | str | None  # a refusal, what to write, nothing to do; None: another case answers


class PlanificateurTenues:
    """Two queries; three in a collège."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.est_college = plan.est_aaf and plan.etablissement.est_college
        self.par_classe: dict[int, list[int]] = defaultdict(list)
        self.tenues: dict[tuple[int, int], Affectation] = {}
        ouvertes = Affectation.objects.filter(pas_fini(), classe__etablissement=plan.etablissement)
        for tenue in ouvertes.select_related("classe", "enseignant").order_by(F("fin").asc(nulls_last=True), "pk"):
            if tenue.fin is None:
                self.par_classe[tenue.classe_id].append(tenue.enseignant_id)
            self.tenues[tenue.enseignant_id, tenue.classe_id] = tenue  # of two, the one without an end
        self.demandees: set[tuple[int, int]] = set()
        self.donnees: set[int] = set()  # ties that the State gave
        self.finies: set[tuple[int, int]] = set()  # those of them that the direction ended
        if self.est_college:
            self._charger_ce_que_l_etat_a_donne()

    def _charger_ce_que_l_etat_a_donne(self) -> None:
        marques = TenueAaf.objects.filter(
            affectation__classe__etablissement=self.plan.etablissement, affectation__classe__fermee_le=None
        ).order_by()
        lues = marques.values_list("affectation", "affectation__enseignant", "affectation__classe", "affectation__fin")
        for pk, enseignant, classe, fin in lues:
            if fin is None:
                self.donnees.add(pk)
            elif fin < aujourd_hui():
                self.finies.add((enseignant, classe))
        self.plan.affectations_de_l_aaf = len(self.donnees)

    def demander(self, demande: Demande) -> Refus | None:
        issue = next(issue for cas in CLASSES if (issue := cas(self, demande)) is not None)
        if isinstance(issue, Refus):
            return issue
        if demande.cle:
            self.demandees.add(demande.cle)
        if isinstance(issue, TenueVisee):
            (demande.vise.tenues_changees if issue.actuelle else demande.vise.affectations).append(issue)
        return None

    def finir(self, incomplet: bool) -> None:
        """What the State gave and says no more. Nothing when a line could not be read: it may have said it."""
        if incomplet:
            return
        self.plan.affectations_finies = [
            tenue
            for cle, tenue in self.tenues.items()
            if tenue.pk in self.donnees and cle not in self.demandees and tenue.classe.fermee_le is None
        ]


# --- a class asked for somebody: the first case that answers ------------------------------------------------------------
def classe_incertaine(p: PlanificateurTenues, demande: Demande) -> Issue:
    """No class bears that name, or two do."""
    if len(demande.trouvees) == 1:
        return None
    return Refus(
        _("Deux classes portent ce nom.") if demande.trouvees else _("Aucune classe de l’école ne porte ce nom.")
    )


def promise_deja(p: PlanificateurTenues, demande: Demande) -> Issue:
    """By another line."""
    vise = demande.vise
    return RIEN if any(t.classe is demande.classe for t in [*vise.affectations, *vise.tenues_changees]) else None


def dite_autrement(p: PlanificateurTenues, demande: Demande) -> Issue:
    """Of a collège: what the State gave changes as it says; what the direction gave without a subject takes the State's."""
    tenue = p.tenues.get(demande.cle) if p.est_college and demande.cle else None
    if tenue is None or tenue.fin or tenue.nature == Affectation.Nature.REMPLACANT:
        return None
    nature = _nature_2d(demande)
    change = (tenue.nature, tenue.matieres) != (nature, demande.matieres)
    est_au_directeur = tenue.pk not in p.donnees and (tenue.matieres or not demande.matieres)
    if not change or est_au_directeur:
        return None
    return TenueVisee(demande.classe, nature, demande.matieres, tenue, de_l_aaf=True)


def tenue_deja(p: PlanificateurTenues, demande: Demande) -> Issue:
    """By the directory, as it is asked or as the direction left it."""
    return RIEN if demande.cle in p.tenues else None


def finie_par_la_direction(p: PlanificateurTenues, demande: Demande) -> Issue:
    """Of a collège: a direction took back what the State had given."""
    return RIEN if demande.cle in p.finies else None


def d_un_college(p: PlanificateurTenues, demande: Demande) -> Issue:
    """Several teach one division, each their subjects."""
    if not p.est_college:
        return None
    return TenueVisee(demande.classe, _nature_2d(demande), demande.matieres, de_l_aaf=True)


def partagee(p: PlanificateurTenues, demande: Demande) -> Issue:
    """Whoever comes second in a class shares it."""
    vise, classe = demande.vise, demande.classe
    tenue = classe.classe and p.par_classe.get(classe.classe.pk, [])
    promise = any(t.classe is classe for autre in p.plan.personnels if autre is not vise for t in autre.affectations)
    return TenueVisee(classe, str(Affectation.Nature.CO_ENSEIGNANT)) if tenue or promise else None


def libre(p: PlanificateurTenues, demande: Demande) -> Issue:
    """The first in a class holds it."""
    return TenueVisee(demande.classe, str(Affectation.Nature.TITULAIRE))


def _nature_2d(demande: Demande) -> str:
    return str(Affectation.Nature.PRINCIPAL if demande.est_principal else Affectation.Nature.PROFESSEUR)


CLASSES: list[Callable[[PlanificateurTenues, Demande], Issue]] = [
    classe_incertaine,
    promise_deja,
    dite_autrement,
    tenue_deja,
    finie_par_la_direction,
    d_un_college,
    partagee,
    libre,
]
