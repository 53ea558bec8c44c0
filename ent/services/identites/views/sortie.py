"""Going out, both ways: from here to the provider, and from the provider to here."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..actions import fournisseurs, sortie
from ..lectures import oidc, pages, saml, saml_envois
from ..lectures.refus import Refus
from ..models import FournisseurIdentite
from ..sorties import SEL
from .entree import _ouvert, refuser

RETOUR = "identites_retour"  # of the session of nobody: where FrEduUrlRetour leads
VALABLE = 5 * 60


@login_not_required
@never_cache
@require_GET
def metadonnees(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """What a SAML provider needs to know of us. Public: it holds our certificate and our addresses."""
    tenu = pages.connu(fournisseur)
    if tenu is None or not tenu.est_saml:
        raise Http404
    return HttpResponse(saml_envois.nos_metadonnees(tenu), "application/samlmetadata+xml")


# --- From here ----------------------------------------------------------------------------------------------------------
@login_not_required
@never_cache
@require_GET
def sorti(request: HttpRequest) -> HttpResponse:
    """Out of here; the page goes on by itself to go out over there too. What says where was signed by us a moment ago."""
    try:
        dit = signing.loads(request.GET.get("s", ""), salt=SEL, max_age=VALABLE)
    except signing.BadSignature:
        return HttpResponseRedirect(reverse("account_login"))
    request.session[RETOUR] = dit["retour"]
    return render(request, "identites/sorti.html", dit)


@login_not_required
@never_cache
@require_GET
def revenu(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """Out over there too."""
    return _revenu(request, _ouvert(fournisseur), confirme=True)


def _revenu(request: HttpRequest, tenu: FournisseurIdentite, *, confirme: bool) -> HttpResponse:
    retour = request.session.get(RETOUR, "")
    contexte = {"fournisseur": tenu, "confirme": confirme, "retour": retour if tenu.mene_a(retour) else ""}
    return render(request, "identites/revenu.html", contexte)


# --- From the provider --------------------------------------------------------------------------------------------------
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def saml_sortie(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """A signed request ends the sessions that it names, whichever browser holds them: it is the one GET here that writes, and the binding says so
    (HTTP-Redirect); in a form (HTTP-POST) it is a signed tree. An answer to ours changes nothing.
    """
    tenu = _ouvert(fournisseur)
    par_envoi = request.method == "POST"
    recus = request.POST if par_envoi else request.GET
    dits = {nom: recus.getlist(nom) for nom in recus}
    if any(len(valeurs) != 1 for valeurs in dits.values()) or not tenu.est_saml:
        return HttpResponseBadRequest()
    lus, brut = {nom: valeurs[0] for nom, valeurs in dits.items()}, request.META.get("QUERY_STRING", "")
    if "SAMLRequest" not in lus:
        confirme = (
            saml_envois.sortie_confirmee_par_envoi(tenu, lus) if par_envoi else saml.sortie_confirmee(tenu, lus, brut)
        )
        return _revenu(request, tenu, confirme=confirme)
    try:
        if par_envoi:
            sujet, indices, numero, ou = saml_envois.lire_une_sortie_envoyee(tenu, lus)
        else:
            sujet, indices, numero, ou = saml.lire_une_sortie(tenu, lus, brut)
    except Refus as refus:
        fournisseurs.noter_le_refus(fournisseur=tenu, mot=refus.mot)
        return refuser(request, tenu, refus.raison)
    if sortie.est_neuf(tenu, numero):
        sortie.fermer(fournisseur=tenu, sujet=sujet, indices=indices)
    return HttpResponseRedirect(ou) if ou else _revenu(request, tenu, confirme=True)


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def oidc_sortie(request: HttpRequest, fournisseur: UUID) -> HttpResponse:
    """Back-Channel Logout 1.0: the provider's server says it to ours."""
    tenu = _ouvert(fournisseur)
    jeton = request.POST.get("logout_token", "")
    try:
        if tenu.est_saml or not jeton or len(jeton) > 20_000:
            return HttpResponseBadRequest()
        try:
            sujet, sid, numero = oidc.lire_une_sortie(tenu, jeton)
        except oidc.CleInconnue:
            if not fournisseurs.relever_pour_une_cle(fournisseur=tenu):
                return HttpResponseBadRequest()
            sujet, sid, numero = oidc.lire_une_sortie(tenu, jeton)
    except (Refus, oidc.CleInconnue) as refus:
        fournisseurs.noter_le_refus(fournisseur=tenu, mot=str(refus) or "clé inconnue")
        return HttpResponseBadRequest()
    if not sortie.est_neuf(tenu, numero):
        return HttpResponseBadRequest()
    sortie.fermer(fournisseur=tenu, sujet=sujet, indices=[sid] if sid else [])
    return HttpResponse(headers={"Cache-Control": "no-store"})
