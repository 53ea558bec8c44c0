"""The week of a family: every child on one screen, what is said of each day, and what may still be."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ent.annuaire.calendrier import fermeture
from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.francais import en_francais

from .. import droits
from ..models import Declarant, JourDeclare, Menu, Regime, ServicePeriscolaire
from .menus import SEMAINE, UN_JOUR, JourDeMenu, lundi_de, semaines_de
from .phrases import apres_l_heure, quand, qui_appeler
from .places import places_prises

OUI, NON, ATTENTE = JourDeclare.Etat.OUI, JourDeclare.Etat.NON, JourDeclare.Etat.ATTENTE
HORIZON = 15  # weeks looked at for the next that has a day to say
MEMOIRE = 10 * SEMAINE  # before a week, where one looks for the last that had something: past any holiday


@dataclass
class Case:
    """One child, one day of one service."""

    service: ServicePeriscolaire
    suivi: Suivi
    jour: dt.date
    dit: JourDeclare | None
    precision: str = ""  # what the child eats
    est_un_plat: bool = False  # by its name, as the school wrote it
    pourquoi: str = ""  # it may not change
    est_libre: bool = True  # it may still change
    est_pleine: bool = False  # a tick asks for a place
    est_cochee: bool = False
    par_qui: str = ""  # who said it last, when it was somebody else

    @property
    def cle(self) -> str:
        return f"{self.service.pk}:{self.suivi.eleve.uuid}:{self.jour}"

    @property
    def etat(self) -> str:
        return self.dit.etat if self.dit else ""

    @property
    def dite(self) -> bool:
        """Ticked as it is kept."""
        return self.etat in (OUI, ATTENTE)


@dataclass
class JourDeFamille:
    jour: dt.date
    cases: list[Case] = field(default_factory=list)
    menus: list[tuple[str, JourDeMenu]] = field(default_factory=list)  # school, when there are several
    fermes: list[str] = field(default_factory=list)

    @property
    def est_ouvert(self) -> bool:
        return bool(self.cases)

    @property
    def raisons(self) -> list[str]:
        """Why some may not change, each reason once, with whom it is about when it is not all of them."""
        raisons: dict[str, list[str]] = defaultdict(list)
        for case in self.cases:
            if case.pourquoi:
                raisons[case.pourquoi].append(case.suivi.eleve.prenom)
        tous = len(self.cases)
        return [r if len(qui) == tous else f"{', '.join(qui)}{_(' : ')}{r}" for r, qui in raisons.items()]


@dataclass(frozen=True)
class Limite:
    """« Pour mardi 1er décembre, à dire avant demain 9 h 00 »."""

    jour: dt.date
    quand: str


@dataclass
class SemaineDeFamille:
    nature: str
    lundi: dt.date
    services: list[ServicePeriscolaire]
    jours: list[JourDeFamille]
    regles: list[tuple[ServicePeriscolaire, list[str]]] = field(default_factory=list)
    se_lit_seulement: bool = False  # every child of it was confided: the family says its days
    modele: dt.date | None = None  # the week as which it is ticked, where one asked for it

    @property
    def cases(self) -> list[Case]:
        return [case for jour in self.jours for case in jour.cases]

    @property
    def cochees(self) -> int:
        return sum(case.est_cochee for case in self.cases)

    @property
    def raisons(self) -> list[str]:
        """Those of several days, said once above them."""
        comptes = Counter(raison for jour in self.jours for raison in jour.raisons)
        return [raison for raison, n in comptes.items() if n > 1]

    @property
    def se_dit(self) -> bool:
        """Something may still change."""
        return any(case.est_libre for case in self.cases)

    @property
    def precedente(self) -> dt.date:
        return self.lundi - SEMAINE

    @property
    def suit_son_modele(self) -> bool:
        return self.modele == self.precedente

    @property
    def suivante(self) -> dt.date:
        return self.lundi + SEMAINE

    @property
    def prochaine_limite(self) -> Limite | None:
        """Of the days that nobody said, the first that may still be, and until when."""
        maintenant = timezone.now()
        limites = [(c.service.limite_ajout(c.jour), c.jour) for c in self.cases if not c.etat and c.est_libre]
        a_venir = [(limite, jour) for limite, jour in limites if limite >= maintenant]
        if not a_venir:
            return None
        limite, jour = min(a_venir)
        return Limite(jour, quand(limite))


def services_de(personne: Personne) -> list[ServicePeriscolaire]:
    """What the schools of one's children offer. One query."""
    return list(ServicePeriscolaire.objects.des_familles_de(personne).select_related("etablissement"))


