"""Temporary help: what a direction opens, reads and ends; what whoever helps opens."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import actions
from ..forms.aides import AideForm
from ..lectures.aides import aides_de, pages_dites
from ..models import Aide
from ..pouvoir import pouvoirs_d_aide
from .commun import ecole_dirigee
from .gestes import cree


@cree
@require_http_methods(["GET", "POST"])
def aide(request: HttpRequest, uai: str) -> HttpResponse:
    """The help that lasts, or its form; the former ones, with what was opened."""
    ecole = ecole_dirigee(request, uai)
    formulaire = AideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.ouvrir_une_aide(
                etablissement=ecole,
                a_qui=formulaire.choisie,
                auteur=request.user,
                ecrit=formulaire.cleaned_data["ecrit"],
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est ouvert pour deux heures. Un bandeau le dit sur chaque page."))
            return redirect("annuaire_aide", uai=uai)
    lues = aides_de(ecole)
    contexte = {
        "ecole": ecole,
        "formulaire": formulaire,
        "en_cours": next((lue for lue in lues if lue["en_cours"]), None),
        "passees": [lue for lue in lues if not lue["en_cours"]],
        "pouvoirs": pouvoirs_d_aide(ecole.nature),
    }
    return render(request, "annuaire/aide.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def finir(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap, by any of the direction, or by who helps."""
    siennes = Aide.objects.tenues_par(request.user) | Aide.objects.recues_par(request.user)
    une = get_object_or_404(siennes.select_related("etablissement"), pk=pk)
    actions.finir_une_aide(aide=une, auteur=request.user)
    messages.success(request, _("L’aide est finie : ces pages sont fermées."))
    if une.etablissement_id in request.user.portee.etablissements_diriges:
        return redirect("annuaire_aide", uai=une.etablissement.uai)
    return redirect("accueil")


def _recue(request: HttpRequest, uai: str) -> Aide:
    """The one that lasts, of whoever was opened this school."""
    siennes = Aide.objects.recues_par(request.user).en_cours().select_related("etablissement__commune", "ouverte_par")
    trouvee = siennes.filter(etablissement__uai=uai).first()
    if trouvee is None:
        raise Http404
    return trouvee


@require_GET
def recue(request: HttpRequest, uai: str) -> HttpResponse:
    """What may be opened, and what was."""
    une = _recue(request, uai)
    contexte = {
        "aide": une,
        "ecole": une.etablissement,
        "pouvoirs": pouvoirs_d_aide(une.etablissement.nature),
        "pages": pages_dites(une),
    }
    return render(request, "annuaire/aide_recue.html", contexte)


@require_POST
def ouvrir(request: HttpRequest, uai: str, code: str) -> HttpResponse:
    """Opening is the act itself: the direction reads it."""
    une = _recue(request, uai)
    choisi = next((p for p in pouvoirs_d_aide(une.etablissement.nature) if p.code == code), None)
    if choisi is None:
        raise Http404
    actions.ouvrir_une_page_aidee(aide=une, page=code, auteur=request.user)
    return redirect(choisi.pages[0].adresse(une.etablissement))
