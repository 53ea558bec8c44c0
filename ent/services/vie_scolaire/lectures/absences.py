"""Absences as a family reads them: what is asked, what one told, what the child missed. Never what another adult told."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ent.annuaire import calendrier
from ent.annuaire.audience.droits import des_enfants
from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.annuaire.registres import (
    FaitEnClasse,
    Manque,
    Proposition,
    SuiteDAbsence,
    journees_de_classe,
    suites_d_absence,
)
from ent.annuaire.registres.actes import ActeConfie
from ent.socle.dates import aujourd_hui, date_format, time_format
from ent.socle.preparees import Preparee

from ..demi_journees import Moment, demi_journees
from ..droits import absences as droits
from ..evenements.appels import quand_dit
from ..models import DeclarationAbsence, Duree, LigneAppel, Motif
from .appels import eleves_appeles

# Two numbers and a word a row: what a home reads with the count of unread news.
A_EXPLIQUER = Preparee(
    lambda: LigneAppel.objects.qui_comptent().order_by().values_list("pk", "eleve_id", "appel__moment")
)
EXPLIQUABLES = Preparee(
    lambda: (
        LigneAppel.objects.demi_journees_manquees()
        .select_related("eleve", "appel__etablissement")
        .order_by("-appel__jour", "appel__moment", "pk")
    )
)
MONTREES = 40
MOTIF_TU = gettext_noop("C’est votre enfant : le motif, un collègue le lit.")


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Whether an absence of one's children waits to be explained."""
    return [(A_EXPLIQUER, _sans_explication(personne))] if droits.siens_de(personne) else []


def _sans_explication(personne: Personne) -> Q:
    """Absences of one's children of which nobody told why, and that count: a strike or a closure asks nobody anything."""
    suivis = droits.siens_de(personne)
    depuis = aujourd_hui() - dt.timedelta(days=DeclarationAbsence.RECUL)
    siens = des_enfants(suivis, ecole="appel__etablissement")
    return Q(siens, absent=True, declaration=None, collective=False, appel__jour__gte=depuis)


@dataclass
class Question:
    """One half-day of which nobody told why."""

    ligne: LigneAppel

    @property
    def quand(self) -> str:
        return quand_dit(self.ligne.appel.jour, self.ligne.appel.moment)


def a_expliquer(personne: Personne, *, sans_attendre: bool = False) -> list[Question]:
    """`sans_attendre`: on the page of absences, that one opens oneself, whatever the hour."""
    lignes = EXPLIQUABLES.lire(_sans_explication(personne))
    return [Question(ligne) for ligne in lignes if sans_attendre or est_visible(ligne)]


def est_visible(ligne: LigneAppel) -> bool:
    """Quiet hours of the school hold it as they hold the notification."""
    return ligne.prevenue_le is None or ligne.prevenue_le <= timezone.now()


# --- What one tells -----------------------------------------------------------------------------------------------------
def jours_dits(debut: dt.date, fin: dt.date) -> str:
    if debut == fin:
        return date_format(debut, "l j F")
    return _("du %(debut)s au %(fin)s") % {"debut": date_format(debut, "l j F"), "fin": date_format(fin, "l j F")}


def phrase_lue(
    prenom: str,
    debut: dt.date,
    fin: dt.date,
    duree: str,
    motif: str,
    precision: str = "",
    heure: dt.time | None = None,
) -> str:
    """What the school reads: « Inès ne viendra pas vendredi 27 novembre, toute la journée. Malade. »."""
    mots = {"enfant": prenom, "quand": jours_dits(debut, fin)}
    if duree == Duree.RETARD and heure:
        mots["heure"] = time_format(heure, "G\u00a0\\h\u00a0i")
        dit = _("%(enfant)s arrivera en retard %(quand)s, vers %(heure)s.") % mots
    elif duree == Duree.RETARD:
        dit = _("%(enfant)s arrivera en retard %(quand)s.") % mots
    elif fin < aujourd_hui():
        dit = _("%(enfant)s · Absence %(quand)s%(duree)s.") % {**mots, "duree": _duree_dite(duree, debut, fin)}
    else:
        dit = _("%(enfant)s ne viendra pas %(quand)s%(duree)s.") % {**mots, "duree": _duree_dite(duree, debut, fin)}
    if not motif:
        return dit
    return f"{dit} {pourquoi_dit(motif, precision).rstrip('.')}."


