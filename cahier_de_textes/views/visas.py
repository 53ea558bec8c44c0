"""Visas of a week: read by its teachers, set by the direction."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.views.gestes import cree, retire

from .. import droits
from ..actions import visas as actions
from ..forms.visas import VisaForm
from ..models import Visa
from .communes import classe_geree, date_lue, lundi_de, prochain_jour


@cree
@require_http_methods(["GET", "POST"])
def visa(request: HttpRequest, pk: int) -> HttpResponse:
    """The visas of a week of a class; the direction adds one."""
    classe = classe_geree(request, pk)
    peut_viser = droits.peut_viser(request.user, classe)
    lundi = lundi_de(date_lue(request.GET.get("semaine", "")) or prochain_jour(classe.etablissement))
    formulaire = VisaForm(request.POST or None, initial={"nature": Visa.Nature.DIRECTION})
    if request.method == "POST":
        exiger(peut_viser, _("Seule la direction de l’école appose un visa."))
        if formulaire.is_valid():
            actions.apposer_visa(classe=classe, par=request.user, date_lundi=lundi, **formulaire.cleaned_data)
            messages.success(
                request, _("Le visa est apposé : les enseignants de la classe le voient sur leur semaine.")
            )
            return redirect(f"{request.path}?semaine={lundi.isoformat()}")
    visas = Visa.objects.visibles_par(request.user).filter(classe=classe, date_lundi=lundi).select_related("par")
    contexte = {
        "classe": classe,
        "lundi": lundi,
        "visas": [(v, droits.peut_retirer_visa(request.user, v)) for v in visas],
        "formulaire": formulaire if peut_viser else None,
    }
    statut = 422 if formulaire.is_bound else 200
    return render(request, "cahier_de_textes/visa.html", contexte, status=statut)


@retire
@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own visa, the same day."""
    visas = Visa.objects.visibles_par(request.user).select_related("classe__etablissement", "par")
    retire = get_object_or_404(visas, pk=pk)
    actions.retirer_visa(visa=retire, par=request.user)
    messages.success(request, _("Le visa est retiré."))
    return redirect(f"{reverse('cahier_visa', args=[retire.classe_id])}?semaine={retire.date_lundi.isoformat()}")
