"""The timetable of a class, and what of a day is not written yet."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.models import Classe, Groupe
from ent.socle.preparees import Preparee

from .. import droits
from ..emploi import MOMENTS, Creneau
from ..models import EmploiDuTemps, Seance
from ..phrase.lecture import plier

EMPLOIS = Preparee(lambda: EmploiDuTemps.objects.en_vigueur())
# Whose there are: a number, to be asked with something else.
ECRITS = Preparee(lambda: EmploiDuTemps.objects.en_vigueur().order_by().values_list("classe_id"))


def ecrits(personne, classes: Collection[Classe]) -> tuple[Preparee, Q]:
    """What is to be read to know which of these classes have one, that this person teaches."""
    return ECRITS, droits.emplois_tenus_par(personne) & Q(classe__in=classes)


def emplois(personne, classes: Collection[Classe]) -> dict[int, EmploiDuTemps]:
    """By class, of those that this person teaches. One query."""
    return {e.classe_id: e for e in EMPLOIS.lire(droits.emplois_tenus_par(personne) & Q(classe__in=classes))}


def emploi_de(personne, classe: Classe) -> EmploiDuTemps | None:
    return emplois(personne, [classe]).get(classe.pk)


@dataclass(frozen=True)
class Prevu:
    """A slot of a day for which no séance is written; `rang` is its place in the timetable."""

    classe: Classe
    creneau: Creneau
    rang: int


@dataclass(frozen=True)
class Moment:
    """A line of the programme of a day: a séance, at the hour of the slot that it fills, or a slot that none fills."""

    titre: str
    heure: dt.time | None
    niveaux: tuple[str, ...]
    moment: str
    fin: dt.time | None = None
    seance: Seance | None = None
    rang: int | None = None  # of the slot that nothing fills
    est_une_pause: bool = False


def prevus(emploi: EmploiDuTemps, classe: Classe, date: dt.date, seances: Iterable[Seance]) -> list[Prevu]:
    """What the timetable says of a class day, without pauses and without what is written.

    Days of before the week in which it was written owe nothing.
    """
    ecrit_le = timezone.localdate(emploi.ecrit_le)
    if date < ecrit_le - dt.timedelta(days=ecrit_le.weekday()):
        return []
    creneaux = _du_jour(emploi, date)
    remplis = _remplir(creneaux, seances)
    return [
        Prevu(classe, creneau, rang)
        for rang, creneau in creneaux.items()
        if rang not in remplis and not creneau.est_une_pause
    ]


def heures_des_creneaux(emploi: EmploiDuTemps, date: dt.date, seances: Iterable[Seance]) -> dict[int, dt.time]:
    """By séance, the hour of the slot that it fills."""
    creneaux = _du_jour(emploi, date)
    remplis = _remplir(creneaux, seances)
    return {seance.pk: debut for rang, seance in remplis.items() if (debut := creneaux[rang].debut)}


def programme(emploi: EmploiDuTemps | None, date: dt.date, seances: Iterable[Seance]) -> list[Moment]:
    """The day of a class, in its order: what has no hour comes after what has one, half-day by half-day."""
    seances, creneaux = list(seances), _du_jour(emploi, date) if emploi else {}
    remplis = _remplir(creneaux, seances)
    de_la_seance = {seance.pk: creneaux[rang] for rang, seance in remplis.items()}
    lignes = [_de_la_seance(s, de_la_seance.get(s.pk)) for s in seances] + [
        Moment(c.titre, c.debut, c.niveaux, c.moment, c.a_la_fin, None, rang, c.est_une_pause)
        for rang, c in creneaux.items()
        if rang not in remplis
    ]
    return sorted(lignes, key=lambda m: (MOMENTS.index(m.moment), m.heure is None, m.heure or dt.time.min))


def _de_la_seance(seance: Seance, creneau: Creneau | None) -> Moment:
    """At its own hour, else at that of the slot that it fills."""
    heure = seance.heure or (creneau and creneau.debut)
    fin = creneau.a_la_fin if creneau else None
    return Moment(seance.titre, heure, tuple(seance.liste_niveaux), seance.moment, fin, seance)


def _du_jour(emploi: EmploiDuTemps, date: dt.date) -> dict[int, Creneau]:
    """By place in the timetable."""
    return {rang: c for rang, c in enumerate(emploi.liste) if c.jour == date.weekday()}


def _remplir(creneaux: dict[int, Creneau], seances: Iterable[Seance]) -> dict[int, Seance]:
    """The séance that fills each slot: that of its hour first, then of its domain or its name. A séance fills one."""
    remplis: dict[int, Seance] = {}
    restent = list(seances)
    for remplit in (_a_l_heure, _de_la_matiere):
        for rang, creneau in creneaux.items():
            seance = next((s for s in restent if _est_du_moment(s, creneau) and remplit(s, creneau)), None)
            if rang not in remplis and seance is not None:
                remplis[rang] = seance
                restent.remove(seance)
    return remplis


def _est_du_moment(seance: Seance, creneau: Creneau) -> bool:
    """The same half-day, and pupils in common."""
    siens = set(seance.liste_niveaux)
    return seance.moment == creneau.moment and (not siens or not creneau.niveaux or bool(siens & set(creneau.niveaux)))


def _a_l_heure(seance: Seance, creneau: Creneau) -> bool:
    return seance.heure is not None and seance.heure == creneau.debut


def _de_la_matiere(seance: Seance, creneau: Creneau) -> bool:
    """Of a domain that the slot says, or under its name: lessons begin five minutes late."""
    return seance.domaine in creneau.domaines or plier(seance.titre).startswith(plier(creneau.titre))


def creneau(personne, cible: Classe | Groupe, date: dt.date, rang: int | None) -> Creneau | None:
    """The slot of that place, when it is one of that day. One query, or none."""
    emploi = emploi_de(personne, cible) if rang is not None and isinstance(cible, Classe) else None
    liste = emploi.liste if emploi else []
    return liste[rang] if rang is not None and rang < len(liste) and liste[rang].jour == date.weekday() else None


def prevus_du(personne, classe: Classe, date: dt.date) -> list[Prevu]:
    """The slots of that day that nothing fills. Two queries at most."""
    emploi = emploi_de(personne, classe)
    if emploi is None:
        return []
    return prevus(emploi, classe, date, Seance.objects.suivis_par(personne).filter(classe=classe, date=date))


def suivant(personne, classe: Classe, date: dt.date, rang: int) -> Prevu | None:
    """The slot of that day that comes after this one and that nothing fills."""
    return next((p for p in prevus_du(personne, classe, date) if p.rang > rang), None)
