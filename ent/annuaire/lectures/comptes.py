"""The responsables of a school, each once: those whose account is open, those who wait for their paper."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from ent.socle.tri import cle

from ..droits import compte_ouvert, d_un_eleve_present, en_cours
from ..models import Classe, Etablissement, Inscription, Personne, Responsabilite
from .effectifs import COMPTE_OUVERT


@dataclass
class Adulte:
    """A responsable, and the children through whom the school knows them."""

    personne: Personne
    ecole: Etablissement
    enfants: list[tuple[Personne, Classe | None]] = field(default_factory=list)
    classes: list[int] = field(
        default_factory=list
    )  # (ids) of those over whom they hold authority: whose papers open something


def _places_sans_responsable(ecoles) -> QuerySet[Inscription]:
    """Of pupils of whom their school knows no responsable today: nobody has a paper to open an account with, nobody is told anything."""
    connus = Responsabilite.objects.filter(
        d_un_eleve_present(), etablissement=OuterRef("classe__etablissement"), enfant=OuterRef("eleve")
    )
    places = Inscription.objects.filter(
        en_cours(), compte_ouvert("eleve__"), classe__etablissement__in=ecoles, classe__fermee_le=None
    )
    return places.filter(~Exists(connus))


def sans_responsable(ecole: Etablissement) -> list[tuple[int, str, int]]:
    """Classes (id, name) with such pupils, and how many. One query."""
    places = _places_sans_responsable([ecole.pk]).order_by("classe__nom", "classe")
    return list(places.values_list("classe", "classe__nom").annotate(Count("pk")))


def nombre_sans_responsable(ecoles) -> dict[int, int]:
    """By school (id), how many such pupils. One query."""
    places = _places_sans_responsable(ecoles).order_by().values_list("classe__etablissement")
    return dict(places.annotate(Count("eleve", distinct=True)))


def responsables_par_compte(ecole: Etablissement) -> tuple[list[Adulte], list[Adulte]]:
    """Those who have not opened their account, those who have, by name: as many as `effectifs.compter` counts. Two queries."""
    liens = Responsabilite.objects.filter(d_un_eleve_present(), etablissement=ecole).select_related("adulte", "enfant")
    ouverts = set(liens.filter(COMPTE_OUVERT).order_by().values_list("adulte", flat=True))
    inscriptions = Inscription.objects.filter(en_cours(), classe__etablissement=ecole, classe__fermee_le=None)
    classes = {i.eleve_id: i.classe for i in inscriptions.select_related("classe").order_by()}
    adultes: dict[int, Adulte] = {}
    for lien in liens.order_by("enfant__prenom", "pk"):
        adulte = adultes.setdefault(lien.adulte_id, Adulte(lien.adulte, ecole))
        classe = classes.get(lien.enfant_id)
        adulte.enfants.append((lien.enfant, classe))
        if classe and lien.autorite != Responsabilite.Autorite.SANS:
            adulte.classes.append(classe.pk)
    par_compte: dict[bool, list[Adulte]] = defaultdict(list)
    for pk, adulte in adultes.items():
        par_compte[pk in ouverts].append(adulte)
    for siens in par_compte.values():
        siens.sort(key=lambda a: (cle(a.personne.nom), cle(a.personne.prenom), a.personne.pk))
    return par_compte[False], par_compte[True]
