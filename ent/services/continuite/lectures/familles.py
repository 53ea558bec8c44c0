"""What a family reads of the collège: days, and what was said lately."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Affectation, Personne
from ent.annuaire.models.portee import Suivi
from ent.portail.registres import Lignes
from ent.socle.preparees import Preparee, lire_ensemble

from .. import droits
from ..lignes import NOMS, Nature
from ..models import AgendaExterne, CompteRelie, Element, Plateforme
from . import agendas, ailleurs, comptes

RECENTS = dt.timedelta(days=30)
DU_JOUR = (Nature.DEVOIR, Nature.EVENEMENT, Nature.ABSENCE)  # kinds that stand on their day
BIENTOT = dt.timedelta(days=1)  # what a home shows: today and tomorrow
# Numbers and words alone: a home reads them with the count of unread news.
PROCHAINS = Preparee(
    lambda: Element.objects.order_by().values_list("pk", "eleve_id", "nature", "titre", "quand", "enfant_id")
)


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
    est_dit_la: bool = False  # its title is a whole line, as a site like this one says it

    @property
    def nom_de_nature(self) -> str:
        return str(NOMS[Nature(self.nature)])

    @property
    def college(self) -> str:
        return self.suivi.inscription.classe.etablissement.nom


def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """Nothing to ask for who follows nobody."""
    if not _peut_en_lire(personne):
        return []
    aujourd_hui = timezone.localdate()
    bientot = Q(jour__gte=aujourd_hui, jour__lte=aujourd_hui + BIENTOT, nature__in=[n.value for n in DU_JOUR])
    lus = (PROCHAINS, droits.elements_visibles_par(personne) & bientot)
    return [lus, ailleurs.question(personne)] if droits.enfants_d_ici(personne) else [lus]


def _peut_en_lire(personne: Personne) -> bool:
    return bool(droits.suivis_au_college(personne) or droits.enfants_d_ici(personne))


def des_jours(
    personne: Personne,
    suivis: Sequence[Suivi],
    debut: dt.date,
    fin: dt.date,
    lignes: Lignes | None,
    *,
    d_un_seul: bool = False,
) -> list[Dit]:
    """What stands on these days; `d_un_seul`: the page keeps to one child, were they the only one of here. No query where a home gave its rows; one
    otherwise, and one for children who are in no class of here, if there are lines of any.
    """
    if not _peut_en_lire(personne):
        return []
    if lignes is None:
        rangees: Sequence[tuple] = _lues(personne, debut, fin)
    else:
        rangees, *relies = lignes
        for lot in relies:
            ailleurs.retenir(personne, lot)
    qui = _de_qui(personne, suivis, rangees, tous=not d_un_seul and not ailleurs.est_filtre(personne, suivis))
    dits = [_dit(rangee, suivi) for rangee in rangees if (suivi := qui.get(rangee[0]))]
    return [dit for dit in dits if debut <= dit.jour <= fin]


def _de_qui(personne: Personne, suivis: Sequence[Suivi], rangees: Sequence[tuple], *, tous: bool) -> dict[int, Suivi]:
    """By line, the child of the page whom it is about."""
    au_college = {s.eleve.pk: s for s in suivis if s.inscription.classe.etablissement.nature == "college"}
    vus = {s.eleve.pk for s in suivis}
    relies = ailleurs.des_relies(personne, {rangee[5] for rangee in rangees if rangee[5]})
    qui: dict[int, Suivi | None] = {}
    restent: dict[int, int] = {}
    for pk, eleve, *_dits, enfant in rangees:
        relie = relies.get(enfant)
        if relie is not None:
            # One who is in a collège of here too is chosen as any other.
            qui[pk] = au_college.get(relie.eleve.pk) or (
                relie if not relie.inscription.pk and (tous or relie.eleve.pk in vus) else None
            )
        elif eleve in au_college:
            qui[pk] = au_college[eleve]
        elif tous and eleve in personne.portee.partis:
            restent[pk] = eleve
    partis = ailleurs.des_partis(personne, restent.values(), _colleges_de(restent))
    return {pk: suivi for pk, suivi in qui.items() if suivi} | {
        pk: partis[eleve] for pk, eleve in restent.items() if eleve in partis
    }


def _colleges_de(elements: dict[int, int]) -> dict[int, str]:
    """By pupil, the name of the collège that says these lines. One query, none for nobody."""
    if not elements:
        return {}
    return dict(Element.objects.filter(pk__in=elements).order_by().values_list("eleve_id", "etablissement__nom"))


def _lues(personne: Personne, debut: dt.date, fin: dt.date) -> list[tuple]:
    entre = Q(jour__gte=debut, jour__lte=fin, nature__in=[n.value for n in DU_JOUR])
    question = (PROCHAINS, droits.elements_visibles_par(personne) & entre)
    if not droits.enfants_d_ici(personne):
        return PROCHAINS.lire(question[1])
    lues, relies = lire_ensemble(question, ailleurs.question(personne))
    ailleurs.retenir(personne, relies)
    return lues


def _dit(rangee: tuple, suivi: Suivi) -> Dit:
    pk, _eleve, nature, titre, quand, enfant = rangee
    jour, heure, source = (*quand.split(" ", 2), "", "")[:3]
    a = dt.time.fromisoformat(heure) if heure else None
    return Dit(pk, nature, titre, dt.date.fromisoformat(jour), a, suivi, source, bool(enfant))


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
    """One query more than the rights'; one for children who are in no class of here, if there are."""
    enfants = [DUnEnfant(suivi) for suivi in droits.suivis_au_college(personne)]
    aujourd_hui = timezone.localdate()
    recents = Q(agenda=None, jour__gte=aujourd_hui - RECENTS)
    bientot = Q(jour__gte=aujourd_hui, jour__lte=aujourd_hui + BIENTOT)  # of a timetable: « Semaine » has the rest
    lus = (
        list(Element.objects.visibles_par(personne).filter(recents | bientot).select_related("compte__plateforme"))
        if _peut_en_lire(personne)
        else []
    )
    d_ailleurs = _enfants_d_ailleurs(personne, lus)
    for element in lus:
        siens = [d_ailleurs[cle]] if (cle := _cle(element)) in d_ailleurs else []
        for enfant in siens or [e for e in enfants if _est_de(element, e.suivi)]:
            du_jour = element.nature in DU_JOUR
            if du_jour and element.jour >= aujourd_hui:
                enfant.a_venir.append(element)
            elif not du_jour or element.nature == Nature.ABSENCE:
                enfant.recents.insert(0, element)
    return [*enfants, *(enfant for enfant in d_ailleurs.values() if enfant not in enfants)]