def deja_dit_par_un_autre(prenom: str) -> str:
    """To who tells it too: that the school knows, and nothing else."""
    phrase = _(
        "Quelqu’un d’autre a déjà prévenu l’école pour %(enfant)s à ce moment-là. L’école lira aussi ce que vous dites."
    )
    return phrase % {"enfant": prenom}


def etait_la(prenom: str, quand: list[tuple[dt.date, str]]) -> str:
    """Of half-days whose roll had them there."""
    mots = {"enfant": prenom, "quand": ", ".join(quand_dit(*un) for un in quand)}
    return (
        _("À l’appel (%(quand)s), %(enfant)s était là. Si ce n’est pas le cas, appelez l’école tout de suite.") % mots
    )


def _duree_dite(duree: str, debut: dt.date, fin: dt.date) -> str:
    if duree == Duree.JOURNEE:
        return _(", toute la journée") if debut == fin else ""
    return _(", le matin") if duree == Duree.MATIN else _(", l’après-midi")


def phrase_de(declaration: DeclarationAbsence, *, avec_le_motif: bool = True) -> str:
    d = declaration
    if d.est_notee:
        return _phrase_notee(d, avec_le_motif=avec_le_motif)
    return phrase_lue(d.eleve.prenom, d.debut, d.fin, d.duree, d.motif if avec_le_motif else "", d.precision, d.heure)


def _phrase_notee(d: DeclarationAbsence, *, avec_le_motif: bool) -> str:
    """« Bilal · Absence mardi 24 novembre, le matin. Noté par l’école : Autre. »: a roll found it, and the family told nothing itself."""
    quand = {"quand": jours_dits(d.debut, d.fin), "duree": _duree_dite(d.duree, d.debut, d.fin)}
    dit = _("%(enfant)s · Absence %(quand)s%(duree)s.") % {"enfant": d.eleve.prenom, **quand}
    if not avec_le_motif:
        return f"{dit} {_('Noté par l’école.')}"
    motif = pourquoi_dit(d.motif, d.precision).rstrip(".")
    return f"{dit} {_('Noté par l’école : %(motif)s.') % {'motif': motif}}"


def actes_dits(adultes: Collection[int], eleves: Collection[int]) -> list[ActeConfie]:
    """Those that who was confided told: in the place of who confided, who is not told why. Taken back, it had been told."""
    dites = DeclarationAbsence.objects.filter(par__in=adultes, eleve__in=eleves).select_related("eleve")
    return [ActeConfie(d.eleve_id, d.declaree_le, partial(phrase_de, d, avec_le_motif=False)) for d in dites]


def phrase_a_qui_suit(declaration: DeclarationAbsence, en_mon_nom: droits.Confiee | None) -> str:
    """To who told it, or in whose place it was told: why too, but where another holder confided the child to the same adult, whose reason it may be."""
    if en_mon_nom is None:
        return phrase_de(declaration)
    geste = phrase_de(declaration, avec_le_motif=not en_mon_nom.par_un_autre)
    return _("%(nom)s, par l’accès confié : %(geste)s") % {"nom": en_mon_nom.nom, "geste": geste}


def pourquoi_dit(motif: str, precision: str) -> str:
    """In the words of a family."""
    return precision if motif == Motif.AUTRE and precision else str(Motif(motif).label)


def phrase_pour_l_ecole(declaration: DeclarationAbsence, lecteur: Personne | None = None) -> str:
    """The same, and what was told first where the family changed it: « … Transports. Changé le 25 novembre à 9 h 10, avant : Malade. ». To a
    reader of the school who answers for the child too (`droits.est_tue_a`), not why.
    """
    if lecteur is not None and droits.est_tue_a(lecteur, declaration):
        return f"{phrase_de(declaration, avec_le_motif=False)} {_(MOTIF_TU)}"
    return " ".join(filter(None, [phrase_de(declaration), changement_de(declaration)]))


def changement_de(declaration: DeclarationAbsence) -> str:
    """When its motive was changed once the roll was made, and what it was; nothing where it was not."""
    d = declaration
    if d.change_le is None:
        return ""
    quand = timezone.localtime(d.change_le)
    return _("Changé le %(jour)s à %(heure)s, avant : %(avant)s.") % {
        "jour": date_format(quand, "j F"),
        "heure": time_format(quand, "G\u00a0\\h\u00a0i"),
        "avant": pourquoi_dit(d.motif_avant, d.precision_avant).rstrip("."),
    }


