"""How a question stands: school by school for its direction, class by class for its teachers.

A teacher reads whether a child may be shown, never who answered what: the holders of authority are not even read for them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from ent.annuaire.models import Classe, Etablissement, Inscription, Personne, Responsabilite
from ent.fichiers.supports import Support

from ..droits import consentements as droits
from ..evenements import consentements as evenements
from ..models import AccordEleve, Consentement, DemandeConsentement
from .images import Bilan, Situation, bilan

PAGE = 40


@dataclass
class Adulte:
    """One holder of authority of one child; a tie to be confirmed is asked too, and counts once it is."""

    personne: Personne
    autorite: str
    dits: dict[str, Consentement] = field(default_factory=dict)

    @property
    def est_a_confirmer(self) -> bool:
        return self.autorite == Responsabilite.Autorite.A_CONFIRMER

    @property
    def dit(self) -> Consentement | None:
        """What they said of a question that is not on images."""
        return self.dits.get("")


@dataclass
class Case:
    """One child and one medium."""

    support: Support
    situation: Situation
    accord: AccordEleve | None
    dits: list[tuple[Adulte, Consentement | None]]


@dataclass
class Ligne:
    inscription: Inscription
    cases: list[Case]
    adultes: list[Adulte] = field(default_factory=list)  # whose answers who reads may read or enter
    est_tue: bool = False  # somebody else was asked, of a child of who reads

    @property
    def eleve(self) -> Personne:
        return self.inscription.eleve


@dataclass
class ResumeDeClasse:
    classe: Classe
    eleves: int
    peuvent: list[tuple[Support, int]]


def _bilan(demande: DemandeConsentement, eleves: list[int]) -> Bilan:
    """As of today with every question in force; a question that has not begun, or is over, is judged alone."""
    lu = bilan(eleves)
    if demande.pk not in {d.pk for d in lu.demandes}:
        lu.demandes = [demande]
        lu.classes = {demande.pk: set(demande.classes.values_list("pk", flat=True))}
    return lu


def classes_de(personne: Personne, demande: DemandeConsentement) -> list[Classe]:
    """The classes whose pupils it is about, that this person may follow: all for the direction, else those taught."""
    classes = Classe.objects.filter(etablissement=demande.etablissement_id, fermee_le=None)
    if not demande.toute_l_ecole:
        classes = classes.filter(pk__in=demande.classes.values("pk"))
    if not droits.peut_diriger(personne, demande):
        classes = classes.filter(pk__in=personne.portee.classes_tenues)
    return list(classes)


def resumes(personne: Personne, demande: DemandeConsentement) -> list[ResumeDeClasse]:
    """By class, how many may be shown on each medium. Eight queries, whatever their number."""
    classes = classes_de(personne, demande)
    par_classe: dict[int, list[int]] = defaultdict(list)
    for classe, eleve in (
        evenements.inscriptions_de(demande).filter(classe__in=classes).order_by().values_list("classe_id", "eleve_id")
    ):
        par_classe[classe].append(eleve)
    lu = _bilan(demande, [pk for eleves in par_classe.values() for pk in eleves])
    comptes = Counter(
        (classe, support)
        for classe, eleves in par_classe.items()
        for eleve in eleves
        for support in demande.supports
        if lu.situation(eleve, support).peut
    )
    return [
        ResumeDeClasse(c, len(par_classe[c.pk]), [(s, comptes[c.pk, s]) for s in demande.supports]) for c in classes
    ]


def lignes_de(personne: Personne, demande: DemandeConsentement, classe: Classe) -> list[Ligne]:
    """Each pupil of the class by first name. Eight queries; two more, who answered what, for the direction alone."""
    inscriptions = list(evenements.inscriptions_de(demande).filter(classe=classe).select_related("eleve"))
    eleves = [i.eleve_id for i in inscriptions]
    lu = _bilan(demande, eleves)
    adultes = _adultes(demande, eleves) if droits.peut_diriger(personne, demande) else {}
    lus = {e: [a for a in siens if droits.lit_ce_que_dit(personne, e, a.personne.pk)] for e, siens in adultes.items()}
    accords = {(a.eleve_id, a.support): a for a in demande.accords.en_vigueur().filter(eleve__in=eleves)}
    return [
        Ligne(
            inscription,
            [
                Case(
                    support,
                    lu.situation(inscription.eleve_id, support),
                    accords.get((inscription.eleve_id, support)),
                    [(a, a.dits.get(support)) for a in lus.get(inscription.eleve_id, [])],
                )
                for support in demande.supports
            ],
            lus.get(inscription.eleve_id, []),
            len(lus.get(inscription.eleve_id, [])) < len(adultes.get(inscription.eleve_id, [])),
        )
        for inscription in inscriptions
    ]


def _adultes(demande: DemandeConsentement, eleves: list[int]) -> dict[int, list[Adulte]]:
    dits: dict[tuple[int, int], dict[str, Consentement]] = defaultdict(dict)
    for dit in demande.consentements.en_vigueur().filter(eleve__in=eleves):
        dits[dit.eleve_id, dit.responsable_id][dit.support] = dit
    adultes: dict[int, list[Adulte]] = defaultdict(list)
    for lien in evenements.liens_de(demande, eleves).select_related("adulte").order_by("pk"):
        adultes[lien.enfant_id].append(Adulte(lien.adulte, lien.autorite, dits[lien.enfant_id, lien.adulte_id]))
    return adultes


def demandes_suivies(personne: Personne) -> list[DemandeConsentement]:
    """Newest first. One query."""
    return list(DemandeConsentement.objects.suivies_par(personne).images().select_related("etablissement")[:PAGE])


def ecoles_dirigees(personne: Personne) -> list[Etablissement]:
    return list(Etablissement.objects.tenus_par(personne, "autorisations"))
