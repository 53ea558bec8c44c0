"""The lines that ONDE does not let us tie to a pupil: the direction says whose they are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.views.commun import ecole_dirigee, page_de
from ent.socle.francais import de_qui

from .. import depots
from ..forms import RattachementForm
from ..models import LigneEnAttente

LIGNES_PAR_PAGE = 20


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
    return render(request, "onde/attente.html", contexte, status=422 if erreurs else 200)


@require_POST
def resoudre(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    ecole = ecole_dirigee(request, uai)
    ligne = get_object_or_404(LigneEnAttente.objects.visibles_par(request.user), etablissement=ecole, pk=pk)
    if request.POST.get("geste") == "ecarter":
        depots.ecarter(attente=ligne, auteur=request.user)
        if _est_tranchee_ainsi(request, ligne, []):
            messages.info(request, _("La ligne est mise de côté : les prochains imports ne la redemanderont pas."))
        return redirect("annuaire_attente", uai=uai)
    formulaire = RattachementForm(request.POST, attente=ligne)
    if not formulaire.is_valid():
        return _page_d_attente(request, ecole, erreurs={pk: formulaire.errors["eleve"][0]})
    eleves = list(formulaire.cleaned_data["eleve"])
    depots.resoudre(attente=ligne, eleves=eleves, auteur=request.user)
    if _est_tranchee_ainsi(request, ligne, [str(eleve.uuid) for eleve in eleves]):
        messages.success(
            request,
            _("C’est fait : %(adulte)s est responsable %(de_qui)s.")
            % {"adulte": ligne.nom_du_responsable, "de_qui": ", ".join(de_qui(e) for e in eleves)},
        )
    return redirect("annuaire_attente", uai=uai)


def _est_tranchee_ainsi(request: HttpRequest, ligne: LigneEnAttente, references: list[str]) -> bool:
    """As this person said it; what a colleague said meanwhile stands, and is not said to be theirs."""
    ligne.refresh_from_db()
    if sorted(ligne.resolution or []) == sorted(references):
        return True
    messages.warning(request, _("Un collègue a déjà tranché cette ligne autrement : rien n’est changé."))
    return False
