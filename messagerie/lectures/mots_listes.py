"""The mots that one follows, with how many answered; whom one may write to."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ent.annuaire.codes import NIVEAUX
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Etablissement, Groupe, Inscription, Personne

from ..models import Mot, ReponseMot

PAGE = 40


@dataclass
class LigneDeListe:
    mot: Mot
    repondus: int  # children with at least one answer
    sur: int


@dataclass
class Cibles:
    """Whom this person may write to."""

    classes: list[Classe]
    groupes: list[Groupe]
    ecoles: list[Etablissement]


def eleves_de(classe: Classe) -> list[tuple[Personne, str]]:
    """Pupils of the class today with their level, by first name. One query."""
    inscriptions = Inscription.objects.filter(en_cours(), classe=classe).select_related("eleve")
    return [(i.eleve, i.niveau) for i in inscriptions]


def groupes_ou_ecrire(personne: Personne) -> QuerySet[Groupe]:
    """Groups that one teaches, and those of the schools that one directs."""
    portee = personne.portee
    des_miens = Q(pk__in=portee.groupes_tenus) | Q(etablissement__in=portee.etablissements_diriges)
    return Groupe.objects.filter(des_miens, ponctuel_de=None).select_related("etablissement")


def cibles_de(personne: Personne) -> Cibles:
    """Three queries at most."""
    diriges = personne.portee.etablissements_diriges
    classes = Classe.objects.gerees_par(personne).filter(fermee_le=None).select_related("etablissement")
    ecoles = list(Etablissement.objects.diriges_par(personne)) if diriges else []
    return Cibles(list(classes), list(groupes_ou_ecrire(personne)), ecoles)


def mots_suivis(personne: Personne) -> list[LigneDeListe]:
    """Newest first. Four queries, whatever their number."""
    mots = list(Mot.objects.suivis_par(personne).select_related("etablissement", "classe", "groupe", "auteur")[:PAGE])
    repondus = dict(
        ReponseMot.objects.en_vigueur()
        .filter(mot__in=mots)
        .order_by()
        .values_list("mot_id")
        .annotate(n=Count("eleve", distinct=True))
    )
    tailles = _tailles(mots)
    return [LigneDeListe(mot, repondus.get(mot.pk, 0), tailles[mot.pk]) for mot in mots]


def _tailles(mots: list[Mot]) -> dict[int, int]:
    """How many children each mot concerns today."""
    ecoles = {mot.etablissement_id for mot in mots}
    presents = Inscription.objects.filter(
        en_cours(), classe__etablissement__in=ecoles, classe__fermee_le=None
    ).order_by()
    par_classe: dict[int, Counter] = defaultdict(Counter)
    par_ecole: Counter = Counter()
    for classe, ecole, niveau, nombre in presents.values_list(
        "classe_id", "classe__etablissement_id", "niveau"
    ).annotate(n=Count("eleve", distinct=True)):
        par_classe[classe][niveau if niveau in NIVEAUX else ""] += nombre
        par_ecole[ecole] += nombre
    groupes = {mot.groupe_id for mot in mots if mot.groupe_id}
    par_groupe: dict[int, set[int]] = defaultdict(set)
    lies = presents.filter(eleve__groupes__in=groupes)
    for groupe, eleve in lies.values_list("eleve__groupes", "eleve_id") if groupes else ():
        par_groupe[groupe].add(eleve)
    tailles = {}
    for mot in mots:
        if mot.groupe_id:
            tailles[mot.pk] = len(par_groupe[mot.groupe_id])
        elif mot.classe_id:
            comptes = par_classe[mot.classe_id]
            tailles[mot.pk] = comptes[mot.niveau] if mot.niveau else comptes.total()
        else:
            tailles[mot.pk] = par_ecole[mot.etablissement_id]
    return tailles
