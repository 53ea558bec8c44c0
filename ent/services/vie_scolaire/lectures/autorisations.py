"""Where children stand with what the school asks (an outing, going home alone…): computed from what their holders of authority said.

An outing of the class, leaving school alone: usual acts of parental authority. Each parent is reputed to act with the other's agreement
towards who is of good faith (code civil, art. 372-2): one « oui » is enough while nobody said « non ». Two answers that differ are not
given, for the good faith is gone; they are never settled here.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.models import AnneeScolaire, Classe, Etablissement, Inscription, Personne, Responsabilite
from ent.annuaire.registres import Autorisation
from ent.diffusion.lectures import atteignables
from ent.socle.dates import aujourd_hui
from ent.socle.lu import PartLue

from ..droits import consentements as droits
from ..evenements import consentements as evenements
from ..models import AccordEleve, Consentement, DemandeConsentement
from .familles import Billet
from .suivi import Adulte, classes_de

PAGE = 40
Etat = Autorisation


def etat_de(dits: Collection[bool]) -> Etat:
    """Of what those who hold authority today said."""
    if not dits:
        return Etat.SANS_REPONSE
    if len(set(dits)) > 1:
        return Etat.DESACCORD
    return Etat.ACCORDEE if all(dits) else Etat.REFUSEE


def etats_de(demande: DemandeConsentement, eleves: Collection[int]) -> dict[int, Etat]:
    """Each of these pupils whom it is about. Three queries."""
    return {eleve: etat_de([accorde for accorde, _sur in dits]) for eleve, dits in _dits(demande, eleves).items()}


def _dits(demande: DemandeConsentement, eleves: Collection[int]) -> dict[int, list[tuple[bool, bool]]]:
    """By pupil whom it is about, what each holder said, and whether the school confirmed that they hold authority."""
    ici = evenements.inscriptions_de(demande).filter(eleve__in=eleves).order_by()
    dits: dict[int, list[tuple[bool, bool]]] = {eleve: [] for eleve in ici.values_list("eleve_id", flat=True)}
    liens = evenements.liens_de(demande, dits).order_by().values_list("adulte_id", "enfant_id", "autorite")
    autorites = {(adulte, enfant): autorite for adulte, enfant, autorite in liens}
    en_vigueur = demande.consentements.en_vigueur().filter(eleve__in=dits).order_by()
    for adulte, eleve, accorde in en_vigueur.values_list("responsable_id", "eleve_id", "accorde"):
        if autorite := autorites.get((adulte, eleve)):
            dits[eleve].append((accorde, autorite == Responsabilite.Autorite.CONFIRMEE))
    return dits


def _etat_obei(dits: Collection[tuple[bool, bool]]) -> Etat:
    """As `etat_de`, and whether somebody whose authority is confirmed gave it: who lets a child go reads that nobody did."""
    etat = etat_de([accorde for accorde, _sur in dits])
    return Etat.A_CONFIRMER if etat is Etat.ACCORDEE and not any(sur for _accorde, sur in dits) else etat


def etats_du_jour(genre: str, ecole: int, eleves: Collection[int], jour: dt.date) -> dict[int, Etat]:
    """What other rooms obey: of several questions of a kind that count that day, the most cautious answer. One query, and three a question."""
    posees = DemandeConsentement.objects.filter(
        droits.demande_en_vigueur(jour=jour), etablissement=ecole, genre=genre
    ).actes_usuels()
    rangs, etats = list(Etat), {}
    for demande in posees.order_by("pk"):
        for eleve, dits in _dits(demande, eleves).items():
            etat = _etat_obei(dits)
            etats[eleve] = min(etats.get(eleve, etat), etat, key=rangs.index)
    return etats


# --- For who asks -----------------------------------------------------------------------------------------------------
@dataclass
class Rang:
    """A child of the follow-up. What each holder said is read by the direction alone (`droits.lit_qui_a_dit`)."""

    inscription: Inscription
    etat: Etat
    adultes: list[Adulte] = field(default_factory=list)  # who is asked: reminded, never shown but for those below
    lus: list[Adulte] = field(default_factory=list)  # those whose answer who reads may read or enter
    est_atteint: bool = True  # somebody who has not answered is reached outside the site
    accord: AccordEleve | None = None

    @property
    def eleve(self) -> Personne:
        return self.inscription.eleve

    @property
    def attend(self) -> bool:
        return self.etat is Etat.SANS_REPONSE

    @property
    def est_tu(self) -> bool:
        """Somebody else was asked, of a child of who reads."""
        return len(self.lus) < len(self.adultes)


@dataclass
class SuiviDeClasse:
    classe: Classe
    rangs: list[Rang]

    @cached_property
    def comptes(self) -> Counter:
        return Counter(rang.etat for rang in self.rangs)

    @property
    def accordees(self) -> int:
        return self.comptes[Etat.ACCORDEE]

    @property
    def refusees(self) -> int:
        return self.comptes[Etat.REFUSEE]

    @property
    def desaccords(self) -> int:
        return self.comptes[Etat.DESACCORD]

    @property
    def sans_reponse(self) -> int:
        return self.comptes[Etat.SANS_REPONSE]


@dataclass
class Suivi:
    demande: DemandeConsentement
    classes: list[SuiviDeClasse]

    @property
    def rangs(self) -> list[Rang]:
        return [rang for classe in self.classes for rang in classe.rangs]

    @property
    def a_rappeler(self) -> list[Rang]:
        return [rang for rang in self.rangs if rang.attend and rang.est_atteint]

    @property
    def non_atteints(self) -> list[Rang]:
        """Nobody of theirs is reached: they need paper."""
        return [rang for rang in self.rangs if rang.attend and not rang.est_atteint]

    @property
    def est_relancee_aujourd_hui(self) -> bool:
        le = self.demande.relancee_le
        return le is not None and timezone.localdate(le) == aujourd_hui()


def suivi_de(personne: Personne, demande: DemandeConsentement, classe: Classe | None = None) -> Suivi:
    """The classes that this person follows, pupil by pupil. Seven queries, whatever their number."""
    classes = [classe] if classe else classes_de(personne, demande)
    inscriptions = list(
        evenements.inscriptions_de(demande).filter(classe__in=classes).select_related("eleve", "classe")
    )
    eleves = {i.eleve_id for i in inscriptions}
    adultes = adultes_de(demande, eleves)
    atteints = atteignables({a.personne.pk for siens in adultes.values() for a in siens})
    accords = {a.eleve_id: a for a in demande.accords.en_vigueur().filter(eleve__in=eleves)}
    par_classe: dict[int, list[Rang]] = defaultdict(list)
    for inscription in inscriptions:
        siens = adultes.get(inscription.eleve_id, [])
        etat = etat_de([a.dit.accorde for a in siens if a.dit])
        joint = any(a.personne.pk in atteints and atteints[a.personne.pk].est_atteint for a in siens)
        lus = [a for a in siens if droits.lit_ce_que_dit(personne, inscription.eleve_id, a.personne.pk)]
        rang = Rang(inscription, etat, siens, lus, joint, accords.get(inscription.eleve_id))
        par_classe[inscription.classe_id].append(rang)
    return Suivi(demande, [SuiviDeClasse(une, par_classe[une.pk]) for une in classes])


def adultes_de(demande: DemandeConsentement, eleves: Collection[int]) -> Mapping[int, list[Adulte]]:
    """Who holds authority over each child, and what they said. Two queries."""
    dits: dict[tuple[int, int], dict[str, Consentement]] = defaultdict(dict)
    for dit in demande.consentements.en_vigueur().filter(eleve__in=eleves).select_related("saisi_par"):
        dits[dit.eleve_id, dit.responsable_id][dit.support] = dit
    adultes: dict[int, list[Adulte]] = defaultdict(list)
    for lien in evenements.liens_de(demande, eleves).select_related("adulte").order_by("pk"):
        adultes[lien.enfant_id].append(Adulte(lien.adulte, lien.autorite, dits[lien.enfant_id, lien.adulte_id]))
    return adultes


def demandes_suivies(personne: Personne) -> list[DemandeConsentement]:
    """Those that run or are to come, the nearest first; then those that are over, the last first. One query."""
    lues = DemandeConsentement.objects.suivies_par(personne).actes_usuels().select_related("etablissement")
    toutes = list(lues.order_by("-fin", "-pk")[:PAGE])
    ouvertes = sorted((d for d in toutes if d.est_ouverte), key=lambda d: (not d.est_sortie, d.debut, -d.pk))
    return ouvertes + [d for d in toutes if not d.est_ouverte]


def desaccords(demandes: QuerySet[DemandeConsentement]) -> list[tuple[int, int, int]]:
    """(school, question, child) of these that still run: two of those who hold authority today answered otherwise. One query."""
    tiennent = Responsabilite.objects.filter(
        en_cours(),
        adulte=OuterRef("responsable"),
        enfant=OuterRef("eleve"),
        etablissement=OuterRef("demande__etablissement"),
    ).exclude(autorite=Responsabilite.Autorite.SANS)
    ici = Inscription.objects.filter(
        en_cours(), eleve=OuterRef("eleve"), classe__etablissement=OuterRef("demande__etablissement")
    )
    posees = demandes.actes_usuels().filter(fin__gte=aujourd_hui(), fermee_le=None)
    dits = Consentement.objects.en_vigueur().filter(
        Exists(tiennent), Exists(ici), demande__in=posees.order_by().values("pk")
    )
    differents = dits.order_by().values_list("demande__etablissement", "demande", "eleve")
    return [ligne[:3] for ligne in differents.annotate(n=Count("accorde", distinct=True)).filter(n__gt=1)]


def nombre_de_desaccords(personne: Personne) -> Counter:
    """By question (id), of the schools that this person directs: what their home counts. One query."""
    return Counter(
        demande for _ecole, demande, _eleve in desaccords(DemandeConsentement.objects.dirigees_par(personne))
    )


def ecoles_ou_demander(personne: Personne) -> list[Etablissement]:
    return list(Etablissement.objects.filter(droits.demandables_par(personne)).distinct())


def ecole_ou_demander(personne: Personne, pk: int) -> Etablissement | None:
    return next((ecole for ecole in ecoles_ou_demander(personne) if ecole.pk == pk), None)


def genres_de(personne: Personne, ecole: Etablissement) -> list[DemandeConsentement.Genre]:
    """What this person may ask there. Pupils of a maternelle do not go home alone: it is not asked."""
    G = DemandeConsentement.Genre
    tous = [G.SORTIE, G.SEUL, G.TIERS, G.CHARTE, G.LIBRE]
    if not droits.dirige(personne, ecole.pk):
        tous = [g for g in tous if g in droits.GENRES_DES_CLASSES]
    return [g for g in tous if g != G.SEUL or ecole.nature != Etablissement.Nature.MATERNELLE]


def classes_ou_demander(personne: Personne, ecole: Etablissement) -> list[Classe]:
    classes = Classe.objects.filter(etablissement=ecole, fermee_le=None)
    if not droits.dirige(personne, ecole.pk):
        classes = classes.filter(pk__in=personne.portee.classes_tenues)
    return list(classes)


def a_redemander(personne: Personne) -> tuple[str, list[DemandeConsentement]]:
    """The school year, and what was asked for the one before and not yet again, in schools that this person directs. Three queries at most."""
    annee = AnneeScolaire.objects.prevue(aujourd_hui())
    avant = AnneeScolaire.objects.prevue(annee.debut - dt.timedelta(days=1))
    if not personne.portee.ecoles_ou("autorisations"):
        return annee.nom, []
    finies = (
        DemandeConsentement.objects.dirigees_par(personne)
        .actes_usuels()
        .exclude(genre=DemandeConsentement.Genre.SORTIE)
        .filter(Q(fin__gte=avant.debut, fin__lt=annee.debut), fermee_le=None, suites=None)
    )
    return annee.nom, list(finies.select_related("etablissement").order_by("etablissement", "pk"))


# --- For a holder of authority ----------------------------------------------------------------------------------------
def different_pour(demande: DemandeConsentement, eleve: Personne, personne: Personne) -> bool:
    """Whether somebody else who holds authority answered otherwise than this person did. Nothing of who, nor when nobody differs."""
    dites = dict(
        demande.consentements.en_vigueur().filter(eleve=eleve).order_by().values_list("responsable_id", "accorde")
    )
    tenants = {adulte for adulte, _enfant in evenements.familles_de(demande, [eleve.pk])}
    dites = {adulte: accorde for adulte, accorde in dites.items() if adulte in tenants}
    return personne.pk in dites and len(set(dites.values())) > 1


@dataclass
class DesaccordsLus(PartLue):
    """What two parts of a home ask: of (question, child, what this person said), whether somebody else says otherwise."""

    different: dict[tuple[int, int, bool], bool] = field(default_factory=dict)


def dire_les_desaccords(personne: Personne, billets: Collection[Billet]) -> None:
    """Set `differe` on those that this person answered and of which somebody else says otherwise. No query while none is answered; one, then three
    each, asked once by a page.
    """
    lus = personne.lu.part(DesaccordsLus).different
    repondus = {(b.demande.pk, b.suivi.eleve.pk, b.dit.accorde): b for b in billets if b.dit}
    neufs = {(demande, eleve): b for (demande, eleve, dit), b in repondus.items() if (demande, eleve, dit) not in lus}
    if neufs:
        contredits = _contredits(personne, neufs)
        for (demande, eleve), billet in neufs.items():
            differe = (demande, eleve) in contredits and different_pour(billet.demande, billet.suivi.eleve, personne)
            lus[demande, eleve, billet.dit.accorde] = differe
    for cle, billet in repondus.items():
        billet.differe = lus[cle]


def _contredits(personne: Personne, miens: Mapping[tuple[int, int], Billet]) -> set[tuple[int, int]]:
    """Of which somebody, who may hold authority no more, said otherwise."""
    dits = Consentement.objects.en_vigueur().filter(
        demande__in={demande for demande, _eleve in miens}, eleve__in={eleve for _demande, eleve in miens}
    )
    autres = dits.exclude(responsable=personne).order_by().values_list("demande_id", "eleve_id", "accorde")
    return {
        (demande, eleve)
        for demande, eleve, accorde in autres
        if (demande, eleve) in miens and miens[demande, eleve].dit.accorde != accorde
    }
