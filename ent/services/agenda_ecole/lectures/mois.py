"""The agenda of a person, by day and by month."""

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.annuaire.models.portee import Suivi
from ent.portail.registres import Lignes
from ent.socle.dates import est_plausible
from ent.socle.preparees import Preparee

from .. import droits
from ..models import Evenement
from .ailleurs import Ailleurs, d_ailleurs
from .series import EvenementLu, Occurrence, derouler

type Passage = Occurrence | Ailleurs
BIENTOT = dt.timedelta(days=21)
# Two numbers and a word each: what a home reads with the count of unread news.
PROCHAINS = Preparee(lambda: Evenement.objects.order_by().values_list("pk", "etablissement_id", "titre"))
DES_FAMILLES = Preparee(lambda: Evenement.objects.order_by().values_list(*EvenementLu._fields))


@dataclass
class Jour:
    jour: dt.date
    occurrences: list[Passage] = field(default_factory=list)
    est_hors_du_mois: bool = False
    est_sans_classe: bool = False


@dataclass
class Semaine:
    lundi: dt.date
    jours: list[Jour]

    @property
    def pleins(self) -> list[Jour]:
        """The days of the month on which something happens."""
        return [jour for jour in self.jours if jour.occurrences and not jour.est_hors_du_mois]


@dataclass
class Mois:
    premier: dt.date
    semaines: list[Semaine]
    aujourd_hui: dt.date

    @property
    def precedent(self) -> str:
        return (self.premier - dt.timedelta(days=1)).strftime("%Y-%m")

    @property
    def suivant(self) -> str:
        return (self.premier + dt.timedelta(days=32)).strftime("%Y-%m")

    @property
    def nom(self) -> str:
        return self.premier.strftime("%Y-%m")

    @property
    def est_vide(self) -> bool:
        return not any(semaine.pleins for semaine in self.semaines)

    @property
    def est_le_mois_en_cours(self) -> bool:
        return (self.premier.year, self.premier.month) == (self.aujourd_hui.year, self.aujourd_hui.month)


def mois_lu(brut: str) -> dt.date:
    """« 2026-12 »; this month when it is no month."""
    try:
        lu = dt.datetime.strptime(brut, "%Y-%m").date()
    except ValueError:
        lu = timezone.localdate().replace(day=1)
    return lu if est_plausible(lu) else timezone.localdate().replace(day=1)


def mois_de(personne: Personne, premier: dt.date) -> Mois:
    """Whole weeks, Monday first, with what other rooms say of them. Two queries more than the rights', and theirs."""
    semaines = calendar.Calendar().monthdatescalendar(premier.year, premier.month)
    debut, fin = semaines[0][0], semaines[-1][-1]
    occurrences = passages_de(personne, debut, fin)
    jours = {
        jour: Jour(
            jour,
            [o for o in occurrences if o.tient(jour)],
            jour.month != premier.month,
            jour.weekday() > 4 or calendrier.est_ferie_ou_en_vacances(jour),
        )
        for semaine in semaines
        for jour in semaine
    }
    return Mois(premier, [Semaine(s[0], [jours[jour] for jour in s]) for s in semaines], timezone.localdate())


def mois_ouvert(personne: Personne, brut: str) -> Mois:
    """The month asked for; this one by default, or the next where this one has nothing more and the next has. Two queries more then."""
    mois = mois_de(personne, mois_lu(brut))
    if brut or any(jour.occurrences and jour.jour >= mois.aujourd_hui for s in mois.semaines for jour in s.pleins):
        return mois
    suivant = mois_de(personne, mois_lu(mois.suivant))
    return mois if suivant.est_vide else suivant


def occurrences_de(personne: Personne, debut: dt.date, fin: dt.date) -> list[Occurrence]:
    """All that this person reads between these days. Two queries."""
    liens = "etablissement", "classe", "groupe", "serie"
    visibles = Evenement.objects.visibles_par(personne).entre(debut, fin).select_related(*liens).distinct()
    return derouler(visibles, debut, fin)


def passages_de(personne: Personne, debut: dt.date, fin: dt.date) -> list[Passage]:
    """The same, and what other rooms say of these days, in order."""
    tous: list[Passage] = [*occurrences_de(personne, debut, fin), *d_ailleurs(personne, debut, fin)]
    return sorted(tous, key=lambda passage: passage.rang)


# --- To write -----------------------------------------------------------------------------------------------------------
def cibles_de(personne: Personne) -> list[Etablissement | Classe | Groupe]:
    """The schools whose agenda one writes, the classes and groups that one teaches. Three queries."""
    return [
        *Etablissement.objects.tenus_par(personne.pour(droits.MODULE), "agenda").order_by("nom", "pk"),
        *Classe.objects.tenues_par(personne.pour(droits.MODULE)).select_related("etablissement").order_by("nom", "pk"),
        *Groupe.objects.tenus_par(personne.pour(droits.MODULE))
        .filter(ponctuel_de=None)
        .select_related("etablissement")
        .order_by("nom", "pk"),
    ]


# --- The days of a family ---------------------------------------------------------------------------------------------------
def questions(personne: Personne) -> list[tuple[Preparee, Q]]:
    """What may fall in the weeks to come."""
    if not droits.enfants_de(personne):
        return []
    aujourd_hui = timezone.localdate()
    bientot = Q(jour__lte=aujourd_hui + BIENTOT, dernier__gte=aujourd_hui)
    return [(PROCHAINS, droits.evenements_des_familles_de(personne) & bientot)]


def pour_les_enfants(
    personne: Personne, suivis: Sequence[Suivi], debut: dt.date, fin: dt.date, lignes: Lignes | None
) -> list[tuple[Occurrence, list[Suivi]]]:
    """Each time between these days, with the children whom it is for. No query where the rows of `questions` are none; two otherwise."""
    if lignes is not None and not any(lignes):
        return []
    lignes = DES_FAMILLES.lire(droits.evenements_des_familles_de(personne) & Q(jour__lte=fin, dernier__gte=debut))
    publics = [(lu, droits.EVENEMENTS.de(lu)) for lu in map(EvenementLu._make, lignes)]
    enfants = {lu.pk: [s for s in suivis if public.comprend(s)] for lu, public in publics}
    concernes = [lu for lu, _public in publics if enfants[lu.pk]]
    return [(o, enfants[o.evenement.pk]) for o in derouler(concernes, debut, fin)]