def natures_de(services: list[ServicePeriscolaire]) -> list[tuple[str, str]]:
    """The tabs, in the order of a day; the cantine first, which one comes for."""
    presentes = {s.nature for s in services}
    ordre = sorted(ServicePeriscolaire.Nature, key=lambda n: n != ServicePeriscolaire.Nature.CANTINE)
    return [(n.value, str(n.label)) for n in ordre if n.value in presentes]


def semaine_a_dire(services: list[ServicePeriscolaire]) -> dt.date:
    """The first week that still has a day to add; this one where none has."""
    maintenant, lundi = timezone.now(), lundi_de(timezone.localdate())
    for n in range(HORIZON):
        for jour in (lundi + n * SEMAINE + pas * UN_JOUR for pas in range(5)):
            if any(s.ouvre_le(jour) and s.limite_ajout(jour) >= maintenant for s in services):
                return lundi + n * SEMAINE
    return lundi


def semaine_de(
    personne: Personne, tous: list[ServicePeriscolaire], nature: str, lundi: dt.date, *, comme: bool = False
) -> SemaineDeFamille:
    """Every child of this person whom a service of this nature is for. Seven queries at most, whatever their number.

    `comme`: ticked as the last week that had something (after holidays the one before has nothing), where it may be; nothing is kept until one
    sends it.
    """
    services = {s.etablissement_id: s for s in tous if s.nature == nature}
    suivis = list({s.eleve.pk: s for s in droits.enfants_de(personne) if s.etablissement_id in services}.values())
    dits = _dits(personne, services, lundi - MEMOIRE if comme else lundi, lundi + 4 * UN_JOUR)
    modele = _derniere_dite(dits, lundi)
    jours = [JourDeFamille(lundi + n * UN_JOUR) for n in range(5)]
    contexte = _Contexte(personne, services, dits, lundi - modele if modele else None)
    contexte.prises = places_prises(services.values(), [jour.jour for jour in jours])
    if nature == ServicePeriscolaire.Nature.CANTINE:
        _poser_les_menus(personne, services, lundi, jours, contexte)
    for jour in jours:
        for suivi in suivis:
            service = services[suivi.etablissement_id]
            if service.ouvre_le(jour.jour):
                jour.cases.append(_case(service, suivi, jour, contexte))
        # Of two schools, the one that opens not is said beside the other's children.
        fermes = [s for s in services.values() if not jour.cases or s.ferme_pour(jour.jour) is not None]
        ou = (f"{s.etablissement.nom}{_(' : ')}" if jour.cases else "" for s in fermes)
        jour.fermes = list(dict.fromkeys(nom + _pourquoi(s, jour.jour) for nom, s in zip(ou, fermes, strict=True)))
    listes = list(services.values())
    confies = bool(suivis) and all(suivi.delegation is not None for suivi in suivis)
    siens = {suivi.etablissement_id for suivi in suivis if suivi.delegation is None}
    regles = [(s, regles_de(s, confie=s.etablissement_id not in siens)) for s in listes]
    return SemaineDeFamille(nature, lundi, listes, jours, regles, confies, modele)


def _derniere_dite(dits: dict, lundi: dt.date) -> dt.date | None:
    """The Monday of the last week before this one in which somebody came, of what was read."""
    jours = [d.jour for d in dits.values() if d.jour < lundi and d.etat in (OUI, ATTENTE)]
    return lundi_de(max(jours)) if jours else None


def _pourquoi(service: ServicePeriscolaire, jour: dt.date) -> str:
    if (raison := service.ferme_pour(jour)) is not None:
        return " ".join(filter(None, (_("Fermé ce jour-là."), raison and f"{en_francais(capfirst(raison))}.")))
    return fermeture(service.etablissement, jour) or _("Pas de service ce jour-là.")


def regles_de(service: ServicePeriscolaire, *, confie: bool = False) -> list[str]:
    """How it goes there, in sentences; `confie`, to who has no child of their own there."""
    regles = [
        _("Pour inscrire : %(delai)s.") % {"delai": service.ajout},
        _("Pour annuler : %(delai)s.") % {"delai": service.annulation},
        _("Après l’heure, appelez : %(contact)s.") % {"contact": qui_appeler(service)},
    ]
    if service.est_repas:
        en_oubli = _("En cas d’oubli, votre enfant mange dans tous les cas.")
        regles.append(_("En cas d’oubli, l’enfant mange dans tous les cas.") if confie else en_oubli)
    return regles


