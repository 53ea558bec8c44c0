"""A pupil's own page for the school where they go; who teaches may type it, of a child who dictates."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.views.gestes import corrige

from ..actions import eleves as actions
from ..forms.eleves import PageForm
from ..lectures import eleves as lectures
from ..lectures.passages import passage_de
from ..models import Dossier
from .preparation import dossier_de


def _le_mien(request: HttpRequest) -> Dossier:
    """Of the pupil who is in; for anybody else there is no such page."""
    dossier = lectures.sien(request.user)
    if dossier is None:
        raise Http404
    return dossier


def _ou_elle_se_dicte(request: HttpRequest) -> str:
    """This address is every pupil's: each takes turns with who types their own page for them, and with nobody else."""
    return reverse("dossier_dictee", args=[_le_mien(request).uuid])


@corrige(chez=_ou_elle_se_dicte)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """My words, my works, « J’ai fini »; and what the grown-ups wrote, once it was shown."""
    dossier = _le_mien(request)
    formulaire = PageForm(request.POST or None, dossier=dossier)
    if _ecrit(request, dossier, formulaire):
        _faire(request, dossier)
        return redirect("dossier_eleve")
    contexte = {
        "dossier": dossier,
        "passage": passage_de(dossier.campagne),
        "formulaire": formulaire,
        "travaux": lectures.travaux_de(dossier, request.user),
        "choisis": [piece for piece in dossier.pieces.all() if piece.de_l_eleve],
        "est_parti": lectures.est_parti(dossier),
        "sa_page_est_partie": lectures.sa_page_est_partie(dossier),
        "dits": lectures.dits_par_les_grands(dossier),
    }
    return render(request, "liaison/eleve/page.html", contexte, status=422 if formulaire.errors else 200)


def _ecrit(request: HttpRequest, dossier: Dossier, formulaire: PageForm) -> bool:
    if request.method != "POST" or not formulaire.is_valid():
        return False
    try:
        actions.ecrire_sa_page(dossier=dossier, par=request.user, texte=formulaire.cleaned_data["texte"])
    except ValidationError as refus:
        formulaire.add_error(None, refus)
    return not formulaire.errors


def _faire(request: HttpRequest, dossier: Dossier) -> None:
    """What was touched once the words are kept: one of my works, in my page or out of it (« portfolio-3:1 »), or « J’ai fini »."""
    cle, _deux_points, voulu = request.POST.get("travail", "").rpartition(":")
    try:
        if cle:
            actions.choisir_un_travail(dossier=dossier, par=request.user, cle=cle[:60], voulu=voulu == "1")
        elif request.POST.get("fini") == "1":
            actions.finir_sa_page(dossier=dossier, par=request.user, fini=True)
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    else:
        messages.success(request, _("C’est gardé."))


@require_POST
def fini(request: HttpRequest) -> HttpResponse:
    """« Je continue »; or that it is finished, as it is kept."""
    try:
        actions.finir_sa_page(dossier=_le_mien(request), par=request.user, fini=request.POST.get("fini") == "1")
    except ValidationError as refus:
        messages.warning(request, refus.messages[0])
    return redirect("dossier_eleve")


@corrige
@require_http_methods(["GET", "POST"])
def dictee(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Typed by who prepares, as the child says it."""
    dossier = dossier_de(request, cle)
    formulaire = PageForm(request.POST or None, dossier=dossier)
    if _ecrit(request, dossier, formulaire):
        messages.success(request, _("La page de l’élève est enregistrée."))
        return redirect("liaison_preparer", cle=cle)
    contexte = {"dossier": dossier, "formulaire": formulaire}
    return render(request, "liaison/eleve/dictee.html", contexte, status=422 if formulaire.errors else 200)
