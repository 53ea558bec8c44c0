"""What the agenda shows in the days of a family: on the home, and in « Semaine »."""

import datetime as dt
from functools import partial

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ent.coquille.jinja import dessiner
from ent.portail.registres import DuJour, Lignes
from ent.socle.dates import date_format, horaire, time_format
from ent.socle.francais import en_francais

from .lectures import mois
from .lectures.series import EvenementLu, Occurrence

HORIZON = dt.timedelta(days=60)


def programme(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: Lignes | None) -> list[DuJour]:
    """What happens to the children of the page, each day that it lasts; of several children together, once. The home, which gives rows, is not read on paper."""
    return [
        DuJour(
            jour,
            suivis,
            partial(_dessiner, occurrence),
            occurrence.evenement.de or dt.time(),
            _en_mots(occurrence.evenement) if lignes is None else "",
        )
        for occurrence, suivis in mois.pour_les_enfants(request.user, request.suivis, debut, fin, lignes)
        for jour in occurrence.jours
        if debut <= jour <= fin
    ]


def _dessiner(occurrence: Occurrence) -> str:
    """Hours are said in the words of the page, when it is drawn."""
    evenement = occurrence.evenement
    return dessiner("agenda_ecole/jour.html:evenement", occurrence, horaire(evenement.de, evenement.a))


def _en_mots(evenement: EvenementLu) -> str:
    """« 14 h 00 Sortie au musée, Paris »; what is cancelled says so."""
    heure = time_format(evenement.de, "G\u00a0\\h\u00a0i") if evenement.de else ""
    annule = f"{_('Annulé')} ·" if evenement.est_annule else ""
    lieu = f" ({evenement.lieu})" if evenement.lieu else ""
    return " ".join(mot for mot in (heure, annule, en_francais(f"{evenement.titre}{lieu}")) if mot)


def etat(request: HttpRequest) -> str:
    """What comes next, in « Plus ». Two queries, and those of the other rooms."""
    aujourd_hui = timezone.localdate()
    lues = mois.passages_de(request.user, aujourd_hui, aujourd_hui + HORIZON)
    a_venir = [o for o in lues if o.dernier_jour >= aujourd_hui and not o.est_annule]
    prochaine = min(a_venir, key=lambda o: max(o.jour, aujourd_hui), default=None)
    if prochaine is None:
        return _("rien de prévu")
    return _("%(jour)s : %(titre)s") % {
        "jour": date_format(max(prochaine.jour, aujourd_hui), "j F"),
        "titre": prochaine.titre,
    }
