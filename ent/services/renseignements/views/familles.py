"""« Mes enfants »: the record of each, as one holder of authority reads it; paper; what one asks to correct."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.views.gestes import cree

from ..actions import corrections as actions
from ..actions import proches as actions_proches
from ..champs_corriges import Champ, dire_valeurs, valeurs_de
from ..feuilles import fiches_pdf
from ..forms.familles import CorrectionForm
from ..lectures import familles as lectures
from ..lectures.papier import feuille_d_un_parent
from ..models import Correction
from .commun import mon_enfant


@require_GET
def accueil(request: HttpRequest) -> HttpResponse:
    """Each child, and where their record stands; a single one, at once."""
    enfants = lectures.enfants_suivis_de(request.user)
    if not enfants:
        raise Http404
    return render(request, "renseignements/enfants.html", {"enfants": enfants})


@require_GET
def enfant(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    """One child in one school."""
    suivi = mon_enfant(request, ecole, eleve)
    return render(
        request, "renseignements/enfant.html", {"dossier": lectures.dossier_de(request.user, suivi), "suivi": suivi}
    )


@require_GET
def papier(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    """To print: one's own contacts alone."""
    suivi = mon_enfant(request, ecole, eleve)
    return reponse_pdf(fiches_pdf([feuille_d_un_parent(request.user, suivi)]))


def reponse_pdf(contenu: bytes) -> HttpResponse:
    reponse = HttpResponse(contenu, content_type="application/pdf")
    reponse["Content-Disposition"] = 'inline; filename="fiche-de-renseignements.pdf"'
    reponse["Cache-Control"] = "private, no-store"
    return reponse


@cree
@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, ecole: int, eleve: UUID, champ: str) -> HttpResponse:
    """Ask the school to correct what it holds: it decides."""
    suivi, voulu = mon_enfant(request, ecole, eleve), Champ(champ)
    sujet = suivi.eleve if voulu.est_de_l_enfant else request.user
    formulaire = CorrectionForm(request.POST or None, champ=voulu, sujet=sujet)
    if request.method == "POST" and formulaire.is_valid():
        try:
            actions.demander_correction(
                etablissement=suivi.inscription.classe.etablissement,
                eleve=suivi.eleve,
                champ=voulu,
                apres=formulaire.valeurs,
                par=request.user,
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est demandé : l’école lit votre correction et vous répond."))
            return redirect("renseignements_enfant", ecole=ecole, eleve=eleve)
    contexte = {
        "formulaire": formulaire,
        "suivi": suivi,
        "champ": voulu,
        "actuel": dire_valeurs(valeurs_de(sujet, voulu)),
    }
    return render(request, "renseignements/corriger.html", contexte, status=422 if formulaire.is_bound else 200)


@require_POST
def retirer_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One changes one's mind while it waits."""
    siennes = Correction.objects.demandees_par(request.user).select_related("eleve")
    correction = get_object_or_404(siennes, pk=pk)
    if actions.retirer_correction(correction=correction, par=request.user):
        messages.success(request, _("C’est retiré : l’école garde ce qu’elle tient."))
    else:
        messages.warning(
            request, _("Ceci a changé depuis que vous l’avez lu : rien n’est noté. Relisez, puis répondez de nouveau.")
        )
    return redirect("renseignements_enfant", ecole=correction.etablissement_id, eleve=correction.eleve.uuid)


@require_POST
def confirmer(request: HttpRequest, ecole: int, eleve: UUID) -> HttpResponse:
    """« Toujours vrai »: one tap each school year."""
    suivi = mon_enfant(request, ecole, eleve)
    actions_proches.confirmer(etablissement=suivi.inscription.classe.etablissement, eleve=suivi.eleve, par=request.user)
    messages.success(request, _("Merci : l’école sait que c’est toujours vrai."))
    return redirect("renseignements_enfant", ecole=ecole, eleve=eleve)
