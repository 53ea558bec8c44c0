"""The languages that families read, for the operator: what was read by somebody whose language it is, what was not; out and in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from .. import actions, lectures
from ..forms import RelectureForm
from ..lectures import langues as catalogues


def _langue(request: HttpRequest, langue: str = "") -> str:
    """The name of this language in itself; there is none for anyone but the operator."""
    autres = catalogues.autres()
    if "territoire" not in lectures.univers_de(request.user) or (langue and langue not in autres):
        raise Http404
    return autres.get(langue, "")


@require_GET
def langues(request: HttpRequest) -> HttpResponse:
    _langue(request)
    return render(request, "portail/langues.html", {"catalogues": catalogues.catalogues()})


@require_GET
def sortir(request: HttpRequest, langue: str) -> HttpResponse:
    """A PO file, that any editor of translations opens."""
    _langue(request, langue)
    reponse = HttpResponse(catalogues.en_po(langue), content_type="text/x-gettext-translation; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="ent-{langue}.po"'
    return reponse


@require_http_methods(["GET", "POST"])
def relire(request: HttpRequest, langue: str) -> HttpResponse:
    nom = _langue(request, langue)
    envoi = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    formulaire = RelectureForm(*envoi, langue=langue)
    if request.method == "POST" and formulaire.is_valid():
        lu = formulaire.lu
        actions.relire_langue(auteur=request.user, langue=langue, relu_par=formulaire.cleaned_data["relu_par"], lu=lu)
        messages.success(request, _dit(nom, lu))
        return redirect("langues")
    contexte = {"formulaire": formulaire, "langue": langue, "nom": nom}
    return render(request, "portail/langue_relire.html", contexte, status=422 if formulaire.is_bound else 200)


def _dit(nom: str, lu: catalogues.Lu) -> str:
    dit = _("%(langue)s est gardé : %(n)s phrases. Les pages le diront au prochain démarrage du service.")
    phrase = dit % {"langue": nom, "n": len(lu.entrees)}
    if lu.inconnues:
        phrase += " " + _("Laissées de côté, que le produit ne dit plus : %(n)s.") % {"n": lu.inconnues}
    return phrase
