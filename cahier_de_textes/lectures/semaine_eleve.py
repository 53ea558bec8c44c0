"""What a pupil who reads finds by day: their week, with what happens and what was done in class; what comes next, and what they handed in."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.portail.registres import Date, dates_de
from ent.socle.dates import horaire

from .. import droits
from ..models import Remise, Retour, Travail
from .familles import cours_entre, travaux_entre
from .lignes import Jour, Ligne, jours_de_famille, par_jour
from .lus import SeanceLue, seances_lues

RENDUS = dt.timedelta(days=30)  # how long what was handed in is listed


@dataclass
class JourDeClasse:
    """One day: what happens and its hours in words, its lines, its séances."""

    date: dt.date
    dates: list[tuple[Date, str]] = field(default_factory=list)
    lignes: list[Ligne] = field(default_factory=list)
    seances: list[SeanceLue] = field(default_factory=list)


def semaine_de_l_eleve(eleve: Personne, lundi: dt.date) -> list[JourDeClasse]:
    """From Monday to Friday, and the days of the weekend that have something. Five queries, and those of the rooms that say dates."""
    dimanche = lundi + dt.timedelta(days=6)
    miens = [suivi for suivi in eleve.portee.suivis if suivi.eleve.pk == eleve.pk]
    lignes = travaux_entre(eleve, miens, lundi, dimanche)
    dire_ce_qui_est_rendu(eleve, lignes)
    jours = {jour.date: jour.lignes for jour in par_jour(lignes)}
    cours = cours_entre(eleve, miens, lundi, dimanche, seances_lues)
    dites = ce_qui_se_passe(eleve, miens, lundi, dimanche)
    lus = [
        JourDeClasse(
            jour,
            [(date, heures) for date, heures in dites if date.jour <= jour <= date.dernier_jour],
            jours.get(jour, []),
            [s for c in cours.get(jour, []) for s in c.seances],
        )
        for jour in (lundi + dt.timedelta(days=n) for n in range(7))
    ]
    return [jour for jour in lus if jour.date.weekday() < 5 or jour.dates or jour.lignes or jour.seances]


def ce_qui_se_passe(eleve: Personne, miens: list[Suivi], du: dt.date, au: dt.date) -> list[tuple[Date, str]]:
    """What happens between these days, of all rooms, by its hour, each with its hours in words. Queries of the rooms that say dates."""
    dites = dates_de(eleve, du, au, enfants=miens)
    return [(date, _heures(date)) for date in sorted(dites, key=lambda date: date.de or dt.time())]


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


@dataclass
class Rendu:
    """The latest try of this pupil at a travail."""

    travail: Travail
    le: dt.datetime
    quoi: str  # what the travail says, or its kind alone once it is given to them no more
    a_une_reponse: bool


def ce_qui_vient(suivi: Suivi) -> tuple[list[Jour], list[Rendu]]:
    """What this pupil has to do, by day, by subject; then what they handed in, latest first: each travail in one of both. Five queries at most."""
    eleve = suivi.eleve
    jours = jours_de_famille(eleve, [suivi])
    a_faire = [ligne.travail.pk for jour in jours for ligne in jour.lignes if ligne.travail.est_a_rendre]
    voulues = Q(remis_le__gte=timezone.now() - RENDUS) | Q(travail__in=a_faire)
    lues = Remise.objects.des_enfants_de(eleve).filter(voulues, eleve=eleve, travail__retire_le=None)
    dernieres: dict[int, Remise] = {}
    for remise in lues.select_related("travail").defer("travail__contenu"):
        dernieres.setdefault(remise.travail_id, remise)
    repondus = Retour.objects.lisibles().filter(remise__eleve=eleve, remise__travail__in=dernieres)
    ont_reponse = set(repondus.order_by().values_list("remise__travail_id", flat=True)) if dernieres else set()
    for jour in jours:
        jour.lignes = [ligne for ligne in jour.lignes if ligne.travail.pk not in dernieres]
    rendus = [_rendu(remise, suivi, remise.travail_id in ont_reponse) for remise in dernieres.values()]
    return [jour for jour in jours if jour.lignes], rendus


def _rendu(remise: Remise, suivi: Suivi, a_une_reponse: bool) -> Rendu:
    travail = remise.travail
    quoi = travail.texte if droits.concerne(travail, suivi) else str(travail.get_nature_display())
    return Rendu(travail, remise.remis_le, quoi, a_une_reponse)
