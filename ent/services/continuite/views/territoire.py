"""The operator's pages: which collège may speak here, by which keys, and what became of its calls."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.views.gestes import corrige, cree

from .. import droits
from ..actions import emetteurs as actions
from ..forms import EmetteurForm
from ..lectures import comptes, emetteurs
from ..models import Emetteur

DIT_UNE_FOIS = "continuite_a_dire"  # of the session: said by the page that follows, and gone


def _exiger_operateur(request: HttpRequest) -> None:
    if not droits.peut_tenir_les_emetteurs(request.user):
        raise Http404


def _emetteur(request: HttpRequest, emetteur: UUID) -> Emetteur:
    tenus = Emetteur.objects.tenus_par(request.user).select_related("etablissement")
    return get_object_or_404(tenus, uuid=emetteur)


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    _exiger_operateur(request)
    contexte = {
        "emetteurs": emetteurs.liste_de(request.user),
        "plateformes": comptes.plateformes_de(request.user),
    }
    return render(request, "continuite/emetteurs.html", contexte)


@cree
@require_http_methods(["GET", "POST"])
def nouveau(request: HttpRequest) -> HttpResponse:
    _exiger_operateur(request)
    formulaire = EmetteurForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        emetteur, secret = actions.ouvrir_un_emetteur(auteur=request.user, champs=formulaire.cleaned_data)
        request.session[DIT_UNE_FOIS] = [str(emetteur.uuid), secret]
        messages.success(request, _("%(nom)s peut envoyer dès maintenant.") % {"nom": emetteur.nom})
        return redirect("continuite_emetteur", emetteur=emetteur.uuid)
    contexte = {"formulaire": formulaire, "emetteur": None}
    return render(request, "continuite/emetteur.html", contexte, status=422 if formulaire.errors else 200)


@never_cache
@corrige
@require_http_methods(["GET", "POST"])
def emetteur(request: HttpRequest, emetteur: UUID) -> HttpResponse:
    tenu = _emetteur(request, emetteur)
    formulaire = EmetteurForm(request.POST if request.method == "POST" else None, instance=tenu)
    if request.method == "POST" and formulaire.is_valid():
        actions.corriger_un_emetteur(emetteur=tenu, auteur=request.user, champs=formulaire.cleaned_data)
        messages.success(request, _("C’est enregistré, et vaut dès le prochain appel."))
        return redirect("continuite_emetteur", emetteur=emetteur)
    de, secret = request.session.pop(DIT_UNE_FOIS, ["", ""])
    base = settings.ENT_ADRESSE.rstrip("/")
    contexte = {
        "emetteur": tenu,
        "formulaire": formulaire,
        "secret": secret if de == str(tenu.uuid) else "",
        "etat": emetteurs.etat_de(tenu, request.user),
        "adresses": [
            (_("Jeton"), base + reverse("continuite_jeton")),
            (_("Flux"), base + reverse("continuite_elements")),
            (_("Contrat (OpenAPI 3.1)"), base + reverse("continuite_contrat")),
        ],
    }
    return render(request, "continuite/emetteur.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def secret(request: HttpRequest, emetteur: UUID) -> HttpResponse:
    tenu = _emetteur(request, emetteur)
    request.session[DIT_UNE_FOIS] = [str(tenu.uuid), actions.tirer_un_secret(emetteur=tenu, auteur=request.user)]
    return redirect("continuite_emetteur", emetteur=emetteur)


@require_POST
def fermer(request: HttpRequest, emetteur: UUID) -> HttpResponse:
    """Nothing of it is read any more; with `rouvrir`, it is again."""
    tenu = _emetteur(request, emetteur)
    faire = actions.rouvrir_un_emetteur if "rouvrir" in request.POST else actions.fermer_un_emetteur
    faire(emetteur=tenu, auteur=request.user)
    return redirect("continuite_emetteur", emetteur=emetteur)
