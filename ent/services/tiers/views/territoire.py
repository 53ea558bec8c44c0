"""The operator's registry: services that the territory trusts, what each may receive, its secret said once."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from ent.annuaire.views.gestes import corrige, cree

from .. import droits
from ..actions import registre as actions
from ..forms import ServiceForm
from ..lectures import services, visites
from ..models import ServiceTiers
from ..preregles import INTITULES, PREREGLES

DIT_UNE_FOIS = "tiers_a_dire"  # of the session: said by the page that follows, and gone


def _exiger_operateur(request: HttpRequest) -> None:
    if not droits.peut_tenir_le_registre(request.user):
        raise Http404


def _service(request: HttpRequest, service: UUID) -> ServiceTiers:
    return get_object_or_404(ServiceTiers.objects.tenus_par(request.user), uuid=service)


def _dire_le_secret(request: HttpRequest, service: ServiceTiers, secret: str) -> None:
    if secret:
        request.session[DIT_UNE_FOIS] = [service.client_id, secret]


@require_GET
def registre(request: HttpRequest) -> HttpResponse:
    _exiger_operateur(request)
    contexte = {"services": services.registre(request.user), "preregles": INTITULES.items()}
    return render(request, "tiers/registre.html", contexte)


@cree
@require_http_methods(["GET", "POST"])
def nouveau(request: HttpRequest) -> HttpResponse:
    """One more; `?modele=elea` fills in what is known of it."""
    _exiger_operateur(request)
    modele = request.GET.get("modele", "")
    formulaire = ServiceForm(request.POST if request.method == "POST" else None, initial=PREREGLES.get(modele))
    if request.method == "POST" and formulaire.is_valid():
        service, secret = actions.enregistrer_service(auteur=request.user, champs=formulaire.cleaned_data)
        _dire_le_secret(request, service, secret)
        messages.success(request, _("%(nom)s est au registre : les écoles peuvent l’ouvrir.") % {"nom": service.nom})
        return redirect("tiers_service", service=service.uuid)
    contexte = {"formulaire": formulaire, "service": None, "modele": INTITULES.get(modele, "")}
    return render(request, "tiers/service.html", contexte, status=422 if formulaire.errors else 200)


@never_cache
@corrige
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, service: UUID) -> HttpResponse:
    """One of the registry, to be corrected; its secret on the first page after it was drawn."""
    tenu = _service(request, service)
    formulaire = ServiceForm(request.POST if request.method == "POST" else None, instance=tenu)
    if request.method == "POST" and formulaire.is_valid():
        secret = actions.corriger_service(service=tenu, auteur=request.user, champs=formulaire.cleaned_data)
        _dire_le_secret(request, tenu, secret)
        messages.success(request, _("C’est enregistré, et vaut dès le prochain ticket."))
        return redirect("tiers_service", service=service)
    de, secret = request.session.pop(DIT_UNE_FOIS, ["", ""])
    contexte = {
        "service": tenu,
        "modele": "",
        "formulaire": formulaire,
        "secret": secret if de == tenu.client_id else "",
        "venus": visites.des_ouvertures(tenu.ouvertures.filter(ferme_le=None).select_related("service")),
        "mois": visites.dernier_mois(),
        "base": settings.ENT_ADRESSE.rstrip("/"),
    }
    return render(request, "tiers/service.html", contexte, status=422 if formulaire.errors else 200)


@require_http_methods(["GET", "POST"])
def nouveau_secret(request: HttpRequest, service: UUID) -> HttpResponse:
    """What stops with the former one, first: a service whose own settings still hold it lets nobody in."""
    tenu = _service(request, service)
    if tenu.protocole != ServiceTiers.Protocole.OIDC:
        raise Http404
    if request.method == "GET":
        ouvertes = tenu.ouvertures.filter(ferme_le=None).count()
        return render(request, "tiers/nouveau_secret.html", {"service": tenu, "nb_ecoles": ouvertes})
    _dire_le_secret(request, tenu, actions.nouveau_secret(service=tenu, auteur=request.user))
    messages.success(request, _("Le nouveau secret est tiré : l’ancien ne vaut plus."))
    return redirect("tiers_service", service=service)


@require_http_methods(["GET", "POST"])
def retirer(request: HttpRequest, service: UUID) -> HttpResponse:
    """What stops, what it keeps, who is told; then nobody goes there any more. With `remettre`, they may again."""
    tenu = _service(request, service)
    if request.method == "GET":
        ouvertes = tenu.ouvertures.filter(ferme_le=None).count()
        return render(request, "tiers/fermer.html", {"service": tenu, "ecole": None, "nb_ecoles": ouvertes})
    faire = actions.remettre_service if "remettre" in request.POST else actions.retirer_service
    faire(service=tenu, auteur=request.user)
    return redirect("tiers_service", service=service)
