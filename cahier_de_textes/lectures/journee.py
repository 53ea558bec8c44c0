"""The day of who teaches, by the clock: what is written and what the timetable says, of all their classes and groups."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Groupe, Personne

from .. import droits
from ..emploi import MOMENTS
from ..models import Seance, Travail
from .emploi import Moment, emplois, programme
from .lignes import HORIZON


@dataclass
class Ligne:
    """What is done at the same hour: two levels side by side, two classes of one teacher."""

    heure: dt.time | None
    moment: str
    choses: list[tuple[Classe | Groupe, Moment]] = field(default_factory=list)
    est_maintenant: bool = False
    est_passee: bool = False


@dataclass
class PourDemain:
    """What is due on the next class day of one class or group."""

    cible: Classe | Groupe
    jour: dt.date
    travaux: list[Travail]


@dataclass
class Journee:
    date: dt.date
    lignes: list[Ligne]
    ouverts: list[Classe | Groupe]  # those that have school today
    demains: list[PourDemain]
    plusieurs: bool


def cibles_de(personne: Personne) -> list[Classe | Groupe]:
    """Two queries."""
    return [
        *Classe.objects.tenues_par(personne).select_related("etablissement"),
        *Groupe.objects.tenus_par(personne).select_related("etablissement"),
    ]


def journee_de(personne: Personne, cibles: Sequence[Classe | Groupe]) -> Journee:
    """Three queries, whatever the classes: séances of today, timetables, what is due soon."""
    maintenant = timezone.localtime()
    aujourd_hui, a_moi = maintenant.date(), droits.modifiables_par(personne)
    seances = list(Seance.objects.presents().filter(a_moi, date=aujourd_hui).defer("contenu"))
    horaires = emplois(personne, [c for c in cibles if isinstance(c, Classe)])
    travaux = list(
        Travail.objects.presents()
        .filter(a_moi, date_pour__gt=aujourd_hui, date_pour__lte=aujourd_hui + HORIZON)
        .defer("contenu")
    )
    ouverts = [c for c in cibles if calendrier.est_jour_de_classe(c.etablissement, aujourd_hui)]
    choses: list[tuple[Classe | Groupe, Moment]] = []
    for cible in cibles:
        siennes = [s for s in seances if _est_de(s, cible)]
        emploi = horaires.get(cible.pk) if isinstance(cible, Classe) and cible in ouverts else None
        choses += [(cible, moment) for moment in programme(emploi, aujourd_hui, siennes)]
    demains = []
    for cible in cibles:
        jour = calendrier.prochain_jour_de_classe(cible.etablissement, aujourd_hui)
        siens = [t for t in travaux if t.date_pour == jour and _est_de(t, cible)]
        demains.append(PourDemain(cible, jour, siens))
    return Journee(aujourd_hui, _par_heure(choses, maintenant.time()), ouverts, demains, len(cibles) > 1)


def _par_heure(choses: list[tuple[Classe | Groupe, Moment]], maintenant: dt.time) -> list[Ligne]:
    """What has no hour comes after what has one, half-day by half-day; « now » is the last line that has begun and not ended."""
    lignes: dict[tuple, Ligne] = {}
    for chose in choses:
        moment = chose[1]
        lignes.setdefault((moment.moment, moment.heure), Ligne(moment.heure, moment.moment)).choses.append(chose)
    rangees = sorted(
        lignes.values(), key=lambda li: (MOMENTS.index(li.moment), li.heure is None, li.heure or dt.time.min)
    )
    a_l_heure = [ligne for ligne in rangees if ligne.heure is not None]
    commencees = [ligne for ligne in a_l_heure if ligne.heure <= maintenant]
    for ligne in commencees[:-1]:
        ligne.est_passee = True
    if commencees:
        derniere = commencees[-1]
        fins = [moment.fin for _cible, moment in derniere.choses if moment.fin]
        est_la_derniere = derniere is a_l_heure[-1]
        derniere.est_passee = bool(fins) and max(fins) <= maintenant
        derniere.est_maintenant = not derniere.est_passee and not (est_la_derniere and not fins)
    return rangees


def _est_de(ecrit: Seance | Travail, cible: Classe | Groupe) -> bool:
    """In the week of this class or group: named pupils are a group, in the week of their class."""
    if isinstance(cible, Classe):
        return ecrit.classe_id == cible.pk
    return ecrit.classe_id is None and ecrit.groupe_id == cible.pk
