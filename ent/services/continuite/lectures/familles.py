"""What a family reads of the collège: days, and what was said lately."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.portail.registres import Lignes
from ent.socle.preparees import Preparee

from .. import droits
from ..lignes import NOMS, Nature
from ..models import AgendaExterne, CompteRelie, Element, Plateforme
from . import agendas, comptes

RECENTS = dt.timedelta(days=30)
DU_JOUR = (Nature.DEVOIR, Nature.EVENEMENT, Nature.ABSENCE)  # kinds that stand on their day
BIENTOT = dt.timedelta(days=1)  # what a home shows: today and tomorrow
# Numbers and words alone: a home reads them with the count of unread news.
PROCHAINS = Preparee(lambda: Element.objects.order_by().values_list("pk", "eleve_id", "nature", "titre", "quand"))


@dataclass(frozen=True)
class Dit:
    """One thing of one day, as it is drawn."""

    pk: int
    nature: str
    titre: str
    jour: dt.date
    heure: dt.time | None
    suivi: Suivi
    source: str = ""  # the outside calendar that says it

    @property
    def nom_de_nature(self) -> str:
        return str(NOMS[Nature(self.nature)])

    @property
    def college(self) -> str:
        return self.suivi.inscription.classe.etablissement.nom


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Nothing to ask for who follows nobody in a collège."""
    if not droits.suivis_au_college(personne):
        return []
    aujourd_hui = timezone.localdate()
    bientot = Q(jour__gte=aujourd_hui, jour__lte=aujourd_hui + BIENTOT, nature__in=[n.value for n in DU_JOUR])
    return [(PROCHAINS, droits.elements_visibles_par(personne) & bientot)]


def des_jours(
    personne: Personne, suivis: Sequence[Suivi], debut: dt.date, fin: dt.date, lignes: Lignes | None
) -> list[Dit]:
    """What stands on these days. No query where a home gave its rows, or where nobody is in a collège; one otherwise."""
    au_college = {s.eleve.pk: s for s in suivis if s.inscription.classe.etablissement.nature == "college"}
    if not au_college:
        return []
    rangees = [ligne for lot in lignes for ligne in lot] if lignes is not None else _lues(personne, debut, fin)
    dits = [_dit(rangee, au_college[rangee[1]]) for rangee in rangees if rangee[1] in au_college]
    return [dit for dit in dits if debut <= dit.jour <= fin]


def _lues(personne: Personne, debut: dt.date, fin: dt.date) -> list[tuple]:
    entre = Q(jour__gte=debut, jour__lte=fin, nature__in=[n.value for n in DU_JOUR])
    return PROCHAINS.lire(droits.elements_visibles_par(personne) & entre)


def _dit(rangee: tuple, suivi: Suivi) -> Dit:
    pk, _eleve, nature, titre, quand = rangee
    jour, heure, source = (*quand.split(" ", 2), "", "")[:3]
    a = dt.time.fromisoformat(heure) if heure else None
    return Dit(pk, nature, titre, dt.date.fromisoformat(jour), a, suivi, source)


@dataclass
class DUnEnfant:
    """The page of one child: days to come, then what was said lately; the calendars that one added."""

    suivi: Suivi
    a_venir: list[Element] = field(default_factory=list)
    recents: list[Element] = field(default_factory=list)
    agendas: list[AgendaExterne] = field(default_factory=list)
    comptes: list[CompteRelie] = field(default_factory=list)
    a_relier: list[Plateforme] = field(default_factory=list)
    peut_ajouter: bool = False


@dataclass
class DePlusieurs:
    """What an account says of several children, without saying which."""

    compte: CompteRelie
    recents: list[Element] = field(default_factory=list)

    @property
    def comptes(self) -> list[CompteRelie]:
        return [self.compte]


def page_de(personne: Personne) -> list[DUnEnfant]:
    """One query more than the rights'."""
    enfants = [DUnEnfant(suivi) for suivi in droits.suivis_au_college(personne)]
    aujourd_hui = timezone.localdate()
    recents = Q(agenda=None, jour__gte=aujourd_hui - RECENTS)
    bientot = Q(jour__gte=aujourd_hui, jour__lte=aujourd_hui + BIENTOT)  # of a timetable: « Semaine » has the rest
    lus = (
        Element.objects.visibles_par(personne).filter(recents | bientot).select_related("compte__plateforme")
        if enfants
        else []
    )
    for element in lus:
        for enfant in enfants:
            if (enfant.suivi.eleve.pk, enfant.suivi.etablissement_id) == (element.eleve_id, element.etablissement_id):
                du_jour = element.nature in DU_JOUR
                if du_jour and element.jour >= aujourd_hui:
                    enfant.a_venir.append(element)
                elif not du_jour or element.nature == Nature.ABSENCE:
                    enfant.recents.insert(0, element)
    return enfants


def page_avec_ce_qu_on_ajoute(personne: Personne) -> tuple[list[DUnEnfant], list[DePlusieurs]]:
    """The same, with the calendars and the accounts that one added. Four queries more; none for a pupil."""
    enfants = page_de(personne)
    ajoutables = {suivi.eleve.pk for suivi in droits.enfants_au_college(personne)}
    if not ajoutables:
        return enfants, []
    siens, relies = agendas.gardes_par(personne), comptes.de(personne)
    a_relier = comptes.a_relier(personne, relies)
    for enfant in enfants:
        pk = enfant.suivi.eleve.pk
        enfant.peut_ajouter = pk in ajoutables
        enfant.agendas = siens.get(pk, [])
        enfant.comptes = [compte for compte in relies if compte.eleve_id == pk]
        enfant.a_relier = a_relier.get(enfant.suivi.etablissement_id, []) if enfant.peut_ajouter else []
    de_plusieurs = [DePlusieurs(compte) for compte in relies if compte.eleve_id is None]
    for lot in de_plusieurs:
        depuis = timezone.localdate() - RECENTS
        lot.recents = list(
            lot.compte.elements.visibles_par(personne).filter(jour__gte=depuis).order_by("-jour", "-heure", "-pk")
        )
    return enfants, de_plusieurs