def _est_de(element: Element, suivi: Suivi) -> bool:
    return (suivi.eleve.pk, suivi.etablissement_id) == (element.eleve_id, element.etablissement_id)


def _cle(element: Element) -> tuple[str, int]:
    return ("relie", element.enfant_id) if element.enfant_id else ("parti", element.eleve_id or 0)


def _enfants_d_ailleurs(personne: Personne, lus: Sequence[Element]) -> dict[tuple[str, int], DUnEnfant]:
    """Those of linked accounts, with or without a line; those who left and of whom a collège says something."""
    comptes_ici = comptes.d_ailleurs(personne)
    relies = ailleurs.des_relies(personne, [enfant.pk for compte in comptes_ici for enfant in compte.enfants.all()])
    restent = {e.pk: e.eleve_id for e in lus if not e.enfant_id and e.eleve_id in personne.portee.partis}
    partis = ailleurs.des_partis(personne, restent.values(), _colleges_de(restent))
    trouves = {("parti", pk): DUnEnfant(suivi) for pk, suivi in partis.items()}
    for compte in comptes_ici:
        for enfant in compte.enfants.all():
            if enfant.eleve_id is None or enfant.eleve_id in droits.enfants_d_ici(personne):
                trouves["relie", enfant.pk] = DUnEnfant(relies[enfant.pk], comptes=[compte])
    return trouves


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
        enfant.comptes = enfant.comptes or [compte for compte in relies if compte.eleve_id == pk]
        enfant.a_relier = a_relier.get(enfant.suivi.etablissement_id, []) if enfant.peut_ajouter else []
    de_plusieurs = [
        DePlusieurs(compte) for compte in relies if compte.eleve_id is None and not compte.plateforme.dit_de_qui
    ]
    for lot in de_plusieurs:
        depuis = timezone.localdate() - RECENTS
        lot.recents = list(
            lot.compte.elements.visibles_par(personne).filter(jour__gte=depuis).order_by("-jour", "-heure", "-pk")
        )
    return enfants, de_plusieurs


def d_ici(enfants: Sequence["DUnEnfant"]) -> set[int]:
    """Of these pupils (ids), those whose collège writes on this very site: somebody teaches their class here. One query; none for nobody."""
    classes = {enfant.suivi.classe_id for enfant in enfants}
    lues = Affectation.objects.filter(en_cours(), classe__in=classes).order_by().values_list("classe", flat=True)
    tenues = set(lues) if classes else set()
    return {enfant.suivi.eleve.pk for enfant in enfants if enfant.suivi.classe_id in tenues}
