"""The week of a pupil who reads: what happens and what is to be done each day, by subject, and what was done in class."""

import datetime as dt
from dataclasses import dataclass, field

from ent.annuaire.models import Personne
from ent.portail.registres import Date, dates_de
from ent.socle.dates import horaire

from ..models import Remise, Retour, Seance
from .familles import cours_entre, travaux_entre
from .lignes import SEANCES, Ligne, par_jour


@dataclass
class JourDeClasse:
    """One day: what happens and its hours in words, its lines, its séances."""

    date: dt.date
    dates: list[tuple[Date, str]] = field(default_factory=list)
    lignes: list[Ligne] = field(default_factory=list)
    seances: list[Seance] = field(default_factory=list)


def semaine_de_l_eleve(eleve: Personne, lundi: dt.date) -> list[JourDeClasse]:
    """From Monday to Friday, and the days of the weekend that have something. Five queries, and those of the rooms that say dates."""
    dimanche = lundi + dt.timedelta(days=6)
    miens = [suivi for suivi in eleve.portee.suivis if suivi.eleve.pk == eleve.pk]
    lignes = travaux_entre(eleve, miens, lundi, dimanche)
    dire_ce_qui_est_rendu(eleve, lignes)
    jours = {jour.date: jour.lignes for jour in par_jour(lignes)}
    cours = cours_entre(eleve, miens, lundi, dimanche, SEANCES)
    dites = sorted(dates_de(eleve, lundi, dimanche, enfants=miens), key=lambda date: date.de or dt.time())
    lus = [
        JourDeClasse(
            jour,
            [(date, _heures(date)) for date in dites if date.jour <= jour <= date.dernier_jour],
            jours.get(jour, []),
            [s for c in cours.get(jour, []) for s in c.seances],
        )
        for jour in (lundi + dt.timedelta(days=n) for n in range(7))
    ]
    return [jour for jour in lus if jour.date.weekday() < 5 or jour.dates or jour.lignes or jour.seances]


def _heures(date: Date) -> str:
    """Of what lasts whole days, nothing."""
    return "" if date.dernier_jour > date.jour else horaire(date.de, date.a)


def dire_ce_qui_est_rendu(eleve: Personne, lignes: list[Ligne]) -> None:
    """On each line, whether something was handed in, and answered. Two queries."""
    travaux = [ligne.travail.pk for ligne in lignes if ligne.travail.est_a_rendre]
    rendus = Remise.objects.des_enfants_de(eleve).filter(eleve=eleve, travail__in=travaux)
    repondus = Retour.objects.lisibles().filter(remise__eleve=eleve, remise__travail__in=travaux)
    faits, ont_reponse = (
        set(rendus.order_by().values_list("travail_id", flat=True)),
        set(repondus.order_by().values_list("remise__travail_id", flat=True)),
    )
    for ligne in lignes:
        ligne.est_rendu, ligne.a_une_reponse = ligne.travail.pk in faits, ligne.travail.pk in ont_reponse
