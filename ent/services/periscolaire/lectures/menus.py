"""Menus of a week: as a family reads them, as who writes them corrects them."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ent.annuaire.calendrier import est_jour_de_classe, fermeture
from ent.annuaire.models import Etablissement, Personne
from ent.socle.dates import date_format
from ent.socle.preparees import Preparee
from ent.socle.textes import norme

from .. import droits
from ..models import Menu, Plat, ServicePeriscolaire
from ..models.menus import MenuQuerySet

UN_JOUR = dt.timedelta(days=1)
SEMAINE = dt.timedelta(days=7)
PLATS = Preparee(
    lambda: Plat.objects.order_by("menu", "rang").values_list(
        "menu__etablissement_id", "menu__jour", "nom", "sans_viande"
    )
)


def lundi_de(jour: dt.date) -> dt.date:
    return jour - dt.timedelta(days=jour.weekday())


def semaine_a_lire() -> dt.date:
    """At the weekend, the week that comes: nobody reads what was eaten."""
    aujourd_hui = timezone.localdate()
    return lundi_de(aujourd_hui) if aujourd_hui.weekday() < 5 else lundi_de(aujourd_hui) + SEMAINE


@dataclass
class JourDeMenu:
    jour: dt.date
    ferme: str  # why there is no school; empty on a class day
    menu: Menu | None = None
    est_otee: bool = False  # the school closed that day, of which a menu was published

    @property
    def plats(self) -> list[Plat]:
        return list(self.menu.plats.all()) if self.menu else []

    @property
    def en_mots(self) -> str:
        return plats_en_mots((plat.nom, plat.sans_viande) for plat in self.plats)


@dataclass
class SemaineDeMenus:
    ecole: Etablissement
    lundi: dt.date
    jours: list[JourDeMenu] = field(default_factory=list)

    @property
    def a_des_menus(self) -> bool:
        return any(j.menu for j in self.jours)

    @property
    def est_publiee(self) -> bool:
        return any(j.menu and j.menu.publie_le for j in self.jours)

    @property
    def non_dits(self) -> int:
        """Dishes whose allergens nobody said."""
        return sum(not plat.dits for j in self.jours for plat in j.plats)

    @property
    def a_voix_haute(self) -> str:
        """The week in sentences, for who listens: in French, as dishes are named."""
        with translation.override("fr"):
            return " ".join(voix_du_jour(j) for j in self.jours)

    @property
    def en_mots(self) -> str:
        return " ; ".join(f"{date_format(j.jour, 'l j')}, {j.en_mots}" for j in self.jours if j.menu)

    @property
    def empreinte(self) -> str:
        """Of its dishes, in one school: what a page that would replace them has shown."""
        return f"{self.ecole.pk}-{hashlib.sha256(repr(self.dite).encode()).hexdigest()[:16]}"

    @property
    def dite(self) -> dict[dt.date, list[tuple[str, bool]]]:
        """Dishes alone, to tell whether two schools eat the same."""
        return {j.jour: [(norme(p.nom), p.sans_viande) for p in j.plats] for j in self.jours if j.menu}


def voix_du_jour(jour: JourDeMenu) -> str:
    tete = date_format(jour.jour, "l j")
    if jour.ferme:
        return f"{tete} : {jour.ferme}"
    return f"{tete} : {jour.en_mots}." if jour.menu else ""


def plats_en_mots(plats: Iterable[tuple[str, bool]]) -> str:
    """Of dishes, each with whether it is served instead of meat: « Betteraves, poulet rôti ou omelette, clémentine ». French, as they are."""
    mots = ""
    for nom, sans_viande in plats:
        lien = " ou " if sans_viande and mots else ", " if mots else ""
        mots += f"{lien}{nom[:1].lower() + nom[1:] if mots else nom}"
    return mots


def semaines_de(ecoles: Collection[Etablissement], lundi: dt.date, menus: MenuQuerySet) -> dict[int, SemaineDeMenus]:
    """By school (id), of what `menus` lets read. Two queries, whatever their number."""
    par_jour = {
        (m.etablissement_id, m.jour): m
        for m in menus.filter(
            etablissement__in=[e.pk for e in ecoles], jour__range=(lundi, lundi + 4 * UN_JOUR)
        ).prefetch_related(Prefetch("plats", Plat.objects.order_by("rang")))
    }
    semaines = {}
    for ecole in ecoles:
        jours = [lundi + n * UN_JOUR for n in range(5)]
        # Wednesday is a day of the page only where there is school, or something to eat.
        semaines[ecole.pk] = SemaineDeMenus(
            ecole,
            lundi,
            [
                JourDeMenu(jour, fermeture(ecole, jour), par_jour.get((ecole.pk, jour)))
                for jour in jours
                if jour.weekday() != 2 or est_jour_de_classe(ecole, jour) or (ecole.pk, jour) in par_jour
            ],
        )
    return semaines


def semaine_lue(personne: Personne, ecole: Etablissement, lundi: dt.date) -> SemaineDeMenus:
    return _sans_les_jours_fermes(semaines_de([ecole], lundi, Menu.objects.lus_par(personne).publies())[ecole.pk])


def semaine_publique(ecole: Etablissement, lundi: dt.date) -> SemaineDeMenus:
    """As everybody reads it: nothing of a child is in a menu."""
    return _sans_les_jours_fermes(semaines_de([ecole], lundi, Menu.objects.publies())[ecole.pk])


def _sans_les_jours_fermes(semaine: SemaineDeMenus) -> SemaineDeMenus:
    """What would have been eaten on a day that the school closed is no meal to read."""
    cantine = _cantine_de(semaine.ecole)
    for jour in semaine.jours:
        if cantine and jour.menu and cantine.ferme_pour(jour.jour) is not None:
            jour.menu, jour.ferme, jour.est_otee = None, _("Fermé ce jour-là."), True
    return semaine


def menus_lus(
    personne: Personne, ecoles: Collection[int], debut: dt.date, fin: dt.date
) -> dict[tuple[int, dt.date], str]:
    """What there is to eat between two days, in words, by school (id) and day. One query."""
    ici = droits.menus_lus_par(personne, "menu__") & ~Q(menu__publie_le=None)
    plats: dict[tuple[int, dt.date], list[tuple[str, bool]]] = defaultdict(list)
    for ecole, jour, nom, sans_viande in PLATS.lire(
        ici & Q(menu__etablissement__in=ecoles, menu__jour__gte=debut, menu__jour__lte=fin)
    ):
        plats[ecole, jour].append((nom, sans_viande))
    return {cle: plats_en_mots(siens) for cle, siens in plats.items()}


def jours_servis(ecole: Etablissement, lundi: dt.date) -> list[dt.date]:
    """When one eats there, that week: the days of its cantine, or of its classes where no cantine is open."""
    cantine = _cantine_de(ecole)
    return [jour for jour in jours_de_repas(ecole, lundi) if cantine is None or cantine.ferme_pour(jour) is None]


def jours_de_repas(ecole: Etablissement, lundi: dt.date) -> list[dt.date]:
    """The same by its rules, had nobody closed a day of them: it may open after all."""
    jours = [jour for jour in (lundi + n * UN_JOUR for n in range(5)) if est_jour_de_classe(ecole, jour)]
    cantine = _cantine_de(ecole)
    return [jour for jour in jours if cantine.ouvrirait_le(jour)] if cantine else jours


def jours_a_ecrire(semaine: SemaineDeMenus) -> set[dt.date]:
    """Those of which dishes may be written: one eats then, or a menu is there already, to be corrected."""
    return {*jours_de_repas(semaine.ecole, semaine.lundi), *(j.jour for j in semaine.jours if j.menu)}


def _cantine_de(ecole: Etablissement) -> ServicePeriscolaire | None:
    nature = ServicePeriscolaire.Nature.CANTINE
    return ServicePeriscolaire.objects.filter(etablissement=ecole, nature=nature, ferme_le=None).first()


def semaine_ecrite(personne: Personne, ecole: Etablissement, lundi: dt.date) -> SemaineDeMenus:
    return semaines_de([ecole], lundi, Menu.objects.ecrits_par(personne))[ecole.pk]


def ecoles_lues(personne: Personne) -> list[Etablissement]:
    """Schools whose menus this person reads."""
    return list(Etablissement.objects.filter(droits.ecoles_des_menus_lues_par(personne)))


def ecoles_ecrites(personne: Personne) -> list[Etablissement]:
    """Schools whose menus this person writes; a collège cooks for itself."""
    ecoles = Etablissement.objects.filter(droits.ecoles_des_menus_par(personne))
    return list(ecoles.exclude(nature=Etablissement.Nature.COLLEGE))


def autres_semaines(personne: Personne, semaine: SemaineDeMenus) -> list[SemaineDeMenus]:
    """That week in the other schools whose menus this person writes."""
    autres = [e for e in ecoles_ecrites(personne) if e.pk != semaine.ecole.pk]
    return list(semaines_de(autres, semaine.lundi, Menu.objects.ecrits_par(personne)).values()) if autres else []


def meme_semaine(personne: Personne, semaine: SemaineDeMenus) -> list[Etablissement]:
    """Other schools of this person that eat the same that week: what is said of one is said of them."""
    autres = autres_semaines(personne, semaine) if semaine.a_des_menus else []
    return [autre.ecole for autre in autres if autre.dite == semaine.dite]


def deja_dits(ecole: Etablissement, plats: Collection[Plat]) -> dict[int, tuple[str, dt.date]]:
    """By dish (id) whose allergens nobody said: what was said last time of a dish of that name in the school, and when. A recipe changes: it is
    proposed, and somebody says it.
    """
    noms = {plat.pk: norme(plat.nom) for plat in plats if not plat.dits}
    if not noms:
        return {}
    dits = Plat.objects.filter(menu__etablissement=ecole, dits=True).order_by("-menu__jour", "-pk")
    connus: dict[str, tuple[str, dt.date]] = {}
    for nom, bruts, jour in dits.values_list("nom", "allergenes_bruts", "menu__jour")[:2000]:
        connus.setdefault(norme(nom), (bruts, jour))
    return {pk: connus[nom] for pk, nom in noms.items() if nom in connus}


def semaines_a_reprendre(ecole: Etablissement, lundi: dt.date) -> list[dt.date]:
    """Former weeks of the school that have menus, newest first."""
    jours = Menu.objects.filter(etablissement=ecole, jour__lt=lundi).order_by("-jour")
    par_lundi: dict[dt.date, int] = defaultdict(int)
    for jour in jours.values_list("jour", flat=True)[:60]:
        par_lundi[lundi_de(jour)] += 1
    return list(par_lundi)[:8]
