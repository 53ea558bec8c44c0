"""What the pages of « coming in » share."""

from functools import wraps

from django.contrib.auth import update_session_auth_hash
from django.forms.forms import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .. import actions, droits
from ..navigateurs import nommer


def clair(vue):
    """Give django-allauth's pages the statuses of the product: 422 for a form that explains itself, 429 with a delay."""

    @wraps(vue)
    def enveloppe(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        reponse = vue(request, *args, **kwargs)
        formulaire = (getattr(reponse, "context_data", None) or {}).get("form")
        if request.method == "POST" and reponse.status_code == 200 and getattr(formulaire, "errors", None):
            reponse.status_code = 422
            if formulaire.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"):
                reponse.status_code = 429
                reponse.headers["Retry-After"] = "300"
        if reponse.status_code == 429:
            reponse.headers.setdefault("Retry-After", "60")
        return reponse

    return enveloppe


def _de_qui(peut):
    """Pages of one's own account, for those of whom `peut` holds; before they are in, nobody is refused."""

    def reserver(vue):
        @wraps(vue)
        def enveloppe(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.user.is_authenticated and not peut(request.user):
                raise Http404
            return vue(request, *args, **kwargs)

        return enveloppe

    return reserver


adultes = _de_qui(droits.peut_tenir_un_compte)
titulaires = _de_qui(droits.peut_garder_son_compte)


def garder_cette_session(request: HttpRequest) -> None:
    """Signed again, under another key: what the sessions of this person hold to has just changed."""
    update_session_auth_hash(request, request.user)
    if droits.se_liste(request.session, request.user):
        nom = nommer(request.headers.get("User-Agent", ""))
        actions.noter_session(session=request.session, personne=request.user, nom=nom)


def attendre(request: HttpRequest, gabarit: str, contexte: dict, secondes: int | None) -> HttpResponse:
    """A page that says how long to wait, to people and to machines."""
    reponse = render(request, gabarit, contexte, status=429)
    if secondes:
        reponse.headers["Retry-After"] = str(secondes)
    return reponse
