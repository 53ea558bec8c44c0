"""How a mot reached each family and what it answered; whom to remind, and who needs paper."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from ent.annuaire import destinataires
from ent.annuaire.droits import est_le_sien
from ent.annuaire.foyers import foyers_de
from ent.annuaire.models import Inscription, Personne, Responsabilite
from ent.annuaire.models.passe import dernier_jour
from ent.diffusion.lectures import Atteinte, atteignables
from ent.socle.tri import cle

from ..models import OUI, CouponMot, DecisionMot, Mot, MotVu, Option, ReponseMot

CONFLIT, SIGNE, PAPIER, VU, NON_ATTEINT, ENVOYE = "conflit", "signe", "papier", "vu", "non_atteint", "envoye"
ETATS = (SIGNE, CONFLIT, VU, ENVOYE, PAPIER, NON_ATTEINT)  # in the order of the bar


@dataclass
class Adulte:
    """One adult who answers for a child."""

    personne: Personne
    atteinte: Atteinte
    vu_le: dt.datetime | None = None
    reponse: ReponseMot | None = None
    coupon_le: dt.datetime | None = None

    @property
    def est_atteignable(self) -> bool:
        return self.atteinte.est_atteint


@dataclass
class Ligne:
    """One child: what each of their adults saw and answered."""

    mot: Mot
    inscription: Inscription
    adultes: list[Adulte] = field(default_factory=list)
    foyers: list[frozenset[int]] = field(default_factory=list)
    autres: list[ReponseMot] = field(default_factory=list)  # of adults unknown to the school, or whose tie ended
    coupon_le: dt.datetime | None = None  # a coupon of the child, for any adult to sign
    decision: DecisionMot | None = None
    est_tue: bool = False  # another household of a child of who reads, of whom a colleague reads the answer

    @property
    def eleve(self) -> Personne:
        return self.inscription.eleve

    @property
    def reponses(self) -> list[ReponseMot]:
        return [a.reponse for a in self.adultes if a.reponse] + self.autres

    @property
    def est_complet(self) -> bool:
        """What the sender asked for is there."""
        if not self.mot.demande_reponse:
            return any(a.vu_le for a in self.adultes)
        if self.mot.signatures == Mot.Signatures.UNE or not self.adultes:
            return bool(self.reponses)
        return all(a.reponse for a in self.adultes)

    @property
    def est_divise(self) -> bool:
        """Adults of the child chose differently. Slots that each of two parents takes for themself are no conflict."""
        if self.mot.nature == Mot.Nature.CRENEAUX and self.mot.signatures == Mot.Signatures.CHACUN:
            return False
        return len({r.choix for r in self.reponses}) > 1

    @property
    def est_en_conflit(self) -> bool:
        """To be settled; by a colleague, where who reads is of one of the households."""
        return self.est_divise and self.decision is None and not self.est_tue

    @property
    def manquants(self) -> list[Adulte]:
        """Adults whose answer is awaited."""
        return [] if self.est_complet else [a for a in self.adultes if not a.reponse]

    @property
    def a_rappeler(self) -> list[Adulte]:
        return [a for a in self.manquants if a.est_atteignable]

    @property
    def est_atteint(self) -> bool:
        """One is enough for one signature; each, when each signs."""
        atteints = [a.est_atteignable for a in self.manquants]
        une = self.mot.signatures == Mot.Signatures.UNE
        return any(atteints) if une else bool(atteints) and all(atteints)

    @property
    def etat(self) -> str:
        if self.est_en_conflit:
            return CONFLIT
        if self.est_complet:
            return SIGNE if self.mot.demande_reponse else VU
        if self.coupon_le or any(a.coupon_le for a in self.manquants):
            return PAPIER
        if not self.est_atteint:
            return NON_ATTEINT
        return VU if any(a.vu_le for a in self.manquants) else ENVOYE

    @property
    def retenue(self) -> str:
        """The key of the answer that counts for the child; empty while there is none or two."""
        if self.decision:
            return self.decision.choix
        choix = {r.choix for r in self.reponses}
        return choix.pop() if len(choix) == 1 else ""

    @property
    def options_en_conflit(self) -> list[Option]:
        choisies = {r.choix for r in self.reponses}
        return [o for o in self.mot.toutes_les_options if o.cle in choisies]


@dataclass
class Suivi:
    mot: Mot
    lignes: list[Ligne]

    @property
    def comptes(self) -> Counter:
        return Counter(ligne.etat for ligne in self.lignes)

    @property
    def manquantes(self) -> list[Ligne]:
        """Children whose answer is still awaited. A conflict is settled, not reminded."""
        return [ligne for ligne in self.lignes if not ligne.est_complet]

    @property
    def non_atteintes(self) -> list[Ligne]:
        return [ligne for ligne in self.manquantes if not ligne.est_atteint]

    @property
    def conflits(self) -> list[Ligne]:
        return [ligne for ligne in self.lignes if ligne.est_en_conflit]

    @property
    def a_rappeler(self) -> set[tuple[int, int]]:
        """(adult, child): those missing who can be reached, and nobody else."""
        return {(a.personne.pk, li.eleve.pk) for li in self.manquantes for a in li.a_rappeler}

    @property
    def enfants_a_rappeler(self) -> int:
        return len({enfant for _adulte, enfant in self.a_rappeler})

    @property
    def nombre_complets(self) -> int:
        return len(self.lignes) - len(self.manquantes)

    @property
    def par_option(self) -> list[tuple[Option, int]]:
        """How many chose each: children, or answers where each of two parents takes a slot."""
        if self.mot.nature == Mot.Nature.CRENEAUX:
            comptes = Counter(r.choix for ligne in self.lignes for r in ligne.reponses)
        else:
            comptes = Counter(ligne.retenue for ligne in self.lignes)
        return [(o, comptes[o.cle]) for o in self.mot.toutes_les_options if not o.est_retiree or comptes[o.cle]]

    @property
    def somme(self) -> Decimal:
        """Money announced: once per child, the largest when two adults wrote two amounts."""
        annonces = [
            max(r.montant for r in ligne.reponses if r.choix == OUI and r.montant is not None)
            for ligne in self.lignes
            if ligne.retenue == OUI and any(r.montant is not None and r.choix == OUI for r in ligne.reponses)
        ]
        return sum(annonces, Decimal())


def eleves_d_alors(mot: Mot) -> QuerySet[Inscription]:
    """Of a mot to a class that is over: the pupils whom it was for and who stayed until it closed."""
    classe = mot.classe
    restes = Inscription.objects.filter(Q(fin=None) | Q(fin__gte=dernier_jour(classe)), classe=classe)
    if mot.groupe_id:
        restes = restes.filter(eleve__groupes=mot.groupe_id)
    return restes.filter(niveau=mot.niveau) if mot.niveau else restes


def _eleves_d_aujourd_hui(mot: Mot, personne: Personne | None) -> QuerySet[Inscription]:
    siens = destinataires.inscriptions(mot.audience)
    if personne and mot.est_d_ecole and mot.etablissement_id not in personne.portee.ecoles_ou("carnet"):
        return siens.filter(classe__in=personne.portee.classes_tenues)
    return siens


def suivi_du_mot(
    mot: Mot, personne: Personne | None = None, *, inscriptions: QuerySet[Inscription] | None = None
) -> Suivi:
    """Each pupil, by class (papers are handed out there), then by first name. Eight queries, whatever their number.

    Of a mot to the whole school, a teacher who does not direct it reads the pupils of their own classes (`personne`). `inscriptions`: of a
    class that is over, whose pupils may have left the school since.
    """
    liens = destinataires.liens if inscriptions is None else destinataires.liens_d_alors
    eleves = _eleves_d_aujourd_hui(mot, personne) if inscriptions is None else inscriptions
    par_classe = sorted(eleves.select_related("eleve", "classe"), key=lambda i: (cle(i.classe.nom), i.classe_id))
    lignes = {i.eleve_id: Ligne(mot, i) for i in par_classe}
    for eleve, adultes in _adultes(liens(mot.etablissement_id, list(lignes))).items():
        lignes[eleve].adultes = adultes
    for eleve, foyers in foyers_de(list(lignes), mot.etablissement).items():
        lignes[eleve].foyers = foyers
    par_adulte = {(eleve, a.personne.pk): a for eleve, ligne in lignes.items() for a in ligne.adultes}
    de_cette_version = {"mot": mot, "version": mot.version, "eleve__in": lignes}
    for eleve, par, vu_le in MotVu.objects.filter(**de_cette_version).values_list("eleve_id", "par_id", "vu_le"):
        if adulte := par_adulte.get((eleve, par)):
            adulte.vu_le = vu_le
    for coupon in CouponMot.objects.filter(**de_cette_version):
        if coupon.adulte_id is None:
            lignes[coupon.eleve_id].coupon_le = coupon.imprime_le
        elif adulte := par_adulte.get((coupon.eleve_id, coupon.adulte_id)):
            adulte.coupon_le = coupon.imprime_le
    for reponse in ReponseMot.objects.en_vigueur().filter(mot=mot, eleve__in=lignes).select_related("par"):
        if adulte := par_adulte.get((reponse.eleve_id, reponse.par_id)):
            adulte.reponse = reponse
        else:
            lignes[reponse.eleve_id].autres.append(reponse)
    for decision in DecisionMot.objects.filter(mot=mot, eleve__in=lignes):
        lignes[decision.eleve_id].decision = decision
    return Suivi(mot, list(lignes.values()))


def vu_par(suivi: Suivi, personne: Personne) -> Suivi:
    """The same, to be shown: of a child of who reads, their own household alone. The other's answer is read by their colleagues (0056, 0188); reminders and
    coupons are for all.
    """
    return Suivi(suivi.mot, [_a_montrer(ligne, personne) for ligne in suivi.lignes])


def _a_montrer(ligne: Ligne, personne: Personne) -> Ligne:
    if not est_le_sien(personne, ligne.eleve.pk):
        return ligne
    mien = next((foyer for foyer in ligne.foyers if personne.pk in foyer), frozenset([personne.pk]))
    siens = [adulte for adulte in ligne.adultes if adulte.personne.pk in mien]
    est_tue = len(siens) < len(ligne.adultes) or bool(ligne.autres)
    return replace(ligne, adultes=siens, foyers=[mien], autres=[], coupon_le=None, decision=None, est_tue=est_tue)


def _adultes(siens: QuerySet[Responsabilite]) -> dict[int, list[Adulte]]:
    liens = list(siens.select_related("adulte").order_by("pk"))
    atteintes = atteignables({lien.adulte_id for lien in liens})
    adultes: dict[int, list[Adulte]] = defaultdict(list)
    for lien in liens:
        adultes[lien.enfant_id].append(Adulte(lien.adulte, atteintes[lien.adulte_id]))
    return adultes


def rappele_aujourd_hui(mot: Mot) -> bool:
    return mot.relance_le is not None and timezone.localdate(mot.relance_le) == timezone.localdate()
