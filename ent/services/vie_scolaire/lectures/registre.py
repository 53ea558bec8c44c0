"""The register of a class for a month: each pupil by name, each half-day (R131-5), those too who left the class once it had called them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from ent.annuaire.models import Classe, Inscription, Personne
from ent.socle.dates import aujourd_hui
from ent.socle.tri import cle

from ..demi_journees import demi_journees, jours_de_classe
from ..models import Appel, LigneAppel
from .collectives import collectives, sans_classe
from .direction import Assiduite, assiduites, gardees_du
from .mois import bornes

ABSENT, MOTIF, RETARD, SORTIE, COLLECTIVE, PRESENT, PAS_D_APPEL = "A", "M", "R", "S", "C", "·", ""


@dataclass
class RangDuRegistre:
    eleve: Personne
    cases: list[str]
    absences: int
    sans_motif: int


@dataclass
class Registre:
    """A class, a month: each pupil by name, each half-day (R131-5)."""

    classe: Classe
    mois: dt.date
    colonnes: list[tuple[dt.date, str]]
    rangs: list[RangDuRegistre]
    assiduite: Assiduite | None


def registre(classe: Classe, mois: dt.date) -> Registre:
    du, au = bornes(mois)
    ecole = classe.etablissement
    jours = jours_de_classe(ecole, du, min(au, aujourd_hui()))
    colonnes = [(demi.jour, demi.moment) for jour in jours for demi in demi_journees(ecole, jour)]
    fermees = collectives(ecole.pk, du, au)
    sans = {colonne for colonne in colonnes if sans_classe(fermees, classe.pk, *colonne)}
    faits = set(Appel.objects.faits().filter(classe=classe, jour__range=(du, au)).values_list("jour", "moment"))
    lignes = _lignes_de(classe, du, au)
    y_sont = _presences(classe, du, au, colonnes)
    eleves = sorted(y_sont, key=lambda eleve: (cle(eleve.nom), cle(eleve.prenom), eleve.pk))
    rangs = [_rang(eleve, colonnes, y_sont[eleve], sans, faits, lignes) for eleve in eleves]
    assiduite = next((a for a in assiduites(ecole, mois) if a.classe.pk == classe.pk), None)
    return Registre(classe, mois, colonnes, rangs, assiduite)


def _lignes_de(classe: Classe, du: dt.date, au: dt.date) -> dict[tuple[int, dt.date, str], LigneAppel]:
    siennes = LigneAppel.objects.filter(
        Q(appel__classe=classe) | Q(appel__de_la_classe=classe), appel__jour__range=(du, au)
    ).exclude(appel__fait_le=None, absent=False, arrive_a=None, parti_a=None)
    return {
        (ligne.eleve_id, ligne.appel.jour, ligne.appel.moment): ligne
        for ligne in siennes.select_related("appel", "declaration")
    }


def _presences(classe: Classe, du: dt.date, au: dt.date, colonnes) -> dict[Personne, set[tuple[dt.date, str]]]:
    """By pupil, the half-days when they were of that class: as their enrolments say, and as a roll said of the day when they left it or came."""
    inscriptions = Inscription.objects.filter(Q(fin=None) | Q(fin__gte=du), classe=classe, debut__lte=au)
    y_sont: dict[Personne, set[tuple[dt.date, str]]] = {}
    for une in inscriptions.select_related("eleve"):
        siennes = {c for c in colonnes if une.debut <= c[0] and (une.fin is None or une.fin >= c[0])}
        y_sont.setdefault(une.eleve, set()).update(siennes)
    gardees = gardees_du(classe.etablissement_id, du, au)
    par_pk = {eleve.pk: eleve for eleve in y_sont}
    partis = {e for gardes in gardees.values() for e, c in gardes.items() if c == classe.pk}
    par_pk |= {eleve.pk: eleve for eleve in Personne.objects.filter(pk__in=partis - par_pk.keys())}
    for quand, gardes in gardees.items():
        for eleve, de_qui in gardes.items():
            if de_qui == classe.pk:
                y_sont.setdefault(par_pk[eleve], set()).add(quand)
            elif eleve in par_pk:
                y_sont[par_pk[eleve]].discard(quand)
    return y_sont


def _rang(eleve: Personne, colonnes, y_est: Collection, sans, faits, lignes) -> RangDuRegistre:
    cases = []
    for quand in colonnes:
        ligne = lignes.get((eleve.pk, *quand))
        if quand not in y_est:
            cases.append(PAS_D_APPEL)
        elif quand in sans:
            cases.append(COLLECTIVE)
        elif ligne is None:
            cases.append(PRESENT if quand in faits else PAS_D_APPEL)
        else:
            cases.append(_signe(ligne))
    return RangDuRegistre(eleve, cases, cases.count(ABSENT) + cases.count(MOTIF), cases.count(ABSENT))


def _signe(ligne: LigneAppel) -> str:
    """A reason that is known, and that the direction did not refuse, is a motive: which one is nobody's business here."""
    if ligne.absent:
        return MOTIF if ligne.declaration and ligne.declaration.valable is not False else ABSENT
    if ligne.arrive_a:
        return RETARD
    return SORTIE if ligne.parti_a else PRESENT
