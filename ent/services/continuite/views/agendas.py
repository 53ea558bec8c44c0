"""The calendar that a collège's product gives, added by a family: tried, shown, kept; renamed, replaced, taken away. Its address is shown by no page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.models.portee import Suivi
from ent.annuaire.views.gestes import corrige, cree, retire
from ent.socle import frein

from ..actions import agendas as actions
from ..forms import AdresseForm, AgendaForm, NomForm
from ..lectures import agendas
from ..models import AgendaExterne

ESSAIS, FENETRE = 10, 3_600  # addresses that one person has us ask, in seconds


def _suivi(request: HttpRequest, eleve: UUID) -> Suivi:
    suivi = agendas.enfant_de(request.user, eleve)
    if suivi is None:
        raise Http404
    return suivi


def _agenda(request: HttpRequest, agenda: UUID) -> AgendaExterne:
    siens = AgendaExterne.objects.tenus_par(request.user).select_related("eleve", "titulaire")
    return get_object_or_404(siens, uuid=agenda)


def _est_freine(request: HttpRequest) -> bool:
    """Nobody has us knock at door after door."""
    cle = f"continuite.agendas:{request.user.pk}"
    if frein.attente(cle, maximum=ESSAIS, fenetre=FENETRE):
        return True
    frein.compter(cle, fenetre=FENETRE)
    return False


def _essayer(
    request: HttpRequest, formulaire: AdresseForm, suivi: Suivi, remplace: AgendaExterne | None
) -> AgendaExterne | None:
    """What is tried, by a worker; nothing when the form says why not."""
    if not formulaire.is_valid():
        return None
    if _est_freine(request):
        formulaire.add_error("adresse", _("Vous avez essayé beaucoup d’adresses. Réessayez dans une heure."))
        return None
    nom = remplace.nom if remplace else formulaire.cleaned_data["nom"]
    adresse = formulaire.cleaned_data["adresse"]
    try:
        return actions.ajouter(titulaire=request.user, suivi=suivi, nom=nom, adresse=adresse, remplace=remplace)
    except ValidationError as refus:
        formulaire.add_error(None, refus)
        return None


@sensitive_post_parameters("adresse")
@never_cache
@cree
@require_http_methods(["GET", "POST"])
def ajouter(request: HttpRequest, eleve: UUID) -> HttpResponse:
    suivi = _suivi(request, eleve)
    formulaire = AgendaForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (essaye := _essayer(request, formulaire, suivi, None)):
        return redirect("continuite_agenda", agenda=essaye.uuid)
    contexte = {"formulaire": formulaire, "eleve": suivi.eleve, "agenda": None}
    return render(request, "continuite/agenda_ajouter.html", contexte, status=422 if formulaire.errors else 200)


@sensitive_post_parameters("adresse")
@never_cache
@cree
@require_http_methods(["GET", "POST"])
def remplacer(request: HttpRequest, agenda: UUID) -> HttpResponse:
    """Another address in its place: the former one serves until the new one was read, and kept."""
    tenu = _agenda(request, agenda)
    suivi = _suivi(request, tenu.eleve.uuid)
    formulaire = AdresseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (essaye := _essayer(request, formulaire, suivi, tenu)):
        return redirect("continuite_agenda", agenda=essaye.uuid)
    contexte = {"formulaire": formulaire, "eleve": tenu.eleve, "agenda": tenu}
    return render(request, "continuite/agenda_ajouter.html", contexte, status=422 if formulaire.errors else 200)


@never_cache
@corrige
@require_http_methods(["GET", "POST"])
def agenda(request: HttpRequest, agenda: UUID) -> HttpResponse:
    """Where it stands, and the next things that it says. A POST renames it."""
    tenu = _agenda(request, agenda)
    formulaire = NomForm(request.POST if request.method == "POST" else None, instance=tenu)
    if request.method == "POST" and formulaire.is_valid():
        actions.renommer(agenda=tenu, nom=formulaire.cleaned_data["nom"])
        messages.success(request, _("C’est renommé."))
        return redirect("continuite_agenda", agenda=agenda)
    contexte = {
        "agenda": tenu,
        "formulaire": formulaire,
        "dits": agendas.prochains(tenu) if tenu.lu_le else [],
        "serveur": agendas.serveur(tenu),
        "raison": agendas.raison(tenu),
    }
    return render(request, "continuite/agenda.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def garder(request: HttpRequest, agenda: UUID) -> HttpResponse:
    tenu = _agenda(request, agenda)
    if actions.garder(agenda=tenu):
        messages.success(request, _("C’est ajouté : vous le lisez sur l’accueil et dans la semaine."))
    return redirect("continuite_agenda", agenda=agenda)


@require_POST
def relire(request: HttpRequest, agenda: UUID) -> HttpResponse:
    """Of one that is tried: once more."""
    tenu = _agenda(request, agenda)
    if _est_freine(request):
        messages.error(request, _("Vous avez essayé beaucoup d’adresses. Réessayez dans une heure."))
    else:
        actions.relire(agenda=tenu)
    return redirect("continuite_agenda", agenda=agenda)


@retire
@require_POST
def retirer(request: HttpRequest, agenda: UUID) -> HttpResponse:
    tenu = _agenda(request, agenda)
    actions.retirer(agenda=tenu)
    messages.success(request, _("C’est retiré : l’adresse et ce qu’elle disait sont effacés."))
    return redirect("continuite")