def manque_de(eleve: Personne, etablissement, debut: dt.date, fin: dt.date, duree: str) -> Manque:
    return Manque(eleve, etablissement, debut, fin, "" if duree == Duree.JOURNEE else str(duree))


def manque_dit(dite: DeclarationAbsence) -> Manque:
    return manque_de(dite.eleve, dite.etablissement, dite.debut, dite.fin, dite.duree)


def propositions(
    personne: Personne,
    suivi: Suivi,
    debut: dt.date,
    fin: dt.date,
    duree: str,
    remplacees: Collection[DeclarationAbsence] = (),
) -> list[tuple[SuiteDAbsence, Proposition]]:
    """What other rooms offer with that absence, and what they did of those that it replaces; nothing with a lateness."""
    if duree == Duree.RETARD:
        return []
    remplaces: dict[str, list[Manque]] = {}
    for dite in remplacees:
        for nom in dite.ses_suites:
            remplaces.setdefault(nom, []).append(manque_dit(dite))
    manque = manque_de(suivi.eleve, suivi.inscription.classe.etablissement, debut, fin, duree)
    return suites_d_absence(personne, manque, remplaces)


def prochain_jour(suivi: Suivi) -> dt.date:
    """The day that « Demain » means: the next class day."""
    return calendrier.prochain_jour_de_classe(suivi.inscription.classe.etablissement, aujourd_hui())


def il_reste_de_la_classe(suivi: Suivi) -> bool:
    """Whether « Aujourd’hui » still means something."""
    return any(
        demi.finit_a > timezone.now() for demi in demi_journees(suivi.inscription.classe.etablissement, aujourd_hui())
    )


# --- What was ---------------------------------------------------------------------------------------------------------
def se_corrige_encore(declaration: DeclarationAbsence) -> bool:
    """Nobody judged of its motive, and it may still be told why."""
    recul = dt.timedelta(days=DeclarationAbsence.RECUL)
    return declaration.valable is None and declaration.fin >= aujourd_hui() - recul


@dataclass
class Dite:
    """What one told, and whether it may still be changed."""

    declaration: DeclarationAbsence
    est_appelee: bool
    est_d_un_des_siens: bool  # of a child that was confided, no paper is joined
    peut_changer: bool = True
    en_mon_nom: droits.Confiee | None = None  # who told it in one's place

    @property
    def par_qui(self) -> str:
        return self.en_mon_nom.nom if self.en_mon_nom else ""

    @property
    def phrase(self) -> str:
        return phrase_a_qui_suit(self.declaration, self.en_mon_nom)

    @property
    def peut_changer_le_motif(self) -> bool:
        """Once the roll is made, why alone; until the direction judged of it."""
        d = self.declaration
        return self.est_appelee and self.est_d_un_des_siens and not self.par_qui and se_corrige_encore(d)

    @property
    def peut_retirer(self) -> bool:
        return not self.est_appelee and (self.peut_changer or bool(self.par_qui))


def declarees(personne: Personne) -> list[Dite]:
    """One's own and what was told in one's place, the last day first. Five queries, and two more where somebody told in one's place."""
    siennes = DeclarationAbsence.objects.declarees_par(personne).en_vigueur()
    lues = list(siennes.select_related("eleve", "etablissement").prefetch_related("fichiers", "lignes")[:MONTREES])
    siens = {s.eleve.pk for s in droits.siens_de(personne)}
    a_dire = {(s.eleve.pk, s.etablissement_id) for s in droits.a_dire_de(personne)}
    dites = [
        Dite(d, bool(d.lignes.all()), d.eleve_id in siens, (d.eleve_id, d.etablissement_id) in a_dire) for d in lues
    ]
    return sorted(
        dites + _dites_en_leur_nom(personne),
        key=lambda dite: (dite.declaration.debut, dite.declaration.pk),
        reverse=True,
    )


def _dites_en_leur_nom(personne: Personne) -> list[Dite]:
    if not (confiees := droits.confiees_par(personne)):
        return []
    leurs = DeclarationAbsence.objects.dites_en_leur_nom_par(confiees).en_vigueur()
    lues = leurs.select_related("eleve", "etablissement").prefetch_related("lignes")[:MONTREES]
    return [Dite(d, bool(d.lignes.all()), False, False, droits.en_leur_nom(d, confiees)) for d in lues]


