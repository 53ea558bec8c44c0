"""What families are asked, anything but images, as a holder of authority reads it: their own answer, and nobody else's."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from ent.annuaire.views.gestes import cree
from ent.coquille.avis import dire_sans_page
from ent.portail.views.traduction import rendre_la_traduction
from ent.socle.nombres import entier

from ..actions import autorisations as actions
from ..droits import consentements as droits
from ..evenements.consentements import CHANGE
from ..forms.autorisations import AccordForm
from ..lectures import autorisations as lectures
from ..lectures import familles
from ..lectures.changements import change_depuis, preparer_les_changements
from ..lectures.phrases import quand_et_ou
from ..models import DemandeConsentement

DECLENCHEUR = CHANGE.replace(".", ":")
DIFFERENT = gettext_noop(
    "Les réponses données pour votre enfant diffèrent : voyez avec l’école. D’ici là, rien n’est autorisé."
)


@require_GET
def autorisations(request: HttpRequest) -> HttpResponse:
    """Every question about every child, what waits first; a person without children has no such page."""
    if not droits.enfants_de(request.user):
        raise Http404
    billets = familles.tous_les_billets(request.user, images=False)
    lectures.dire_les_desaccords(request.user, billets)
    billets.sort(key=lambda billet: not billet.a_repondre)
    preparer_les_changements(billet.demande for billet in billets)
    contexte = {"billets": [(b, quand_et_ou(b.demande), change_depuis(b.demande, b.lue_le)) for b in billets]}
    return render(request, "vie_scolaire/autorisations/famille.html", contexte)


def _billet(request: HttpRequest, pk: int, eleve: UUID) -> familles.Billet:
    demande = get_object_or_404(
        DemandeConsentement.objects.des_enfants_de(request.user)
        .actes_usuels()
        .select_related("etablissement")
        .distinct(),
        pk=pk,
    )
    billet = familles.billet_de(request.user, demande, eleve)
    if billet is None:
        raise Http404
    return billet


@require_GET
def une(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """One question about one child: what is asked in full, two gestures, what one answered before."""
    return _page(request, _billet(request, pk, eleve))


def _page(request: HttpRequest, billet: familles.Billet, statut: int = 200) -> HttpResponse:
    contexte = {
        "billet": billet,
        "quand": quand_et_ou(billet.demande),
        "differe": lectures.different_pour(billet.demande, billet.suivi.eleve, request.user),
        "changement": change_depuis(billet.demande, billet.lue_le),
    }
    return render(request, "vie_scolaire/autorisations/une.html", contexte, status=statut)


@cree
@require_POST
def repondre(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """« J’autorise », or not; again, it changes one's mind, or withdraws. Back to where one answered."""
    billet = _billet(request, pk, eleve)
    formulaire = AccordForm(request.POST)
    if not formulaire.is_valid():
        return _refuser(request, billet, _("Cette réponse n’a pas pu être lue. Touchez l’un des deux boutons."))
    accorde = formulaire.accorde
    try:
        actions.repondre_autorisation(
            demande=billet.demande,
            eleve=billet.suivi.eleve,
            par=request.user,
            accorde=accorde,
            lu=request.POST.get("lu"),
            tour=entier(request.POST.get("tour")) or 0,
        )
    except ValidationError as refus:
        return _refuser(request, billet, refus.messages[0])
    if lectures.different_pour(billet.demande, billet.suivi.eleve, request.user):
        phrase, dire = _(DIFFERENT), messages.warning
    else:
        phrase = _("C’est noté : vous autorisez.") if accorde else _("C’est noté : vous n’autorisez pas.")
        dire = messages.success
    if request.htmx:
        return dire_sans_page(DECLENCHEUR, phrase)
    dire(request, phrase)
    return (
        redirect("accueil") if request.POST.get("depuis") == "accueil" else redirect("autorisation_famille", pk, eleve)
    )


def _refuser(request: HttpRequest, billet: familles.Billet, phrase: str) -> HttpResponse:
    """On the page of the question, which says why; a tile of the home leads there."""
    messages.warning(request, phrase)
    if request.htmx:
        page = reverse("autorisation_famille", args=[billet.demande.pk, billet.suivi.eleve.uuid])
        return HttpResponse(status=204, headers={"HX-Redirect": page})
    return _page(request, billet, 422)


@require_POST
def traduire(request: HttpRequest, pk: int, eleve: UUID) -> HttpResponse:
    """All that is asked, in the reader's language."""
    demande = _billet(request, pk, eleve).demande
    return rendre_la_traduction(
        request,
        original="\n".join(filter(None, [demande.titre, demande.lieu, demande.texte])),
        qui=demande.etablissement.nom,
        retour=reverse("autorisation_famille", args=[pk, eleve]),
    )
