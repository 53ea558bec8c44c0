"""What the page of a roll shows: each pupil by first name, what was announced of them, what the roll says."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire import destinataires
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Inscription, Personne
from ent.annuaire.models.portee import Suivi
from ent.diffusion.lectures import atteignables
from ent.socle.dates import aujourd_hui, time_format

from ..demi_journees import EN_AVANCE, DemiJournee, Moment, demi_journees, du_moment
from ..droits import absences as droits
from ..droits.appels import garde
from ..evenements.appels import inscrits
from ..models import AbsenceCollective, Appel, DeclarationAbsence, Duree, LigneAppel
from ..models.absences import moments_dits
from .autorisations import Rang
from .collectives import collectives, sans_classe
from .phrases import prevenue_dite
from .sorties import restent


@dataclass
class Case:
    """One pupil of a roll."""

    eleve: Personne
    court: str  # their first name; with a letter of their name where two share it
    ligne: LigneAppel | None = None
    annonce: DeclarationAbsence | None = None  # covers the half-day
    pourquoi: str = (
        ""  # as it says; nothing to who answers for the child too, and did not tell it (`droits.absences.est_tue_a`)
    )
    retard: DeclarationAbsence | None = None  # their family told that they will come late
    est_jointe: bool = True  # somebody of their household is reached outside the site
    est_contredite: bool = False  # told absent since the roll, that had them there
    ne_part_plus: str = ""  # of an outing whose roll is open: the state of who may not go any more

    @property
    def est_annonce(self) -> bool:
        """Their family told, or somebody for it: nobody is asked why."""
        return self.annonce is not None

    @property
    def est_note(self) -> bool:
        """The school said why: nothing that it wrote is put in the mouth of the family."""
        return self.annonce is not None and self.annonce.est_notee

    @property
    def prevenue(self) -> str:
        """Whether the household was told, will be, or cannot be."""
        return prevenue_dite(self.ligne.prevenue_le, self.est_jointe) if self.ligne else ""

    @property
    def dit_de_la_famille(self) -> str:
        """« arrive vers 9 h 30 », as their family told it; « retard prévu » where it gave no hour; what it told since the roll."""
        if self.retard is None:
            return _("absence dite par sa famille") if self.est_contredite else ""
        if self.retard.heure is None:
            return _("retard prévu")
        return _("arrive vers %(heure)s") % {"heure": time_format(self.retard.heure, "G\u00a0\\h\u00a0i")}


@dataclass
class Feuille:
    """A roll as it is taken: a class, or pupils given to somebody."""

    etablissement: Etablissement
    classe: Classe | None
    demi: DemiJournee
    appel: Appel | None = None
    cases: list[Case] = field(default_factory=list)
    ailleurs: list[LigneAppel] = field(default_factory=list)
    collective: AbsenceCollective | None = None
    restent: list[Rang] = field(default_factory=list)  # of an outing: who does not leave, and why

    @property
    def bascule(self) -> dt.time:
        """From when a phone without network takes the roll of the afternoon."""
        debut = dt.datetime.combine(self.demi.jour, self.etablissement.apres_midi_debut)
        return (debut - EN_AVANCE).time()

    @property
    def est_faite(self) -> bool:
        return self.appel is not None and self.appel.fait_le is not None


def feuille_de_classe(classe: Classe, demi: DemiJournee, lecteur: Personne | None = None) -> Feuille:
    """Seven queries at most, whatever the number of pupils. Why a child is absent is read by somebody (`lecteur`), or is not."""
    appel = Appel.objects.filter(classe=classe, jour=demi.jour, moment=demi.moment).select_related("auteur").first()
    siens = eleves_de(classe, demi.jour)
    ailleurs = list(
        LigneAppel.objects.filter(
            appel__etablissement=classe.etablissement_id,
            appel__classe=None,
            appel__jour=demi.jour,
            appel__moment=demi.moment,
            eleve__in=siens,
        ).select_related("eleve", "appel__confie_a")
    )
    confies = {ligne.eleve_id for ligne in ailleurs}
    eleves = [eleve for eleve in siens if eleve.pk not in confies]
    lues = collectives(classe.etablissement_id, demi.jour, demi.jour)
    pris = [ligne for ligne in ailleurs if not ligne.appel.est_garde]  # by somebody, and not called before they came
    feuille = Feuille(classe.etablissement, classe, demi, appel, ailleurs=pris)
    feuille.collective = sans_classe(lues, classe.pk, demi.jour, demi.moment)
    return _garnir(feuille, eleves, lecteur)


def feuille_vierge(classe: Classe, demi: DemiJournee, lecteur: Personne) -> Feuille:
    """A roll that nobody took, for a phone to keep: the half-day in which it is used is its own to say."""
    return _garnir(Feuille(classe.etablissement, classe, demi), eleves_de(classe, aujourd_hui()), lecteur)


def feuille_confiee(appel: Appel, demi: DemiJournee, personne: Personne) -> Feuille:
    """Those whom one was given; of an outing, also those of the class who may not leave, and who of the roll may not any more."""
    eleves = [ligne.eleve for ligne in appel.lignes.select_related("eleve")]
    feuille = _garnir(Feuille(appel.etablissement, appel.de_la_classe, demi, appel), eleves, personne)
    if appel.sortie and appel.de_la_classe:
        partent = {eleve.pk for eleve in eleves}
        ici = restent(personne, appel.sortie, appel.de_la_classe)
        feuille.restent = [rang for rang in ici if rang.eleve.pk not in partent]
        retires = {rang.eleve.pk: rang.etat for rang in ici}
        for case in feuille.cases:
            case.ne_part_plus = retires.get(case.eleve.pk, "")
    return feuille


def _garnir(feuille: Feuille, eleves: list[Personne], lecteur: Personne | None) -> Feuille:
    lignes = {ligne.eleve_id: ligne for ligne in feuille.appel.lignes.all()} if feuille.appel else {}
    annonces: dict[int, DeclarationAbsence] = {}
    retards: dict[int, DeclarationAbsence] = {}
    dites = DeclarationAbsence.objects.du(feuille.demi.jour).filter(
        etablissement=feuille.etablissement, eleve__in=eleves
    )
    for dite in dites:
        if dite.duree == Duree.RETARD:
            if feuille.demi.moment in moments_dits(dite.duree, dite.heure, feuille.etablissement):
                retards[dite.eleve_id] = dite
        elif dite.couvre(feuille.demi.jour, feuille.demi.moment) and not (dite.est_notee and dite.eleve_id in annonces):
            annonces[dite.eleve_id] = dite
    homonymes = Counter(eleve.prenom for eleve in eleves)
    feuille.cases = [
        Case(
            eleve,
            eleve.prenom_et_initiale if homonymes[eleve.prenom] > 1 else eleve.prenom,
            lignes.get(eleve.pk),
            annonces.get(eleve.pk),
            _pourquoi(annonces.get(eleve.pk), lecteur),
            retards.get(eleve.pk),
        )
        for eleve in eleves
    ]
    siens: dict[int, list[int]] = defaultdict(list)
    liens = destinataires.liens(feuille.etablissement.pk, [case.eleve.pk for case in feuille.cases]).order_by()
    for eleve, adulte in liens.values_list("enfant_id", "adulte_id"):
        siens[eleve].append(adulte)
    jointes = familles_jointes(siens)
    fait_le = feuille.appel.fait_le if feuille.appel else None
    for case in feuille.cases:
        case.est_jointe = case.eleve.pk in jointes
        la = case.ligne is None or not case.ligne.absent
        dite = case.annonce
        case.est_contredite = bool(dite and not dite.est_notee and fait_le and la and dite.declaree_le > fait_le)
    return feuille


def _pourquoi(annonce: DeclarationAbsence | None, lecteur: Personne | None) -> str:
    if annonce is None or lecteur is None or droits.est_tue_a(lecteur, annonce):
        return ""
    return str(annonce.get_motif_display())


def familles_jointes(adultes: Mapping[int, Collection[int]]) -> set[int]:
    """Of pupils (ids) and the adults (ids) who answer for them, those of whom one is reached outside the site. One query, none for nobody."""
    atteintes = atteignables({un for siens in adultes.values() for un in siens}) if adultes else {}
    return {
        eleve for eleve, siens in adultes.items() if any(un in atteintes and atteintes[un].est_atteint for un in siens)
    }


def moments_appeles(
    suivi: Suivi, debut: dt.date, fin: dt.date, duree: str, heure: dt.time | None
) -> dict[tuple[dt.date, str], bool]:
    """Of these half-days, those whose roll is made, since this child is of that class: whether it had them there. Two queries; none of days to come."""
    fin, inscription = min(fin, aujourd_hui()), suivi.inscription
    debut = max(debut, inscription.debut)
    if debut > fin:
        return {}
    ecole = inscription.classe.etablissement
    faits = Appel.objects.faits().filter(classe=inscription.classe_id, jour__range=(debut, fin)).order_by()
    appeles = dict.fromkeys(faits.values_list("jour", "moment"), True)
    lignes = LigneAppel.objects.qui_comptent().filter(
        eleve=suivi.eleve, appel__etablissement=ecole, appel__jour__range=(debut, fin)
    )
    for jour, moment, absent, fait_le in lignes.order_by().values_list(
        "appel__jour", "appel__moment", "absent", "appel__fait_le"
    ):
        # Given to somebody, they are on that one's roll, and theirs is not taken with their class.
        appeles.pop((jour, moment), None)
        if fait_le:
            appeles[jour, moment] = not absent
    moments = moments_dits(duree, heure, ecole)
    return {quand: la for quand, la in sorted(appeles.items()) if quand[1] in moments}


@dataclass
class EtatDeClasse:
    """Where the rolls of a class stand on a day."""

    classe: Classe
    demis: list[tuple[DemiJournee, Appel | None, int]]  # the roll, and how many are absent
    du_moment: DemiJournee | None
    collective: AbsenceCollective | None = None
    contredits: dict[str, list[str]] = field(default_factory=dict)  # by half-day, those told absent since its roll

    @property
    def contredits_du_moment(self) -> str:
        return ", ".join(self.contredits.get(self.du_moment.moment, ())) if self.du_moment else ""


def garnies() -> Exists:
    """Of classes, those that have a pupil today: the others have no roll."""
    return Exists(Inscription.objects.filter(en_cours(), classe=OuterRef("pk")))


def etats_du_jour(classes: list[Classe], jour: dt.date | None = None) -> list[EtatDeClasse]:
    """Four queries, whatever the number of classes; two more once one of their rolls is made."""
    maintenant = timezone.now()
    jour = jour or timezone.localtime(maintenant).date()
    appels: dict[tuple[int, str], Appel] = {}
    for appel in Appel.objects.faits().filter(classe__in=classes, jour=jour).select_related("auteur"):
        appels[appel.classe_id, appel.moment] = appel
    contredits = _contredits(appels, jour)
    absents = Counter(LigneAppel.objects.absents().filter(appel__in=appels.values()).values_list("appel", flat=True))
    fermees: dict[int, list] = {}
    for ecole in {classe.etablissement_id for classe in classes}:
        fermees[ecole] = collectives(ecole, jour, jour)
    etats = []
    for classe in classes:
        ecole = classe.etablissement
        demis = []
        for demi in demi_journees(ecole, jour):
            appel = appels.get((classe.pk, demi.moment))
            demis.append((demi, appel, absents[appel.pk] if appel else 0))
        actuel = du_moment(ecole, maintenant)
        fermee = sans_classe(fermees[classe.etablissement_id], classe.pk, jour, actuel.moment) if actuel else None
        etats.append(EtatDeClasse(classe, demis, actuel, fermee, contredits.get(classe.pk, {})))
    return etats


def _contredits(appels: Mapping[tuple[int, str], Appel], jour: dt.date) -> dict[int, dict[str, list[str]]]:
    """By class and half-day, the pupils whom its roll had there, and whose family told since that they are not: their first names."""
    if not appels:
        return {}
    ecoles = {appel.etablissement_id for appel in appels.values()}
    depuis = min(appel.fait_le for appel in appels.values() if appel.fait_le)
    dites = DeclarationAbsence.objects.du(jour).filter(etablissement__in=ecoles, declaree_le__gt=depuis)
    dites = dites.exclude(duree=Duree.RETARD).exclude(origine=DeclarationAbsence.Origine.ECOLE)
    dites = list(dites.select_related("eleve"))
    if not dites:
        return {}
    eleves = {dite.eleve_id for dite in dites}
    siens = Inscription.objects.filter(
        en_cours(jour=jour), classe__in={classe for classe, _moment in appels}, eleve__in=eleves
    )
    lignes = LigneAppel.objects.filter(Q(absent=True) | Q(appel__classe=None), appel__jour=jour, eleve__in=eleves)
    ailleurs = set(lignes.order_by().values_list("eleve_id", "appel__moment"))
    trouves: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for classe, eleve in siens.order_by().values_list("classe_id", "eleve_id"):
        for dite in (une for une in dites if une.eleve_id == eleve):
            for moment in dite.moments:
                appel = appels.get((classe, moment))
                if appel and appel.fait_le and dite.declaree_le > appel.fait_le and (eleve, moment) not in ailleurs:
                    trouves[classe][moment].add(dite.eleve.prenom)
    return {classe: {moment: sorted(noms) for moment, noms in dits.items()} for classe, dits in trouves.items()}


def confies_a(personne: Personne, jour: dt.date) -> list[tuple[Appel, DemiJournee]]:
    """The ad hoc rolls that this person takes that day, with their half-day. One query."""
    siens = Appel.objects.lus_par(personne).filter(classe=None, confie_a=personne, jour=jour)
    trouves = []
    for appel in siens.select_related("etablissement", "de_la_classe", "sortie"):
        if demi := next((d for d in demi_journees(appel.etablissement, jour) if d.moment == appel.moment), None):
            trouves.append((appel, demi))
    return trouves


def eleves_de(classe: Classe, jour: dt.date) -> list[Personne]:
    return [i.eleve for i in inscrits(classe.pk, jour)]


def confies_de(classe: Classe, jour: dt.date) -> list[tuple[Appel, list[str]]]:
    """To whom pupils of this class were given that day, and their first names. Two queries."""
    ici = Appel.objects.filter(~garde(), de_la_classe=classe, classe=None, jour=jour).select_related("confie_a")
    return [
        (appel, [ligne.eleve.prenom for ligne in appel.lignes.all()]) for appel in ici.prefetch_related("lignes__eleve")
    ]


def eleves_appeles(ecole: int, jour: dt.date) -> dict[str, set[int]]:
    """By half-day, every pupil of whom a roll was made that day, there or not. Three queries."""
    classes: dict[str, set[int]] = {}
    for moment, classe in (
        Appel.objects.faits()
        .filter(etablissement=ecole, jour=jour)
        .exclude(classe=None)
        .order_by()
        .values_list("moment", "classe_id")
    ):
        classes.setdefault(moment, set()).add(classe)
    confies: dict[str, dict[int, bool]] = {}
    for moment, eleve, fait in LigneAppel.objects.filter(
        appel__etablissement=ecole, appel__jour=jour, appel__classe=None
    ).values_list("appel__moment", "eleve_id", "appel__fait_le"):
        confies.setdefault(moment, {})[eleve] = fait is not None
    toutes = set().union(*classes.values()) if classes else set()
    membres = Inscription.objects.filter(en_cours(jour=jour), classe__in=toutes).order_by()
    inscriptions = list(membres.values_list("classe_id", "eleve_id"))
    appeles = {}
    for moment in Moment.values:
        ailleurs = confies.get(moment, {})
        siens = {e for c, e in inscriptions if c in classes.get(moment, ()) and e not in ailleurs}
        appeles[moment] = siens | {eleve for eleve, fait in ailleurs.items() if fait}
    return appeles
