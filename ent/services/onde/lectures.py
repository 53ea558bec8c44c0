"""The last import of each school, alone or in an archive of the territory: when, what it refused. Never a name."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from ent.annuaire.models import Etablissement

from .models import EcoleAaf, ImportOnde, ImportTerritoire

ARCHIVES_LUES = 20  # an archive holds all the schools: the last ones say the last of each


@dataclass
class Dernier:
    le: dt.datetime
    nombre: int = 0  # of lines refused
    refus: list[dict] = field(default_factory=list)  # as many as are kept, each with why
    erreur: str = ""  # why nothing was written

    @property
    def est_refuse(self) -> bool:
        return bool(self.nombre or self.erreur)


def derniers_imports(ecoles: Collection[int] | None = None) -> dict[int, Dernier]:
    """By school (ids; all of them without). Four queries."""
    choisies = Etablissement.objects.all() if ecoles is None else Etablissement.objects.filter(pk__in=ecoles)
    ids = dict(choisies.order_by().values_list("uai", "pk"))
    finis = ImportOnde.objects.filter(etat__in=(ImportOnde.Etat.APPLIQUE, ImportOnde.Etat.ECHOUE)).order_by()
    du_dernier = finis.values("etablissement").annotate(dernier=Max("pk")).values("dernier")
    colonnes = ("etablissement", "applique_le", "demande_le", "cree_le", "bilan", "erreur")
    trouves = {
        ecole: Dernier(applique or demande or cree, bilan.get("rejets", 0), bilan.get("refus", []), erreur)
        for ecole, applique, demande, cree, bilan, erreur in finis.filter(
            pk__in=du_dernier, etablissement__in=ids.values()
        ).values_list(*colonnes)
    }
    for ecole, le, comptes, dits, erreur in _de_l_etat(ids.values()):
        if ecole not in trouves or trouves[ecole].le < le:
            trouves[ecole] = Dernier(le, comptes.get("rejets", 0), dits.get("refus", []), erreur)
    for le, lues in _archives():
        for lue in lues:
            ecole = ids.get(lue["uai"])
            if ecole and (ecole not in trouves or trouves[ecole].le < le):
                trouves[ecole] = d_une_archive(lue, le)
    return trouves


def _de_l_etat(ecoles: Collection[int]) -> Collection[tuple]:
    """What the last set of the AAF that changed or refused something of each school says. One query."""
    finies = EcoleAaf.objects.exclude(faite_le=None).order_by()
    dernieres = finies.values("etablissement").annotate(derniere=Max("pk")).values("derniere")
    return finies.filter(pk__in=dernieres, etablissement__in=ecoles).values_list(
        "etablissement", "faite_le", "comptes", "dits", "erreur"
    )


def _archives() -> list[tuple[dt.datetime, list[dict]]]:
    """What the last archives say of each school: those that were applied, and those that were refused whole. One query."""
    etats = ImportTerritoire.Etat
    finies = Q(etat=etats.APPLIQUE, applique_le__isnull=False) | Q(etat=etats.ECHOUE)
    archives = ImportTerritoire.objects.filter(finies).annotate(le=Coalesce("applique_le", "cree_le")).order_by("-le")
    lues = [
        (etat, le, bilan.get("ecoles", []))
        for etat, le, bilan in archives.values_list("etat", "le", "bilan")[:ARCHIVES_LUES]
    ]
    return [(le, ecoles) for etat, le, ecoles in lues if etat == etats.APPLIQUE or all("erreur" in e for e in ecoles)]


def d_une_archive(lue: dict, le: dt.datetime) -> Dernier:
    """What an archive says of one school."""
    return Dernier(le, lue.get("comptes", {}).get("rejets", 0), lue.get("refus", []), lue.get("erreur", ""))
