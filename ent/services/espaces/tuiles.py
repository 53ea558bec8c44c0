"""What spaces show elsewhere: in the days of a family, on a pupil's home, in « Plus »."""

import datetime as dt
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.portail.lectures import reponses_de
from ent.portail.registres import Chose, DuJour, Lignes, en_ligne
from ent.socle.dates import date_format, horaire
from ent.socle.francais import en_francais

from . import evenements
from .lectures.a_dire import VisiteADire, classes_a_dire, visites_a_dire
from .lectures.calendrier import pour_les_enfants
from .lectures.moments import limite, quand
from .lectures.pages import prochaines
from .models import DateDeLEspace, EcoleDeLEspace, Espace, InscriptionVisite

TUILE = "espaces"


def programme(request: HttpRequest, debut: dt.date, fin: dt.date, lignes: Lignes | None) -> list[DuJour]:
    """Dates of the spaces of the children of the page, with what was said of each; of several of whom the same was said, once."""
    return [
        DuJour(
            date.jour,
            suivis,
            partial(
                render_to_string,
                "espaces/_du_jour.html",
                {"date": date, "horaire": horaire(date.de, date.a), "etat": etat},
            ),
            date.de or dt.time(),
            _en_mots(date, etat),
        )
        for date, tous in pour_les_enfants(request.user, request.suivis, debut, fin, lignes)
        for etat, suivis in tous.items()
    ]


def a_dire(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """Each child who may come to a visit, of whom nobody said yes or no. No query of its own while none is asked."""
    if not any(lignes):
        return []
    return [_chose(request, une) for une in visites_a_dire(request.user, request.suivis)]


def _chose(request: HttpRequest, une: VisiteADire) -> Chose:
    date, eleve = une.date, une.suivi.eleve

    def dessiner(chose: Chose) -> str:
        dits = {"date": date, "suivi": une.suivi, "quand": quand(date), "limite": limite(date), "chose": chose}
        return render_to_string("espaces/_a_dire.html", dits, request)

    return Chose(
        f"visite-{date.pk}-{eleve.pk}",
        [eleve.pk],
        dessiner,
        avant=timezone.localdate(date.jusqu_a) if date.jusqu_a else None,
        dits=[(nature, date.pk) for nature in (evenements.DATE, evenements.DATE_CHANGE)],
    )


def a_dire_pour_la_classe(request: HttpRequest, lignes: Lignes) -> list[Chose]:
    """Each class that one teaches and that answers whole. No query of its own while none is asked."""
    if not any(lignes):
        return []
    return [
        en_ligne(
            f"visite-{une.date.pk}-classe-{une.classe.pk}",
            "groupe",
            _("%(titre)s : dire si %(classe)s vient") % {"titre": une.date.titre, "classe": une.classe.classe.nom},
            f"{reverse('espaces_date', args=[une.date.pk])}#viennent",
            _("avant %(limite)s") % {"limite": limite(une.date)},
            avant=timezone.localdate(une.date.jusqu_a) if une.date.jusqu_a else None,
        )
        for une in classes_a_dire(request.user)
    ]


def _en_mots(date: DateDeLEspace, etat: str) -> str:
    """« de 14 h 00 à 16 h 00 Visite du collège (Trappes) »; what is cancelled says so, and what was answered."""
    annule = f"{_('Annulé')} ·" if date.est_annulee else ""
    lieu = f" ({date.lieu})" if date.lieu else ""
    dit = f"· {InscriptionVisite.Etat(etat).label}" if etat and not date.est_annulee else ""
    return " ".join(mot for mot in (horaire(date.de, date.a), annule, en_francais(f"{date.titre}{lieu}"), dit) if mot)


def eleve(request: HttpRequest) -> dict | None:
    """The way to one's spaces. No query of its own."""
    reponses = reponses_de(request.user, "eleve", TUILE)
    return {} if any(reponses) else None


def etat_de_la_famille(request: HttpRequest) -> str | None:
    """What comes next; nothing is said of it while there is none. One query without any."""
    espaces = list(Espace.objects.des_familles_de(request.user).ouverts())
    return _etat(espaces) if espaces else None


def etat_de_l_equipe(request: HttpRequest) -> str | None:
    """For who teaches and is of none, nothing. One query then."""
    espaces = list(Espace.objects.du_travail_de(request.user).ouverts())
    return _etat(espaces) if espaces else None


def etat_de_la_direction(request: HttpRequest) -> str:
    """Invitations first. Two queries, three where there is a space."""
    n = EcoleDeLEspace.objects.invitees_de(request.user).count()
    if n:
        return ngettext("%(n)s invitation à lire", "%(n)s invitations à lire", n) % {"n": n}
    espaces = list(Espace.objects.du_travail_de(request.user).ouverts())
    return _etat(espaces) if espaces else _("aucun pour le moment")


def _etat(espaces: list[Espace]) -> str:
    suivante = next(iter(prochaines([espace.pk for espace in espaces])), None)
    if suivante is None:
        return espaces[0].titre
    return _("%(jour)s : %(titre)s") % {"jour": date_format(suivante.jour, "j F"), "titre": suivante.titre}