class _Contexte:
    """What every case of a week reads."""

    def __init__(self, personne: Personne, services: dict, dits: dict, ecart: dt.timedelta | None) -> None:
        """`ecart`: how long before its day each is ticked as."""
        self.personne, self.dits, self.ecart = personne, dits, ecart
        self.maintenant = timezone.now()
        self.prises: Counter = Counter()
        self.decident = Declarant.objects.decident([s.eleve.pk for s in droits.enfants_de(personne)])
        self.regimes: dict[int, str] = {}
        self.variantes: dict[tuple[int, dt.date], str] = {}


def _dits(personne: Personne, services: dict, debut: dt.date, fin: dt.date) -> dict:
    dits = JourDeclare.objects.des_enfants_de(personne).filter(
        service__in=[s.pk for s in services.values()], jour__range=(debut, fin)
    )
    return {(d.service_id, d.eleve_id, d.jour): d for d in dits.select_related("par")}


def _poser_les_menus(
    personne: Personne, services: dict, lundi: dt.date, jours: list[JourDeFamille], contexte: _Contexte
) -> None:
    """What is eaten in each school: said once when all eat the same."""
    ecoles = [s.etablissement for s in services.values()]
    semaines = semaines_de(ecoles, lundi, Menu.objects.lus_par(personne).publies())
    par_jour: dict[dt.date, list[tuple[str, JourDeMenu]]] = defaultdict(list)
    for ecole in ecoles:
        for du_jour in semaines[ecole.pk].jours:
            if du_jour.menu:
                par_jour[du_jour.jour].append((ecole.nom, du_jour))
                sans = [plat.nom for plat in du_jour.plats if plat.sans_viande]
                contexte.variantes[ecole.pk, du_jour.jour] = ", ".join(sans)
    for jour in jours:
        lus = par_jour[jour.jour]
        memes = len({menu.en_mots for _nom, menu in lus}) == 1
        jour.menus = [("", lus[0][1])] if memes else lus
    regimes = Regime.objects.des_enfants_de(personne).order_by()
    contexte.regimes = dict(regimes.values_list("eleve_id", "repas"))


def _case(service: ServicePeriscolaire, suivi: Suivi, jour: JourDeFamille, contexte: _Contexte) -> Case:
    quel_jour, maintenant = jour.jour, contexte.maintenant
    case = Case(service, suivi, quel_jour, contexte.dits.get((service.pk, suivi.eleve.pk, quel_jour)))
    avant = contexte.dits.get((service.pk, suivi.eleve.pk, quel_jour - contexte.ecart)) if contexte.ecart else None
    limite = service.limite_annulation(quel_jour) if case.etat == OUI else service.limite_ajout(quel_jour)
    case.est_libre = maintenant <= limite or (case.etat == ATTENTE)
    if suivi.delegation is not None:
        case.est_libre = False
    elif not droits.peut_declarer(
        contexte.personne,
        service.etablissement_id,
        suivi.eleve.pk,
        contexte.decident.get((service.etablissement_id, suivi.eleve.pk)),
    ):
        case.est_libre, case.pourquoi = False, _("L’école a décidé qui déclare.")
    elif not case.est_libre and timezone.localdate() <= quel_jour:
        case.pourquoi = apres_l_heure(service, limite)
    prises = contexte.prises[service.pk, quel_jour]
    case.est_pleine = service.capacite is not None and prises >= service.capacite and case.etat != OUI
    case.est_cochee = avant.etat in (OUI, ATTENTE) if avant and case.est_libre else case.dite
    if case.dit and case.dit.par_id != contexte.personne.pk and suivi.delegation is None:
        case.par_qui = _par_qui(case.dit)
    case.precision = _ce_qu_il_mange(service, suivi, quel_jour, contexte)
    case.est_un_plat = case.precision == contexte.variantes.get((service.etablissement_id, quel_jour))
    return case


def _par_qui(dit: JourDeclare) -> str:
    if dit.origine == JourDeclare.Origine.ECOLE:
        return _("par l’école")
    return _("par %(nom)s") % {"nom": dit.par.nom_affiche} if dit.par else ""


def _ce_qu_il_mange(service: ServicePeriscolaire, suivi: Suivi, jour: dt.date, contexte: _Contexte) -> str:
    repas = contexte.regimes.get(suivi.eleve.pk) if service.est_repas else ""
    if repas == Regime.Repas.PANIER:
        return _("panier repas")
    if repas == Regime.Repas.SANS_VIANDE:
        return contexte.variantes.get((service.etablissement_id, jour)) or _("sans viande")
    return ""
