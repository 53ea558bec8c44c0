"""Who eats or stays on a day: by name for who serves, in counts for who cooks."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Inscription, Personne
from ent.annuaire.registres.enfants import Depart, departs_de
from ent.socle.dates import aujourd_hui, time_format

from .. import droits
from ..allergenes import Allergene
from ..models import JourDeclare, Plat, Pointage, Regime, ServicePeriscolaire
from .absences import Manquant, absents_de_la_classe, manquent_en_bloc

# From these, a child leaves school.
DEPARTS = (ServicePeriscolaire.Nature.ETUDE, ServicePeriscolaire.Nature.GARDERIE_SOIR)
OUI, ATTENTE = JourDeclare.Etat.OUI, JourDeclare.Etat.ATTENTE
PAS_VU, LA = "||", "oui||"  # as a page bears them (`dit_de`)


@dataclass
class Ligne:
    """A child on the list of a day."""

    inscription: Inscription
    dit: JourDeclare | None
    pointage: Pointage | None
    repas: str = Regime.Repas.TOUT
    a_eviter: list[Allergene] = field(
        default_factory=list
    )  # for who serves, when the meal of the day holds it or does not say
    manque_en_classe: bool = False  # absent from it, or gone since (`parti_a`)
    parti_a: dt.time | None = None
    depart: Depart = field(default_factory=Depart)  # alone, or with whom, where one leaves from this service

    @property
    def eleve(self) -> Personne:
        return self.inscription.eleve

    @property
    def est_attendu(self) -> bool:
        return bool(self.dit and self.dit.etat == OUI)

    @property
    def manque(self) -> bool:
        """Declared, known not to be in class, and not seen here."""
        return self.est_attendu and self.manque_en_classe and not (self.pointage and self.pointage.present)

    @property
    def manque_dit(self) -> str:
        """What their class knows: « parti à 11 h 00 »."""
        if self.parti_a is None:
            return _("absent de la classe") if self.manque_en_classe else ""
        return _("parti à %(heure)s") % {"heure": time_format(self.parti_a, "G\u00a0\\h\u00a0i")}

    @property
    def est_venu_sans(self) -> bool:
        """Seen without having been declared: it eats, and it is said."""
        return bool(self.pointage and self.pointage.present and not self.est_attendu)

    @property
    def panier(self) -> bool:
        return self.repas == Regime.Repas.PANIER

    @property
    def sans_viande(self) -> bool:
        return self.repas == Regime.Repas.SANS_VIANDE


def dit_de(vu) -> str:
    """What was seen of a child, as a page bears it: « oui|17:10|sa grand-mère ». Wants a row, or what is to be one."""
    if vu is None or vu.present is None:
        return PAS_VU
    parti = f"{vu.parti_a:%H:%M}" if vu.parti_a else ""
    return f"{'oui' if vu.present else 'non'}|{parti}|{vu.parti_avec}".strip()


class _Compte:
    """Of lines: who was declared, and who of them is awaited."""

    lignes: list[Ligne]

    @property
    def inscrits(self) -> int:
        return sum(ligne.est_attendu for ligne in self.lignes)

    @property
    def attendus(self) -> int:
        return self.inscrits - sum(ligne.manque for ligne in self.lignes)


@dataclass
class ListeDeClasse(_Compte):
    classe: Classe
    lignes: list[Ligne] = field(default_factory=list)


@dataclass
class ListeDuJour(_Compte):
    service: ServicePeriscolaire
    jour: dt.date
    classes: list[ListeDeClasse]
    autres: list[Inscription]  # of the same classes, not on the list: who comes without being declared is added
    attendent: int

    @cached_property
    def en_bloc(self) -> list[Manquant]:
        lues = ((c.classe.pk, c.classe.nom, c.inscrits) for c in self.classes)
        return manquent_en_bloc(self.service, self.jour, lues)

    @property
    def lignes(self) -> list[Ligne]:
        return [ligne for classe in self.classes for ligne in classe.lignes]

    @property
    def tous(self) -> list[Ligne]:
        """Those whom nobody expects too: a page that was opened before one of them was taken off may say that they came."""
        return self.lignes + [Ligne(inscription, None, None) for inscription in self.autres]

    @property
    def tait_des_venants(self) -> bool:
        """Of some children who leave from there, who may come is not for this reader, as it is not at the gate of the school."""
        a_venir = self.service.nature in DEPARTS and self.jour >= aujourd_hui()
        return a_venir and any(ligne.depart.venants is None for ligne in self.lignes)

    @property
    def presents(self) -> int:
        return sum(bool(ligne.pointage and ligne.pointage.present) for ligne in self.lignes)


def services_lus(personne: Personne) -> list[ServicePeriscolaire]:
    """What is open, of the schools where one works; by school, then by the hour. One query."""
    lus = ServicePeriscolaire.objects.lus_par(personne).filter(ferme_le=None)
    return list(lus.select_related("etablissement").order_by("etablissement__nom", "debut", "pk"))


def classes_lues(personne: Personne, service: ServicePeriscolaire) -> Collection[int] | None:
    """None: all of them. Otherwise those that one teaches: their list, and no other."""
    if droits.peut_tout_lire(personne, service, set(service.encadrants.values_list("pk", flat=True))):
        return None
    return droits.portee_de(personne).classes_tenues


def liste_du_jour(personne: Personne, service: ServicePeriscolaire, jour: dt.date) -> ListeDuJour:
    """By class, those who are expected and those who came. Six queries, whatever their number; two more of allergens, for who serves, and
    where one leaves from there, those of who goes home alone and of who may come.
    """
    inscrits = inscriptions_du(service, jour)
    if (tenues := classes_lues(personne, service)) is not None:
        inscrits = inscrits.filter(classe__in=tenues)
    inscrits = list(inscrits)
    dits = {d.eleve_id: d for d in _en_vigueur(service, jour)}
    vus = {p.eleve_id: p for p in Pointage.objects.filter(service=service, jour=jour)}
    absents = absents_de_la_classe(service, jour)
    lignes = {
        i.eleve_id: Ligne(
            i,
            dits.get(i.eleve_id),
            vus.get(i.eleve_id),
            manque_en_classe=i.eleve_id in absents,
            parti_a=absents.get(i.eleve_id),
        )
        for i in inscrits
        if (i.eleve_id in dits and dits[i.eleve_id].etat == OUI) or i.eleve_id in vus
    }
    if service.est_repas and droits.peut_lire_les_allergenes(personne, service.etablissement_id):
        _dire_les_regimes(service, jour, lignes)
    if service.nature in DEPARTS:
        for eleve, depart in departs_de(personne, service.etablissement_id, lignes.keys(), jour).items():
            lignes[eleve].depart = depart
    classes: dict[int, ListeDeClasse] = {}
    for inscription in inscrits:
        liste = classes.setdefault(inscription.classe_id, ListeDeClasse(inscription.classe))
        if inscription.eleve_id in lignes:
            liste.lignes.append(lignes[inscription.eleve_id])
    return ListeDuJour(
        service,
        jour,
        list(classes.values()),
        [i for i in inscrits if i.eleve_id not in lignes],
        sum(d.etat == ATTENTE for d in dits.values()) if tenues is None else 0,
    )


def inscriptions_du(service: ServicePeriscolaire, jour: dt.date):
    """Pupils of the school that day, class by class."""
    ici = Inscription.objects.filter(
        en_cours(jour=jour), classe__etablissement=service.etablissement_id, classe__fermee_le=None
    )
    return ici.select_related("eleve", "classe").order_by(
        "classe__nom", "classe_id", "eleve__prenom", "eleve__nom", "pk"
    )


def _en_vigueur(service: ServicePeriscolaire, jour: dt.date):
    return (
        JourDeclare.objects.en_vigueur()
        .presents(jour, [service.etablissement_id])
        .filter(service=service)
        .select_related("par")
    )


def _dire_les_regimes(service: ServicePeriscolaire, jour: dt.date, lignes: dict[int, Ligne]) -> None:
    """What each eats; what to avoid only when the meal of that day holds it, or when nobody said what it holds."""
    regimes = Regime.objects.en_vigueur().filter(etablissement=service.etablissement_id, eleve__in=lignes)
    plats = list(Plat.objects.filter(menu__etablissement=service.etablissement_id, menu__jour=jour))
    contenus, tout_est_dit = {a for p in plats for a in p.allergenes}, bool(plats) and all(p.dits for p in plats)
    for regime in regimes:
        ligne = lignes[regime.eleve_id]
        ligne.repas = regime.repas
        ligne.a_eviter = [a for a in regime.a_eviter if a in contenus or not tout_est_dit]


# --- The kitchen ------------------------------------------------------------------------------------------------------
@dataclass
class CompteDeClasse:
    classe: Classe
    tout: int = 0
    sans_viande: int = 0
    panier: int = 0
    hier: int = 0

    @property
    def total(self) -> int:
        return self.tout + self.sans_viande + self.panier

    @property
    def ecart(self) -> int:
        return self.total - self.hier

    @property
    def ecart_nu(self) -> int:
        return abs(self.ecart)


@dataclass
class Cuisine:
    """Counts alone: no name, and no reason."""

    service: ServicePeriscolaire
    jour: dt.date
    classes: list[CompteDeClasse]
    allergenes: list[tuple[Allergene, int, list[str]]]  # children who avoid it, and dishes of the day that hold it
    plats: list[Plat]
    attendent: int
    absents: int  # expected, and known not to be in class, or to have left

    @cached_property
    def en_bloc(self) -> list[Manquant]:
        return manquent_en_bloc(self.service, self.jour, ((c.classe.pk, c.classe.nom, c.total) for c in self.classes))

    @property
    def est_aujourd_hui(self) -> bool:
        return self.jour == timezone.localdate()

    def _somme(self, nom: str) -> int:
        return sum(getattr(classe, nom) for classe in self.classes)

    @property
    def total(self) -> int:
        return self._somme("total")

    @property
    def tout(self) -> int:
        return self._somme("tout")

    @property
    def sans_viande(self) -> int:
        return self._somme("sans_viande")

    @property
    def panier(self) -> int:
        return self._somme("panier")

    @property
    def tout_est_dit(self) -> bool:
        return bool(self.plats) and all(plat.dits for plat in self.plats)

    @property
    def arret(self) -> dt.datetime:
        return self.service.arret(self.jour)

    @property
    def est_arretee(self) -> bool:
        return timezone.now() > self.arret


def cuisine_de(service: ServicePeriscolaire, jour: dt.date) -> Cuisine:
    """Six queries, whatever the number of children."""
    inscrits = list(inscriptions_du(service, jour))
    dits = dict(_en_vigueur(service, jour).order_by().values_list("eleve_id", "etat"))
    hier = _oui_hier(service, jour)
    regimes = {r.eleve_id: r for r in Regime.objects.en_vigueur().filter(etablissement=service.etablissement_id)}
    classes: dict[int, CompteDeClasse] = {}
    evites: Counter = Counter()
    for i in inscrits:
        compte = classes.setdefault(i.classe_id, CompteDeClasse(i.classe))
        compte.hier += i.eleve_id in hier
        if dits.get(i.eleve_id) == OUI:
            regime = regimes.get(i.eleve_id)
            repas = regime.repas if regime else Regime.Repas.TOUT
            champ = {Regime.Repas.SANS_VIANDE: "sans_viande", Regime.Repas.PANIER: "panier"}.get(repas, "tout")
            setattr(compte, champ, getattr(compte, champ) + 1)
            evites.update(regime.a_eviter if regime else [])
    plats = _plats_du(service, jour)
    return Cuisine(
        service,
        jour,
        list(classes.values()),
        [(a, evites[a], [p.nom for p in plats if a in p.allergenes]) for a in Allergene if evites[a]],
        plats,
        sum(etat == ATTENTE for etat in dits.values()),
        sum(dits.get(eleve) == OUI for eleve in absents_de_la_classe(service, jour)),
    )


@dataclass
class Deja:
    """How the day that follows stands."""

    jour: dt.date
    total: int
    sans_reponse: int


def deja_reserves(service: ServicePeriscolaire, jour: dt.date) -> Deja:
    """Two queries."""
    etats = dict(_en_vigueur(service, jour).order_by().values_list("eleve_id", "etat"))
    muets = set()
    if service.demande_reponse:
        muets = set(inscriptions_du(service, jour).order_by().values_list("eleve_id", flat=True)) - etats.keys()
    return Deja(jour, sum(etat == OUI for etat in etats.values()), len(muets))


def _plats_du(service: ServicePeriscolaire, jour: dt.date) -> list[Plat]:
    return list(Plat.objects.filter(menu__etablissement=service.etablissement_id, menu__jour=jour).order_by("rang"))


def _oui_hier(service: ServicePeriscolaire, jour: dt.date) -> set[int]:
    """Who was expected when yesterday ended, whatever was said since."""
    minuit = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    alors = JourDeclare.objects.presents(jour, [service.etablissement_id]).filter(
        Q(remplace_le=None) | Q(remplace_le__gte=minuit), service=service, etat=OUI, dit_le__lt=minuit
    )
    return set(alors.order_by().values_list("eleve_id", flat=True))


def prochain_jour(service: ServicePeriscolaire, jour: dt.date, sens: int = 1) -> dt.date | None:
    """The day of this service after that one, or before it; None in a hundred days."""
    for pas in range(1, 100):
        autre = jour + sens * pas * dt.timedelta(days=1)
        if service.ouvre_le(autre):
            return autre
    return None


def jour_a_montrer(service: ServicePeriscolaire) -> dt.date:
    """Today where the service is open, else the next day."""
    aujourd_hui = timezone.localdate()
    return aujourd_hui if service.ouvre_le(aujourd_hui) else prochain_jour(service, aujourd_hui) or aujourd_hui


def eleves_attendus(service: ServicePeriscolaire) -> set[int]:
    """Children (ids) who have a day there, or wait for a place, from today on, and are of the school that day. One query."""
    return set(_a_venir(service).order_by().values_list("eleve_id", flat=True))


def jours_a_venir(service: ServicePeriscolaire, jours: str) -> list[JourDeclare]:
    """Days that are declared on these weekdays (« 04 »), from the next time that it opens. One query."""
    maintenant = timezone.localtime()
    commence = maintenant.time() >= service.debut
    return [
        dit
        for dit in _a_venir(service)
        if str(dit.jour.weekday()) in jours and not (commence and dit.jour == maintenant.date())
    ]


def _a_venir(service: ServicePeriscolaire):
    return JourDeclare.objects.en_vigueur().filter(
        JourDeclare.est_present(ecoles=[service.etablissement_id]),
        service=service,
        etat__in=(OUI, ATTENTE),
        jour__gte=timezone.localdate(),
    )
