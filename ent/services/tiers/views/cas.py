"""CAS 2 and 3 (https://apereo.github.io/cas/development/protocol/CAS-Protocol-Specification.html): tickets out, and who they were for.

No ticket leaves for an address that is not in the registry, letter for letter; none is given to who may not open the service today.
"""

import datetime as dt
import logging

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .. import exports
from ..actions import sortie, tickets, visites
from ..lectures import numeros, services
from ..models import ServiceTiers
from .commun import A_NOUVEAU, INCONNU, PAS_POUR_VOUS, refuser

journal = logging.getLogger(__name__)
CAS = ServiceTiers.Protocole.CAS
FRAIS = dt.timedelta(seconds=60)  # since one proved who one is, for `renew`
FRAIS_ELEVE = dt.timedelta(minutes=5)  # a pupil's secret is asked by the wall alone


@login_not_required
@never_cache
@require_GET
def entrer(request: HttpRequest) -> HttpResponse:
    """`/cas/login`: one is led back to the service with a ticket; first to the door, if nobody is in."""
    adresse = request.GET.get("service", "")
    if not adresse:
        return redirect("accueil")
    acces = None if request.user.is_anonymous else services.acces_a_l_adresse(request.user, adresse, CAS)
    service = acces.service if acces else services.service_de(adresse, CAS)
    if service is None:
        return refuser(request, INCONNU)
    passerelle = bool(request.GET.get("gateway")) and not request.GET.get("renew")
    if request.user.is_anonymous:
        return HttpResponseRedirect(adresse) if passerelle else redirect_to_login(request.get_full_path())
    if acces is None or not acces.peut_ouvrir:
        return HttpResponseRedirect(adresse) if passerelle else refuser(request, PAS_POUR_VOUS, service)
    neuf = vient_d_entrer(request)
    if request.GET.get("renew") and not neuf:
        return a_nouveau(request, service)
    visites.compter(acces=acces, personne=request.user)
    ticket = tickets.emettre(service=service, adresse=adresse, personne=request.user, neuf=neuf)
    sortie.retenir(session=request.session, service=service, adresse=service.sortie or adresse, jeton=ticket)
    return HttpResponseRedirect(f"{adresse}{'&' if '?' in adresse else '?'}ticket={ticket}")


def prouve_le(request: HttpRequest) -> float | None:
    """When whoever is in last proved who they are (seconds, as clocks count them): a pupil by coming in; an adult, by each password or key since."""
    if request.user.portee.est_eleve:
        return request.user.last_login.timestamp() if request.user.last_login else None
    preuves = get_authentication_records(request, request.user)
    return preuves[-1]["at"] if preuves else None


def vient_d_entrer(request: HttpRequest) -> bool:
    prouve, frais = prouve_le(request), FRAIS_ELEVE if request.user.portee.est_eleve else FRAIS
    return prouve is not None and timezone.now().timestamp() - prouve < frais.total_seconds()


def a_nouveau(request: HttpRequest, service: ServiceTiers) -> HttpResponse:
    """Whatever the protocol that asks a fresh proof: adults type their password again; a pupil goes by the wall, which leads to no service."""
    if request.user.portee.est_eleve:
        return refuser(request, A_NOUVEAU, service)
    return redirect_to_login(request.get_full_path(), reverse("account_reauthenticate"))


@login_not_required
@never_cache
@require_GET
def valider(request: HttpRequest) -> HttpResponse:
    """`/cas/serviceValidate`, version 2: who it was for, and nothing else."""
    return _repondre(request, avec_attributs=False)


@login_not_required
@never_cache
@require_GET
def valider_avec_attributs(request: HttpRequest) -> HttpResponse:
    """`/cas/p3/serviceValidate`, version 3: with what this service may receive."""
    return _repondre(request, avec_attributs=True)


@login_not_required
@never_cache
@require_GET
def refuser_les_mandataires(request: HttpRequest) -> HttpResponse:
    """`/cas/proxyValidate`: nobody acts here in the name of somebody else."""
    return _xml(exports.echec("UNAUTHORIZED_SERVICE_PROXY", "Proxy authentication is not offered."))


def _xml(contenu: str) -> HttpResponse:
    return HttpResponse(contenu, content_type="application/xml; charset=utf-8")


def _repondre(request: HttpRequest, *, avec_attributs: bool) -> HttpResponse:
    """What goes wrong here is said by its code, without a word of the ticket, here or in the log."""
    try:
        return _xml(_juger(request, avec_attributs=avec_attributs))
    except DatabaseError as panne:
        journal.error("A ticket could not be judged: %s", type(panne).__name__)
        return _xml(exports.echec("INTERNAL_ERROR", "The ticket could not be judged."))


def _juger(request: HttpRequest, *, avec_attributs: bool) -> str:
    """The ticket is spent by being shown, whatever is answered; the right is judged again, as of now."""
    montre, adresse = request.GET.get("ticket", ""), request.GET.get("service", "")
    if not montre or not adresse:
        return exports.echec("INVALID_REQUEST", "'service' and 'ticket' are both required.")
    ticket = tickets.consommer(ticket=montre)
    if ticket is None or (request.GET.get("renew") and not ticket.neuf):
        return exports.echec("INVALID_TICKET", "This ticket is not known: used, too old, or never given.")
    personne = numeros.personne_ouverte(ticket.personne)
    acces = services.acces_a_l_adresse(personne, adresse, CAS) if personne else None
    service = acces.service if acces else services.service_de(adresse, CAS)
    if adresse != ticket.adresse or service is None or service.pk != ticket.service_id:
        return exports.echec("INVALID_SERVICE", "This ticket was given for another service.")
    if personne is None or acces is None or not acces.peut_ouvrir:
        return exports.echec("INVALID_TICKET", "This person may no longer use this service.")
    return exports.succes(
        services.ce_qui_est_dit(acces, personne),
        service.dialecte,
        entre_le=ticket.entre_le,
        neuf=ticket.neuf,
        avec_attributs=avec_attributs,
    )
