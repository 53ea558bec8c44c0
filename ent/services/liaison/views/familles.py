"""What the next school will read, as a holder of authority reads it; their answer, part by part."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.views.gestes import corrige
from ent.portail.views.brouillons import brouillon_termine
from ent.portail.views.traduction import rendre_la_traduction
from ent.socle.nombres import entier

from .. import droits
from ..actions import familles as actions
from ..forms.familles import ReponseForm
from ..lectures import familles as lectures
from ..models import Dossier


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """Those of one's children; a single one, at once. A person without children has no such page."""
    if not droits.enfants_de(request.user):
        raise Http404
    lus = lectures.lus_par(request.user)
    if len(lus) == 1:
        return redirect("dossier_famille", lus[0].dossier.uuid)
    return render(request, "liaison/famille/accueil.html", {"lus": lus})


def _lu(request: HttpRequest, cle: UUID) -> lectures.Lu:
    """One that this person reads; any other does not exist."""
    lu = lectures.lire(request.user, get_object_or_404(Dossier.objects.lus_par(request.user), uuid=cle))
    if lu is None:
        raise Http404
    return lu


@require_GET
def dossier(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Part by part, what will go, what never goes, and four answers."""
    lu = _lu(request, cle)
    return _page(request, lu, ReponseForm(lu=lu, tout="tout" in request.GET))


def _page(request: HttpRequest, lu: lectures.Lu, formulaire: ReponseForm, statut: int = 200) -> HttpResponse:
    contexte = {
        "lu": lu,
        "cle": f"{lectures.BROUILLON}:{lu.dossier.pk}",
        "formulaire": formulaire,
        "repondu_le": lu.retour.repondu_le if lu.retour else None,
        "est_ouvert": formulaire.is_bound or bool(lu.a_dire) or not lu.a_repondu or "tout" in request.GET,
        "choisi": formulaire["choix"].value(),
        "sans": lu.passage.sans % {"prenom": lu.dossier.eleve.prenom},
        "autres": get_text_list(lu.autres, _("et")),
    }
    return render(request, "liaison/famille/dossier.html", contexte, status=statut)


@brouillon_termine
@corrige
@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: HttpRequest, cle: UUID) -> HttpResponse:
    """Answer, or change one's mind until it left. Words that changed meanwhile are shown, with all that was typed.

    A refused answer stays at this address: read again from a link or a tab that comes back, it is the page.
    """
    lu = _lu(request, cle)
    if request.method != "POST":
        return redirect("dossier_famille", cle)
    formulaire = ReponseForm(request.POST, lu=lu)
    if formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            actions.repondre(
                dossier=lu.dossier,
                par=request.user,
                choix=donnees["choix"],
                dits=formulaire.dits,
                precision=formulaire.precision,
                mot=donnees["mot"],
            )
        except ValidationError as refus:
            lu = _lu(request, cle)
            formulaire = ReponseForm(request.POST, lu=lu)
            formulaire.is_valid()
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _dit(lu))
            return redirect("dossier_famille", cle)
    return _page(request, lu, formulaire, 422 if formulaire.errors else 200)


def _dit(lu: lectures.Lu) -> str:
    if lu.est_entame:
        return _("C’est noté, l’école le sait. Vous pouvez changer d’avis sur ce qui n’est pas parti.")
    return _("C’est noté, l’école le sait. Vous pouvez changer d’avis jusqu’au départ du dossier.")


@require_POST
def lu(request: HttpRequest, cle: UUID) -> HttpResponse:
    """What stayed on this holder's screen: « 2:<uuid of the child> », the number of what was shown."""
    trouve = get_object_or_404(Dossier.objects.lus_par(request.user), uuid=cle)
    for vu in request.POST.getlist("vu")[:9]:
        if (numero := entier(vu.partition(":")[0])) is not None:
            actions.noter_la_lecture(dossier=trouve, par=request.user, numero=numero)
    return HttpResponse(status=204)


@require_POST
def traduire(request: HttpRequest, cle: UUID) -> HttpResponse:
    """All that was shown, in the reader's language."""
    lu = _lu(request, cle)
    return rendre_la_traduction(
        request,
        original=lu.textes,
        qui=lu.dossier.etablissement.nom,
        retour=reverse("dossier_famille", args=[cle]),
    )
