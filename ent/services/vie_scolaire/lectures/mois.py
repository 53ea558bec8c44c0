"""Half-days missed in a month without a valid motive (R131-7). Never a ranking: pupils stand by their name."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from ..models import DeclarationAbsence, LigneAppel, Motif

SEUIL = 4  # half-days in a month (R131-7)


def bornes(jour: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of its month."""
    return jour.replace(day=1), jour.replace(day=calendar.monthrange(jour.year, jour.month)[1])


def sans_motif_valable() -> Q:
    """Nobody told why, or the direction judged that it is no valid reason. What it has not judged yet is not held against a family."""
    return Q(declaration=None) | Q(declaration__valable=False)


def a_juger() -> Q:
    return Q(declaration__valable=None, declaration__motif=Motif.AUTRE)


def sans_motif_du_mois(ecole: int, jour: dt.date, eleves: Collection[int] | None = None) -> dict[int, list[LigneAppel]]:
    """By pupil, the half-days of that month that count for R131-7, in order. One query."""
    du, au = bornes(jour)
    lignes = LigneAppel.objects.demi_journees_manquees().filter(
        sans_motif_valable(), appel__etablissement=ecole, appel__jour__range=(du, au), collective=False
    )
    if eleves is not None:
        lignes = lignes.filter(eleve__in=eleves)
    par_eleve: dict[int, list[LigneAppel]] = defaultdict(list)
    for ligne in lignes.select_related("appel", "eleve").order_by("appel__jour", "-appel__moment", "pk"):
        par_eleve[ligne.eleve_id].append(ligne)
    return dict(par_eleve)


def declarations_a_juger(ecole: int) -> list[DeclarationAbsence]:
    """What the law does not name, and on which the direction has said nothing yet."""
    attendent = DeclarationAbsence.objects.en_vigueur().filter(etablissement=ecole, motif=Motif.AUTRE, valable=None)
    return list(attendent.exclude(duree="retard").select_related("eleve", "par").order_by("debut", "pk"))
