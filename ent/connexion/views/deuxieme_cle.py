"""A second key that is set: what came in without one goes out."""

from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .. import actions, lectures
from .commun import garder_cette_session


def pose_une_cle(vue):
    """Around django-allauth's page, in one transaction with it: its own signal comes after the commit, when the other sessions could already have
    taken the key away. The device in hand has just shown the key, and stays in.
    """

    @wraps(vue)
    def enveloppe(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST" or lectures.a_une_deuxieme_cle(request.user):
            return vue(request, *args, **kwargs)
        with transaction.atomic():
            reponse = vue(request, *args, **kwargs)
            if not lectures.a_une_deuxieme_cle(request.user):
                return reponse
            actions.poser_la_premiere_cle(personne=request.user, ici=request.session.session_key or "")
        garder_cette_session(request)
        record_authentication(request, request.user, method="mfa")
        messages.info(request, _("Vos autres appareils sont sortis de votre compte : ils y rentreront avec cette clé."))
        return reponse

    return enveloppe
