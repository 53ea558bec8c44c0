"""A pupil writes in the journal: sends, takes back, sends again what was returned."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ent.fichiers.actions import Envoi
from ent.fichiers.envois import recoit_des_fichiers, refuser_a_la_boite
from ent.fichiers.forms.pieces import RendreForm
from ent.fichiers.registres import Destination

from ..actions import billets_eleves as actions
from ..lectures import journal as lectures
from ..models.billets import Billet

# A child cannot make room.
PLUS_DE_PLACE = gettext_lazy("Il n’y a plus de place dans le journal. Dis-le à ta maîtresse ou à ton maître.")


@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def ecrire(request: HttpRequest) -> HttpResponse:
    """A new billet: a photo, a voice, a drawing, words. It goes to the teacher, never straight to the journal."""
    suivi = next((s for s in request.user.portee.suivis if s.eleve.pk == request.user.pk), None)
    if suivi is None:
        raise Http404
    classe = suivi.inscription.classe

    def envoyer(donnees: dict, envoi: Envoi) -> Billet:
        return actions.proposer_billet(
            eleve=request.user, classe=classe, uuid=donnees["uuid"], texte=donnees["texte"], envoi=envoi
        )

    return _page(request, classe, envoyer, None)


@recoit_des_fichiers
@require_http_methods(["GET", "POST"])
def reprendre_le_mien(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own billet: what was answered, and to send it again once it was returned or taken back."""
    billet = get_object_or_404(
        Billet.objects.ecrits_par(request.user)
        .exclude(etat=Billet.Etat.PUBLIE)
        .select_related("classe__etablissement"),
        pk=pk,
    )

    def envoyer(donnees: dict, envoi: Envoi) -> Billet:
        return actions.reprendre_et_envoyer(billet=billet, eleve=request.user, texte=donnees["texte"], envoi=envoi)

    return _page(request, billet.classe, envoyer, billet)


def _page(request: HttpRequest, classe, envoyer, billet: Billet | None) -> HttpResponse:
    initial = {"uuid": uuid.uuid4(), "texte": billet.texte if billet else ""}
    lies = (request.POST, request.FILES) if request.method == "POST" else ()
    lieu = Destination(classe.etablissement, classe)
    formulaire = RendreForm(*lies, initial=initial, personne=request.user, destination=lieu)
    if request.method == "POST" and formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            envoyer(donnees, donnees["fichiers"])
        except ValidationError as refus:
            formulaire.add_error(None, PLUS_DE_PLACE if getattr(refus, "code", "") == "quota" else refus)
    if "X-Boite" in request.headers:
        if formulaire.errors:
            return refuser_a_la_boite(formulaire)
        return JsonResponse({"recu": str(formulaire.cleaned_data["uuid"])})
    if request.method == "POST" and not formulaire.errors:
        messages.success(request, _("C’est parti ! Ta maîtresse ou ton maître va le lire."))
        return redirect("journal")
    contexte = {
        "formulaire": formulaire,
        "billet": billet,
        "lu": lectures.lu_par(request.user, billet) if billet else None,
        "mot": lectures.mot_du_retour(billet) if billet and billet.etat == Billet.Etat.RENDU else "",
        "est_ouvert": billet is None or billet.etat in (Billet.Etat.BROUILLON, Billet.Etat.RENDU),
    }
    return render(request, "pages/journal/ecrire_eleve.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was sent, while nobody has answered."""
    billet = get_object_or_404(
        Billet.objects.ecrits_par(request.user).exclude(etat=Billet.Etat.PUBLIE).select_related("etablissement"), pk=pk
    )
    try:
        actions.reprendre_billet(billet=billet, eleve=request.user)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, _("C’est repris."))
    return redirect("journal_eleve_billet", pk=pk)