@dataclass
class JourManque:
    """A day that a child missed, and what the class did."""

    suivi: Suivi
    jour: dt.date
    moments: list[str]
    est_connue: bool  # the school knows why, whoever told
    faits: list[FaitEnClasse] = field(default_factory=list)

    @property
    def quand(self) -> str:
        if len(self.moments) > 1:
            return date_format(self.jour, "l j F")
        return _("%(jour)s, %(moment)s") % {
            "jour": date_format(self.jour, "l j F"),
            "moment": Moment(self.moments[0]).label,
        }


def jours_manques(personne: Personne, combien: int = 10) -> list[JourManque]:
    """The last days that each child missed this school year, with what the rooms that know say was done."""
    suivis = {(s.eleve.pk, s.etablissement_id): s for s in droits.enfants_de(personne)}
    lignes = (
        LigneAppel.objects.des_enfants_de(personne)
        .demi_journees_manquees()
        .select_related("appel", "appel__etablissement")
    )
    par_jour: dict[tuple[int, int, dt.date], list[LigneAppel]] = {}
    for ligne in lignes.filter(appel__jour__gte=_rentree()).order_by("-appel__jour", "-appel__moment", "pk"):
        par_jour.setdefault((ligne.eleve_id, ligne.appel.etablissement_id, ligne.appel.jour), []).append(ligne)
    jours = []
    for (eleve, ecole, jour), siennes in list(par_jour.items())[:combien]:
        suivi = suivis[eleve, ecole]
        connue = all(ligne.declaration_id or ligne.collective for ligne in siennes)
        moments = [ligne.appel.moment for ligne in siennes]
        jours.append(JourManque(suivi, jour, moments, connue))
    for manque, faits in zip(jours, journees_de_classe(personne, [(j.suivi, j.jour) for j in jours]), strict=True):
        manque.faits = faits
    return jours


@dataclass
class HeuresDites:
    """Of a half-day where a child was, but not all along: what the roll says of its hours."""

    suivi: Suivi
    ligne: LigneAppel

    @property
    def phrase(self) -> str:
        """« mardi 24 novembre · arrivée à 9 h 10 »."""
        dites = [
            (self.ligne.arrive_a, _("arrivée à %(heure)s")),
            (self.ligne.parti_a, _("départ à %(heure)s")),
            (self.ligne.revenu_a, _("retour à %(heure)s")),
        ]
        heures = [dit % {"heure": time_format(heure, "G\u00a0\\h\u00a0i")} for heure, dit in dites if heure]
        return " · ".join([date_format(self.ligne.appel.jour, "l j F"), *heures])


def heures_de(personne: Personne, combien: int = 10) -> list[HeuresDites]:
    """The last latenesses and departures of this school year, with their hours. One query."""
    suivis = {(s.eleve.pk, s.etablissement_id): s for s in droits.enfants_de(personne)}
    lignes = LigneAppel.objects.des_enfants_de(personne).qui_comptent()
    lignes = lignes.filter(absent=False, appel__jour__gte=_rentree())
    lignes = lignes.exclude(arrive_a=None, parti_a=None, revenu_a=None)
    lues = lignes.select_related("appel", "appel__etablissement").order_by("-appel__jour", "-appel__moment", "pk")
    return [HeuresDites(suivis[ligne.eleve_id, ligne.appel.etablissement_id], ligne) for ligne in lues[:combien]]


def _rentree() -> dt.date:
    annee = aujourd_hui().replace(day=1, month=9)
    return annee if annee <= aujourd_hui() else annee.replace(year=annee.year - 1)


def absents_connus(ecole: int, jour: dt.date) -> dict[str, dict[int, dt.time | None]]:
    """For the other rooms: by half-day, those whom a roll says absent, or gone early and not come back (when), and those whose family told
    while no roll has said they came.
    """
    lignes = LigneAppel.objects.qui_comptent().filter(appel__etablissement=ecole, appel__jour=jour)
    lignes = lignes.filter(Q(absent=True) | Q(parti_a__isnull=False, revenu_a=None)).order_by("absent")
    appeles = eleves_appeles(ecole, jour)
    trouves: dict[str, dict[int, dt.time | None]] = {moment: {} for moment in Moment.values}
    for moment, eleve, parti_a in lignes.values_list("appel__moment", "eleve_id", "parti_a"):
        trouves[moment][eleve] = parti_a
    for dite in DeclarationAbsence.objects.du(jour).filter(etablissement=ecole).exclude(duree=Duree.RETARD):
        for moment in Moment.values:
            if dite.couvre(jour, moment) and dite.eleve_id not in appeles.get(moment, set()):
                trouves[moment][dite.eleve_id] = None
    return trouves
