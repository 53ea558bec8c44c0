"""Half-days that count for nobody: strikes and closures of the school, or of some of its classes."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from ent.annuaire.models import Classe

from ..models import AbsenceCollective, Appel, LigneAppel


def collectives(ecole: int, du: dt.date, au: dt.date) -> list[tuple[AbsenceCollective, set[int] | None]]:
    """Those that touch these days, each with the classes that it is of; None for the whole school. Two queries."""
    lues = AbsenceCollective.objects.en_vigueur().filter(etablissement=ecole, debut__lte=au, fin__gte=du)
    return [
        (une, None if une.toute_l_ecole else {classe.pk for classe in une.classes.all()})
        for une in lues.prefetch_related("classes")
    ]


def sans_classe(
    lues: Collection[tuple[AbsenceCollective, set[int] | None]], classe: int | None, jour: dt.date, moment: str
) -> AbsenceCollective | None:
    """Of what was read, what takes that half-day from this class."""
    return next(
        (une for une, classes in lues if une.couvre(jour, moment) and (classes is None or classe in classes)), None
    )


def est_collective(appel: Appel) -> bool:
    de_qui = Q(toute_l_ecole=True) | Q(classes=appel.classe_id or appel.de_la_classe_id)
    ici = AbsenceCollective.objects.du(appel.jour).filter(de_qui, etablissement=appel.etablissement_id)
    return ici.filter(moment__in=["", appel.moment]).exists()


def lignes_de(
    ecole: int, debut: dt.date, fin: dt.date, moment: str, classes: Collection[Classe]
) -> QuerySet[LigneAppel]:
    """What rolls say of these half-days; of all the school where no class is named, of the whole day where no half of it is."""
    lignes = LigneAppel.objects.filter(appel__etablissement=ecole, appel__jour__range=(debut, fin))
    if moment:
        lignes = lignes.filter(appel__moment=moment)
    if classes:
        lignes = lignes.filter(Q(appel__classe__in=classes) | Q(appel__de_la_classe__in=classes))
    return lignes


def sans_nouvelle(
    ecole: int, debut: dt.date, fin: dt.date, moment: str, classes: Collection[Classe]
) -> list[LigneAppel]:
    """Of these half-days, absences of which nobody told why, roll by roll: what noting a strike would ask no more. One query."""
    lues = lignes_de(ecole, debut, fin, moment, classes) & LigneAppel.objects.absents()
    lues = lues.filter(declaration=None, collective=False)
    return list(
        lues.select_related("eleve", "appel__classe", "appel__de_la_classe").order_by(
            "appel__jour", "-appel__moment", "appel__classe__nom", "appel", "eleve__prenom", "eleve__nom", "pk"
        )
    )
