"""Sign-in and the account of an adult, on top of django-allauth."""

from allauth.account.decorators import reauthentication_required
from allauth.account.models import get_emailconfirmation_model
from allauth.account.views import LoginView, confirm_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from .. import droits, lectures
from ..droits import COOKIE_TABLETTE


class Entrer(LoginView):
    """The way in for adults. A classroom tablet goes to its wall instead, unless an adult asked for this page."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        jeton = request.get_signed_cookie(COOKIE_TABLETTE, default="")
        self.est_tablette = bool(jeton and lectures.classe_de_la_tablette(jeton))
        if self.est_tablette and "adulte" not in request.GET:
            return HttpResponseRedirect(reverse("connexion_mur", args=[jeton]))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **contexte) -> dict:
        return super().get_context_data(est_tablette=getattr(self, "est_tablette", False), **contexte)


entrer = Entrer.as_view()


def confirmer_adresse(request: HttpRequest, key: str) -> HttpResponse:
    """An address is verified by its owner, signed in: whoever receives a mail by mistake verifies nothing."""
    confirmation = get_emailconfirmation_model().from_key(key)
    if confirmation and confirmation.email_address.user_id != request.user.pk:
        raise Http404
    return confirm_email(request, key=key)


@require_safe
def compte(request: HttpRequest) -> HttpResponse:
    """My account: how I come in, and what I may change."""
    contexte = {
        "adresse": lectures.adresse_de(request.user),
        "double_cle": lectures.a_une_deuxieme_cle(request.user),
        "enfants": request.user.portee.enfants,
    }
    return render(request, "connexion/compte.html", contexte)


@require_POST
def oublier_tablette(request: HttpRequest) -> HttpResponse:
    """This device is no longer the tablet of a class."""
    reponse = redirect("connexion_appareils" if droits.peut_tenir_un_compte(request.user) else "account_login")
    reponse.delete_cookie(COOKIE_TABLETTE)
    return reponse


@require_safe
@reauthentication_required(app="allauth.mfa")
def codes_de_secours(request: HttpRequest) -> HttpResponse:
    """Recovery codes to copy on paper. Ours, because django-allauth's page writes when it is read."""
    codes = lectures.codes_de_secours(request.user)
    if codes is None:
        raise Http404
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes})
