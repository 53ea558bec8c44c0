"""What meetings show on the homes: to take a slot, the coming one; to a teacher, the families without one."""

import datetime as dt
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.portail.registres import Chose, DuJour, Lignes
from ent.socle.dates import date_format, time_format

from . import evenements
from .lectures import familles, suivi
from .lectures.moments import heure_dite
from .models import Rencontre, Reservation


def a_prendre(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """Each child for whom a slot may still be taken, and none is; of who was confided it, by household."""
    guichets = familles.guichets_de_l_accueil(request.user, request.suivis, lignes)
    return [_chose(guichet) for guichet in guichets if guichet.est_a_prendre]


def _chose(guichet: familles.Guichet) -> Chose:
    rencontre = guichet.rencontre

    def dessiner(chose: Chose) -> str:
        return render_to_string("rendez_vous/_chose.html", {"guichet": guichet, "chose": chose})

    return Chose(
        cle=f"rdv-{rencontre.pk}-{guichet.suivi.eleve.pk}" + (f"-{guichet.pour.delegant.pk}" if guichet.pour else ""),
        eleves=[guichet.suivi.eleve.pk],
        dessiner=dessiner,
        avant=max(creneau.jour for creneau in guichet.libres) - dt.timedelta(days=1),
        dits=[(nature, rencontre.pk) for nature in (evenements.OUVERTE, evenements.RELANCE)],
    )


def programme(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: Lignes | None) -> list[DuJour]:
    """What one's own household booked, at its hour."""
    guichets = familles.guichets_de_l_accueil(request.user, request.suivis, lignes)
    return [
        DuJour(
            guichet.reservation.creneau.jour,
            [guichet.suivi],
            partial(render_to_string, "rendez_vous/_du_jour.html", {"guichet": guichet}),
            timezone.localtime(guichet.reservation.creneau.debut).time(),
            f"{heure_dite(guichet.reservation.creneau.debut)} {guichet.rencontre.titre}",
        )
        for guichet in guichets
        if guichet.reservation and debut <= guichet.reservation.creneau.jour <= fin
    ]


def etat(request: HttpRequest) -> str:
    """When the next one is, in « Plus »."""
    guichets = familles.guichets_de(request.user)
    prochain = min((g.reservation.creneau.debut for g in guichets if g.reservation), default=None)
    if prochain is not None:
        return _quand(prochain)
    n = sum(guichet.est_a_prendre for guichet in guichets)
    return ngettext("%(n)s à prendre", "%(n)s à prendre", n) % {"n": n} if n else _("aucun de prévu")


def etat_de_qui_recoit(request: HttpRequest) -> str:
    """The next one that they keep, or of the school that they direct. One query."""
    debuts = Reservation.objects.en_vigueur().filter(
        creneau__rencontre__in=Rencontre.objects.suivies_par(request.user), creneau__debut__gt=timezone.now()
    )
    prochain = debuts.order_by("creneau__debut").values_list("creneau__debut", flat=True).first()
    return _quand(prochain) if prochain else _("aucun de prévu")


def _quand(instant: dt.datetime) -> str:
    debut = timezone.localtime(instant)
    return _("%(jour)s à %(heure)s") % {"jour": date_format(debut, "l j F"), "heure": time_format(debut, "G \\h i")}


def enseignant(request: HttpRequest) -> dict | None:
    """The meetings that one keeps and that are to come."""
    suivis = suivi.rencontres_de_l_accueil(request.user)
    return {"suivis": suivis} if suivis else None
