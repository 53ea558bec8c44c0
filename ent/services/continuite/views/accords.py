"""A parent lets the ENT of a collège show what an école says: the page where they say yes or no, and that of what they said."""

import re
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.views.gestes import retire
from ent.connexion.lectures import a_montre_sa_cle, doit_montrer_sa_cle

from .. import droits
from ..actions import accords as actions
from ..forms import AccordForm
from ..lectures import acces, sortant
from ..models import Accord

DEFI = re.compile(r"[A-Za-z0-9_-]{43}")  # of SHA-256, in base64url (RFC 7636)
ETAT_MAX = 500  # signs that are given back as they came


def _donnes(request: HttpRequest):
    return Accord.objects.donnes_par(request.user).exclude(cle="").select_related("emetteur__etablissement")


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """Who shows what, since when, read when."""
    donnes = _donnes(request)
    if not donnes and not droits.peut_laisser_montrer(request.user):
        raise Http404
    return render(request, "continuite/accords.html", {"accords": donnes.prefetch_related("enfants__eleve")})


@retire
@require_POST
def finir(request: HttpRequest, accord: UUID) -> HttpResponse:
    donne = get_object_or_404(
        Accord.objects.donnes_par(request.user).select_related("emetteur__etablissement"), uuid=accord
    )
    nom = donne.emetteur.nom
    actions.ne_plus_autoriser(accord=donne)
    messages.success(
        request, _("%(nom)s ne lit plus rien ici. Ce qu’il avait montré, il doit l’enlever.") % {"nom": nom}
    )
    return redirect("continuite_accords" if _donnes(request) or droits.peut_laisser_montrer(request.user) else "plus")


@require_GET
def vers(request: HttpRequest, ligne: str) -> HttpResponse:
    """The page of a line that another ENT shows, for the parent who let it."""
    chemin = sortant.chemin_de(request.user, ligne)
    if chemin is None:
        raise Http404
    return redirect(chemin)


@never_cache
@reauthentication_required(enabled=doit_montrer_sa_cle)
@require_http_methods(["GET", "POST"])
def relier(request: HttpRequest) -> HttpResponse:
    """The authorization endpoint (RFC 6749 §4.1.1), with PKCE. Nobody is led to an address that the operator did not declare."""
    demandes = request.GET
    emetteur = acces.emetteur_ouvert(demandes.get("client_id", ""))
    retour = demandes.get("redirect_uri", "")
    if emetteur is None or retour not in emetteur.retours_dits:
        return render(request, "continuite/mal_demande.html", {}, status=400)
    defi = demandes.get("code_challenge", "")
    if (
        demandes.get("response_type") != "code"
        or demandes.get("code_challenge_method") != "S256"
        or not DEFI.fullmatch(defi)
        or not demandes.get("state")
    ):
        return _revenir(request, retour, error="invalid_request")
    suivis = droits.a_montrer_a(request.user, emetteur)
    if not suivis:
        return render(request, "continuite/mal_demande.html", {"emetteur": emetteur}, status=403)
    if "refuser" in request.POST:
        return _revenir(request, retour, error="access_denied")
    formulaire = AccordForm(request.POST if request.method == "POST" else None, suivis=suivis)
    if request.method == "POST" and formulaire.is_valid():
        _accord, code = actions.autoriser(
            emetteur=emetteur,
            personne=request.user,
            enfants=formulaire.choisis,
            defi=defi,
            retour=retour,
            derriere_la_cle=a_montre_sa_cle(request),
        )
        return _revenir(request, retour, code=code)
    contexte = {"emetteur": emetteur, "formulaire": formulaire, "domaine": urlsplit(retour).hostname}
    return _menant_a(retour, request, "continuite/relier.html", contexte, 422 if formulaire.errors else 200)


def _revenir(request: HttpRequest, retour: str, **dits: str) -> HttpResponse:
    """Back to that ENT, with what it gave to be given back."""
    dits["iss"] = settings.ENT_ADRESSE.rstrip("/")  # RFC 9207: it knows who answers
    if etat := request.GET.get("state", "")[:ETAT_MAX]:
        dits["state"] = etat
    return redirect(f"{retour}{'&' if '?' in retour else '?'}{urlencode(dits)}")


def _menant_a(retour: str, request: HttpRequest, gabarit: str, contexte: dict[str, Any], statut: int) -> HttpResponse:
    """A form of which the answer leads there: a browser asks that its page says so."""
    parties = urlsplit(retour)
    politique = settings.SECURE_CSP | {"form-action": [CSP.SELF, f"{parties.scheme}://{parties.netloc}"]}
    return csp_override(politique)(lambda demande: render(demande, gabarit, contexte, status=statut))(request)
