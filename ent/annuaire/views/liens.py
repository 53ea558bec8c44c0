"""What ONDE leaves to a person: lines that wait, kinds of tie, parental authority."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .. import actions
from ..droits import exiger, peut_confirmer_responsabilite
from ..forms import LiensForm, RattachementForm
from ..models import LigneEnAttente, Responsabilite
from ..onde import depots
from .commun import ecole_dirigee, page_de

LIGNES_PAR_PAGE = 20
LIENS_PAR_PAGE = 50


@require_GET
def attente(request: HttpRequest, uai: str) -> HttpResponse:
    """The lines that wait, each with the pupils of the school."""
    return _page_d_attente(request, ecole_dirigee(request, uai))


def _page_d_attente(request: HttpRequest, ecole, *, erreurs: dict | None = None) -> HttpResponse:
    lignes = LigneEnAttente.objects.visibles_par(request.user).en_attente().filter(etablissement=ecole)
    page = page_de(request, lignes, LIGNES_PAR_PAGE)
    eleves = depots.eleves_a_choisir(ecole)
    contexte = {
        "ecole": ecole,
        "page": page,
        "lignes": [
            {"attente": a, "erreur": (erreurs or {}).get(a.pk, ""), "proches": depots.proposer(a, eleves)} for a in page
        ],
        "eleves": eleves,
    }
    return render(request, "annuaire/attente.html", contexte, status=422 if erreurs else 200)


@require_POST
def resoudre(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    ecole = ecole_dirigee(request, uai)
    ligne = get_object_or_404(LigneEnAttente.objects.visibles_par(request.user), etablissement=ecole, pk=pk)
    if request.POST.get("geste") == "ecarter":
        depots.ecarter(attente=ligne, auteur=request.user)
        messages.info(request, _("La ligne est mise de côté : les prochains imports ne la redemanderont pas."))
        return redirect("annuaire_attente", uai=uai)
    formulaire = RattachementForm(request.POST, attente=ligne)
    if not formulaire.is_valid():
        return _page_d_attente(request, ecole, erreurs={pk: formulaire.errors["eleve"][0]})
    eleves = list(formulaire.cleaned_data["eleve"])
    depots.resoudre(attente=ligne, eleves=eleves, auteur=request.user)
    messages.success(
        request,
        _("C’est fait : %(adulte)s est responsable de %(enfants)s.")
        % {"adulte": ligne.nom_du_responsable, "enfants": ", ".join(str(e) for e in eleves)},
    )
    return redirect("annuaire_attente", uai=uai)


@require_http_methods(["GET", "POST"])
def responsables(request: HttpRequest, uai: str) -> HttpResponse:
    """Ties declared by the school: the direction states their kind and who holds parental authority."""
    ecole = ecole_dirigee(request, uai)
    tous = request.GET.get("tous") == "1"
    liens = ecole.responsabilites.filter(fin=None).select_related("adulte", "enfant")
    if not tous:
        liens = liens.filter(autorite=Responsabilite.Autorite.A_CONFIRMER)
    liens = liens.order_by("enfant__nom", "enfant__prenom", "adulte__nom", "pk")
    if request.method == "POST":
        # The list shortens as ties are confirmed: the ties of the page are those it sent, not those of a page number.
        envoyes = [int(v) for v in request.POST.getlist("l") if v.isascii() and v.isdigit()][:LIENS_PAR_PAGE]
        choisis = list(ecole.responsabilites.filter(fin=None, pk__in=envoyes))
        decisions = LiensForm(request.POST, liens=choisis).decisions()
        for lien, *_choix in decisions:
            exiger(peut_confirmer_responsabilite(request.user, lien))
        actions.confirmer_responsabilites(decisions=decisions, auteur=request.user)
        n = len(decisions)
        messages.success(request, ngettext("%(n)s lien enregistré.", "%(n)s liens enregistrés.", n) % {"n": n})
        return redirect(request.get_full_path())
    contexte = {
        "ecole": ecole,
        "page": page_de(request, liens, LIENS_PAR_PAGE),
        "tous": tous,
        "natures": Responsabilite.Lien.choices,
        "autorites": Responsabilite.Autorite.choices,
        "foyers": Responsabilite.Foyer.choices,
    }
    return render(request, "annuaire/responsables.html", contexte)
