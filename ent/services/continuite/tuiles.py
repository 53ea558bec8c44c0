"""What the collège shows: in the days of a family, and rows of « Plus »."""

import datetime as dt
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ent.portail.lectures import fil
from ent.portail.registres import DuJour, Lignes

from . import droits
from .lectures import comptes, emetteurs, familles
from .models import Accord

GABARITS = {False: "continuite/_du_jour.html", True: "continuite/_du_jour_la.html"}
BIENTOT = dt.timedelta(days=7)


def programme(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: Lignes | None) -> list[DuJour]:
    """Each thing on its day, with the name of the collège: beside those of the little brother. A timetable is one thing a day."""
    d_un_seul = bool(request.GET.get("enfant"))
    return _en_jours(familles.des_jours(request.user, request.suivis, debut, fin, lignes, d_un_seul=d_un_seul))


def _en_jours(dits: list[familles.Dit]) -> list[DuJour]:
    emplois: dict[tuple, list[familles.Dit]] = {}
    for dit in sorted((dit for dit in dits if dit.source), key=lambda dit: (dit.heure or dt.time(), dit.pk)):
        emplois.setdefault((dit.jour, dit.suivi.eleve.pk, dit.source), []).append(dit)
    return [
        *(_du_jour(dit, GABARITS[dit.est_dit_la], dit.nom_de_nature, [dit]) for dit in dits if not dit.source),
        *(_du_jour(siens[0], "continuite/_agenda_du_jour.html", siens[0].source, siens) for siens in emplois.values()),
    ]


def _du_jour(dit: familles.Dit, gabarit: str, quoi: str, dits: list[familles.Dit]) -> DuJour:
    return DuJour(
        dit.jour,
        [dit.suivi],
        partial(render_to_string, gabarit, {"dit": dit, "dits": dits}),
        dit.heure or dt.time(),
        dit.titre if dit.est_dit_la else f"{quoi} · {', '.join(un.titre for un in dits)}",
    )


def des_partis(request: HttpRequest) -> dict | None:
    """For who has no child in a class of here any more, and of whose child a collège says something: today and the week that comes. Two queries at most."""
    personne = request.user
    if personne.portee.suivis or not personne.portee.partis:
        return None
    aujourd_hui = timezone.localdate()
    choses = _en_jours(familles.des_jours(personne, [], aujourd_hui, aujourd_hui + BIENTOT, None))
    return {"jours": fil.en_jours(choses)}


def a_relier(request: HttpRequest, _objet: object) -> dict | None:
    """Sites of collèges where a parent may link the account that they have there; those that are linked already."""
    relies = comptes.d_ailleurs(request.user)
    sites = comptes.sites_a_relier(request.user, relies)
    return {"sites": sites, "relies": relies} if sites or relies else None


def etat(request: HttpRequest) -> str:
    """In « Plus »: how many things are to come, and where what a collège of here writes is. Two queries; none for who follows nobody in a collège."""
    if not (droits.suivis_au_college(request.user) or request.user.portee.partis):
        return _("aucun enfant au collège")
    enfants = familles.page_de(request.user)
    if n := sum(len(enfant.a_venir) for enfant in enfants):
        return _("à venir : %(n)s") % {"n": n}
    return _("dans la semaine") if familles.d_ici(enfants) else _("rien à venir")


def pour_qui_a_un_collegien_et_un_ecolier(request: HttpRequest, effacements: object) -> dict | None:
    """The way to what other ENTs show, on « Mes données »."""
    if droits.peut_laisser_montrer(request.user):
        return {}
    return {} if Accord.objects.donnes_par(request.user).exclude(cle="").exists() else None


def etat_des_emetteurs(request: HttpRequest) -> str:
    tenus = emetteurs.liste_de(request.user)
    ouverts = [emetteur for emetteur in tenus if emetteur.ferme_le is None]
    if not ouverts:
        return _("aucun flux")
    dernier = max((e.dernier for e in ouverts if e.dernier), default=None)
    if dernier is None:
        return _("rien n’est encore arrivé")
    return _("dernier envoi le %(jour)s") % {"jour": date_format(dernier, "j F")}
