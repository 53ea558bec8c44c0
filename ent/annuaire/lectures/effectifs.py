"""Counts of schools, or of communes: never a name of a person."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ..droits import d_un_eleve_present, en_cours
from ..models import Classe, Etablissement, Inscription, Responsabilite


@dataclass
class Effectifs:
    """Counts of one school, or of one commune: never a name of a person."""

    nom: str
    lieu: int | None = None  # the school or the commune
    ecoles: int = 0
    classes: int = 0
    eleves: int = 0
    responsables: int = 0
    responsables_entres: int = 0
    # Where the page that shows it leads, from the name and from each figure.
    adresse: str = ""
    par_eleves: str = ""
    par_comptes: str = ""

    @property
    def part_entree(self) -> int | None:
        """Percentage of responsables who have come in; None when there is none."""
        return round(100 * self.responsables_entres / self.responsables) if self.responsables else None


# An adult chooses how to sign in at activation; before that, neither is set.
COMPTE_OUVERT = Q(adulte__courriel__isnull=False) | Q(adulte__identifiant__isnull=False)


def compter(etablissements: QuerySet, cle: str) -> dict[int, Effectifs]:
    """Counts by `cle` (« pk » of the school, or « commune_id »). Four queries, whatever the number of schools. One that joined another is none."""
    champ = {"pk": "nom", "commune_id": "commune__nom"}[cle]
    lieux = (
        etablissements.order_by()
        .values_list(cle, champ)
        .annotate(n=Count("pk", distinct=True, filter=Q(fermee_le=None)))
    )
    lignes = {lieu: Effectifs(nom=nom, lieu=lieu, ecoles=nombre) for lieu, nom, nombre in lieux}
    prefixe = {"pk": "etablissement_id", "commune_id": "etablissement__commune_id"}[cle]
    choisis = etablissements.order_by().values("pk")

    classes = Classe.objects.filter(etablissement__in=choisis, fermee_le=None).order_by()
    for lieu, nombre in classes.values_list(prefixe).annotate(Count("pk")):
        lignes[lieu].classes = nombre

    inscriptions = Inscription.objects.filter(en_cours(), classe__etablissement__in=choisis, classe__fermee_le=None)
    for lieu, nombre in (
        inscriptions.order_by().values_list(f"classe__{prefixe}").annotate(Count("eleve", distinct=True))
    ):
        lignes[lieu].eleves = nombre

    liens = Responsabilite.objects.filter(d_un_eleve_present(), etablissement__in=choisis).order_by()
    comptes = liens.values_list(prefixe).annotate(
        tous=Count("adulte", distinct=True), entres=Count("adulte", distinct=True, filter=COMPTE_OUVERT)
    )
    for lieu, tous, entres in comptes:
        lignes[lieu].responsables, lignes[lieu].responsables_entres = tous, entres
    return lignes


def effectifs_de(ecole: Etablissement) -> Effectifs:
    """Of one school. Four queries."""
    return compter(Etablissement.objects.filter(pk=ecole.pk), "pk")[ecole.pk]


def ensemble(etablissements: QuerySet, lignes: Collection[Effectifs]) -> Effectifs:
    """Of these schools together, of which `lignes` are the counts: a responsable or a pupil of several of them is one. Two queries."""
    choisis = etablissements.order_by().values("pk")
    places = Inscription.objects.filter(en_cours(), classe__etablissement__in=choisis, classe__fermee_le=None)
    liens = Responsabilite.objects.filter(d_un_eleve_present(), etablissement__in=choisis).order_by()
    adultes = liens.aggregate(
        tous=Count("adulte", distinct=True), entres=Count("adulte", distinct=True, filter=COMPTE_OUVERT)
    )
    return Effectifs(
        nom="",
        ecoles=sum(ligne.ecoles for ligne in lignes),
        classes=sum(ligne.classes for ligne in lignes),
        eleves=places.order_by().values("eleve").distinct().count(),
        responsables=adultes["tous"],
        responsables_entres=adultes["entres"],
    )
