"""The week of a class, of a group, or of all those that one teaches, in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import BigAutoField, CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire import droits as droits_annuaire
from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Classe, Groupe
from ent.portail.lectures import lire_avec_les_nouvelles
from ent.socle.dates import aujourd_hui
from ent.socle.preparees import Preparee

from .. import droits
from ..models import Seance, Travail, TravailVu, Visa
from .charge import Charge, Concerne, alertes, charge_lue, comptes, concernes, de, par_niveau
from .emploi import Prevu, ecrits, emplois, heures_des_creneaux, prevus
from .lignes import FAITS
from .lus import SeanceLue, TravailLu, seances_lues, travaux_lus
from .suivi import foyers_des_siens

type Cible = Classe | Groupe

CLASSES = Preparee(lambda: Classe.objects.select_related("etablissement"))
GROUPES = Preparee(lambda: Groupe.objects.select_related("etablissement"))
VISAS = Preparee(lambda: Visa.objects.order_by().values_list("pk", "classe_id", "nature"))


# Two numbers and a word, read together.
VUS = Preparee(lambda: TravailVu.objects.order_by().values_list("travail_id", "eleve_id", Cast("par_id", CharField())))
# What may be put back, with its day in words: read with them.
TRAVAUX_RETIRES = Preparee(
    lambda: Travail.objects.order_by().values_list("pk", Cast("date_pour", CharField()), "texte")
)
SEANCES_RETIREES = Preparee(lambda: Seance.objects.order_by().values_list("pk", Cast("date", CharField()), "titre"))
RETIRES_MONTRES = dt.timedelta(days=30)


def classe_geree(personne, pk: int) -> Classe | None:
    """A class whose week this person reads: its teachers and its direction. One query."""
    return _une(CLASSES, droits_annuaire.classes_gerees_par(personne), pk)


def groupe_tenu(personne, pk: int) -> Groupe | None:
    """A group that this person holds. One query."""
    return _une(GROUPES, droits_annuaire.groupes_tenus_par(personne), pk)


def classe_relue(personne, pk: int) -> Classe | None:
    """A class of a year that is over, that this person goes on reading."""
    return _une(CLASSES, droits_annuaire.classes_relues_par(personne), pk)


def groupe_relu(personne, pk: int) -> Groupe | None:
    return _une(GROUPES, droits_annuaire.groupes_relus_par(personne), pk)


def _une(requete: Preparee, droit: Q, pk: int):
    """No database knows a number of an address that is too long for it."""
    return next(iter(requete.lire(droit & Q(pk=pk))), None) if pk <= BigAutoField.MAX_BIGINT else None


def cibles_de(personne) -> list[Cible]:
    """The classes, then the groups that this person teaches. Two queries at most."""
    return [
        *CLASSES.lire(droits_annuaire.classes_tenues_par(personne)),
        *GROUPES.lire(droits_annuaire.groupes_tenus_par(personne)),
    ]


@dataclass
class Case:
    """One day: what is due that morning first, then what was done or is planned, by half-day."""

    date: dt.date
    fermeture: str
    ouvertes: list[Cible]
    demi_journees: int
    charges: list[Charge] = field(default_factory=list)
    travaux: list[TravailLu] = field(default_factory=list)
    matin: list[SeanceLue] = field(default_factory=list)
    apres_midi: list[SeanceLue] = field(default_factory=list)
    prevus: list[Prevu] = field(default_factory=list)
    heures: dict[int, dt.time] = field(default_factory=dict)  # of the slots that séances fill

    @property
    def est_ouvert(self) -> bool:
        return not self.fermeture

    @property
    def est_vide(self) -> bool:
        return not (self.travaux or self.matin or self.apres_midi)

    @property
    def moments(self) -> list[tuple[str, list[SeanceLue | Prevu], bool]]:
        """(value, séances and slots that nothing fills yet, whether there is school): Wednesday afternoon may be closed."""
        return [
            (moment.value, self._par_heure(moment, ecrites), self.demi_journees > rang)
            for rang, (moment, ecrites) in enumerate(
                [(Seance.Moment.MATIN, self.matin), (Seance.Moment.APRES_MIDI, self.apres_midi)]
            )
        ]

    def _par_heure(self, moment: str, ecrites: list[SeanceLue]) -> list[SeanceLue | Prevu]:
        """As on the home: what has no hour comes after what has one."""

        def heure(chose: SeanceLue | Prevu) -> tuple[bool, dt.time]:
            dite = chose.creneau.debut if isinstance(chose, Prevu) else chose.heure or self.heures.get(chose.pk)
            return dite is None, dite or dt.time.min

        return sorted([*ecrites, *(p for p in self.prevus if p.creneau.moment == moment)], key=heure)


@dataclass(order=True)
class Retire:
    """What was withdrawn of a day, and may be put back."""

    date: dt.date
    nature: str  # « travail » or « seance »
    pk: int
    texte: str

    @property
    def est_travail(self) -> bool:
        return self.nature == "travail"


@dataclass
class Semaine:
    """Monday to Friday, and the days of the week-end that hold something."""

    lundi: dt.date
    cases: list[Case]
    cibles: list[Cible]
    eleves: list[Concerne]
    est_visee: bool  # of one class: this person reads a visa of it
    retires: list[Retire] = field(default_factory=list)  # a month: where they stood, as mots and billets

    @cached_property
    def effectifs(self) -> list[tuple[str, int]]:
        """Pupils by level."""
        leurs = {id(s): s for cible in self.cibles for s in de(cible, self.eleves)}
        return [(n, len({s.eleve.pk for s in eleves})) for n, eleves in par_niveau(leurs.values()).items()]

    @cached_property
    def second_niveau(self) -> str:
        """Filled where the first is outlined: told apart at a glance, in a class of two levels."""
        return self.effectifs[1][0] if len(self.effectifs) > 1 else "-"

    @cached_property
    def total(self) -> int:
        return len({s.eleve.pk for cible in self.cibles for s in de(cible, self.eleves)})

    @property
    def precedente(self) -> dt.date:
        return self.lundi - dt.timedelta(days=7)

    @property
    def suivante(self) -> dt.date:
        return self.lundi + dt.timedelta(days=7)

    @property
    def alertes(self) -> list[str]:
        """What goes beyond twenty minutes on the days to come: said here, and nowhere else of the page."""
        return alertes(ligne for case in self.cases if case.date >= aujourd_hui() for ligne in case.charges)

    def jour_montre(self, demande: dt.date | None, *ensuite: dt.date) -> dt.date:
        """The one day that a phone shows: the one asked, else the next class day, else today, else the first open day."""
        dates = [case.date for case in self.cases]
        for date in (demande, *ensuite):
            if date in dates:
                return date
        return next((case.date for case in self.cases if case.est_ouvert), self.lundi)


def semaine(personne, lundi: dt.date, cibles: Collection[Cible]) -> Semaine:
    """A fixed number of queries, whatever the week holds and however many classes."""
    cibles = list(cibles)
    eleves = concernes(cibles)
    dates = [lundi + dt.timedelta(days=n) for n in range(7)]
    classes = [c for c in cibles if isinstance(c, Classe)]
    dans = Q(classe__in=classes) | Q(classe=None, groupe__in=[c for c in cibles if isinstance(c, Groupe)])
    travaux = travaux_lus(droits.suivis_par(personne) & dans & Q(date_pour__gte=dates[0], date_pour__lte=dates[-1]))
    d_eux = Q(travail__in=[travail.pk for travail in travaux])
    # Asked with what is unread, which every page counts.
    faits, vus, minutes, visas, a_l_heure, *retires = lire_avec_les_nouvelles(
        personne,
        (FAITS, d_eux),
        (VUS, d_eux),
        comptes(personne, eleves, dates),
        (VISAS, _visas(personne, lundi, cibles)),
        ecrits(personne, classes),
        *_a_remettre(personne, dans, dates),
    )
    charges = charge_lue(minutes, cibles, eleves, dates)
    cases = {date: _case(date, cibles, charges[date]) for date in dates}
    prenoms: dict[Audience, dict[int, str]] = {}
    qui_l_a_fait, qui_l_a_vu = _par_travail(faits), _par_travail(_vus_lus(personne, vus, cibles))
    for travail in travaux:
        eux = _adresser(travail, cibles, eleves, prenoms)
        travail.nombre_concernes = len(eux)
        # A pupil who left the class had seen it too, and is not among them.
        travail.nombre_faits = len(qui_l_a_fait[travail.pk] & eux.keys())
        travail.nombre_vus = len(qui_l_a_vu[travail.pk] & eux.keys())
        cases[travail.date_pour].travaux.append(travail)
    seances = seances_lues(droits.suivis_par(personne) & dans & Q(date__gte=dates[0], date__lte=dates[-1]))
    for seance in seances:
        _adresser(seance, cibles, eleves, prenoms)
        case = cases[seance.date]
        (case.matin if seance.moment == Seance.Moment.MATIN else case.apres_midi).append(seance)
    _nommer_les_partis([*travaux, *seances])
    if a_l_heure:
        _prevoir(personne, classes, cases.values())
    montrees = [c for c in cases.values() if c.date.weekday() < 5 or not c.est_vide]
    return Semaine(lundi, montrees, cibles, eleves, bool(visas), _retires(*retires))


def _a_remettre(personne, dans: Q, dates: list[dt.date]) -> list[tuple[Preparee, Q]]:
    """What this person took back of these days, or a colleague, and may put back."""
    repris = droits.modifiables_par(personne) & dans & Q(retire_le__gte=timezone.now() - RETIRES_MONTRES)
    return [
        (TRAVAUX_RETIRES, repris & Q(date_pour__gte=dates[0], date_pour__lte=dates[-1])),
        (SEANCES_RETIREES, repris & Q(date__gte=dates[0], date__lte=dates[-1])),
    ]


def _retires(travaux: Collection[tuple], seances: Collection[tuple]) -> list[Retire]:
    return sorted(
        Retire(dt.date.fromisoformat(jour), nature, pk, texte)
        for nature, lus in (("seance", seances), ("travail", travaux))
        for pk, jour, texte in lus
    )


def _nommer_les_partis(ecrits: Collection[TravailLu | SeanceLue]) -> None:
    """Of what was given to pupils none of whom is in the class any more, who they were. One query, where there is such a thing."""
    sans_personne = [ecrit for ecrit in ecrits if ecrit.audience.est_nominative and not ecrit.prenoms]
    if not sans_personne:
        return
    donnes = Groupe.eleves.through.objects.filter(groupe__in={ecrit.groupe_id for ecrit in sans_personne})
    eux: dict[int, list[str]] = defaultdict(list)
    for groupe, prenom in donnes.order_by("personne__prenom").values_list("groupe", "personne__prenom"):
        eux[groupe].append(prenom)
    for ecrit in sans_personne:
        ecrit.partis = eux[ecrit.groupe_id]


def _visas(personne, lundi: dt.date, cibles: list[Cible]) -> Q:
    """Those of this week that this person reads, of a class that is shown alone."""
    if len(cibles) != 1 or not isinstance(cibles[0], Classe):
        return Q(pk__in=[])
    return droits.visas_visibles_par(personne) & Q(classe=cibles[0], date_lundi=lundi)


def _vus_lus(personne, vus: Collection[tuple[int, int, str]], cibles: list[Cible]) -> Collection[tuple]:
    """What they read of them: of a child of their own, what their household saw (0188). As `suivi.vu_par`, at the same price."""
    enfants, miens = {eleve for _travail, eleve, _par in vus}, {}
    for ecole in {cible.etablissement for cible in cibles}:
        for eleve, foyer in foyers_des_siens(personne, enfants, ecole).items():
            miens[eleve] = miens.get(eleve, {eleve}) | foyer
    return [vu for vu in vus if vu[1] not in miens or int(vu[2]) in miens[vu[1]]] if miens else vus


def _par_travail(lignes: Collection[tuple]) -> dict[int, set[int]]:
    """Pupils by travail, each once."""
    eux: dict[int, set[int]] = defaultdict(set)
    for travail, eleve, _rien in lignes:
        eux[travail].add(eleve)
    return eux


def _prevoir(personne, classes: list[Classe], cases: Collection[Case]) -> None:
    """Put in each day what the timetable of its classes leaves to be written."""
    connus = emplois(personne, classes)
    for case in cases:
        for classe in classes:
            if classe in case.ouvertes and (emploi := connus.get(classe.pk)):
                siennes = [s for s in [*case.matin, *case.apres_midi] if s.classe_id == classe.pk]
                if restent := prevus(emploi, classe, case.date, siennes):
                    case.prevus += restent
                    case.heures |= heures_des_creneaux(emploi, case.date, siennes)


def _case(date: dt.date, cibles: list[Cible], charges: list[Charge]) -> Case:
    fermetures = {cible: calendrier.fermeture(cible.etablissement, date) for cible in cibles}
    ouvertes = [cible for cible in cibles if not fermetures[cible]]
    demi_journees = max((len(c.etablissement.jours_de_classe()[date.weekday()]) for c in ouvertes), default=0)
    fermeture = "" if ouvertes else next(iter(fermetures.values()), "")
    return Case(date, fermeture, ouvertes, demi_journees, charges if ouvertes else [])


def _adresser(
    ecrit: TravailLu | SeanceLue, cibles: list[Cible], eleves: list[Concerne], connus: dict[Audience, dict[int, str]]
) -> dict[int, str]:
    """Whom it is for, in words that cost no query: its class or group where several are shown, its named pupils. First names by pupil of those whom it
    concerns, looked for once for all that is given to the same (`connus`).
    """
    modele, cle = (Classe, ecrit.classe_id) if ecrit.classe_id else (Groupe, ecrit.groupe_id)
    ecrit.cible = next(c for c in cibles if c.pk == cle and isinstance(c, modele))
    audience = ecrit.audience
    if audience not in connus:
        connus[audience] = {e.eleve.pk: e.eleve.prenom for e in eleves if audience.comprend(e)}
    eux = connus[audience]
    ecrit.prenoms = list(eux.values()) if audience.est_nominative else []
    return eux
