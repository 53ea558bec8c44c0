"""Schools of a space: invited, agreeing or not, bringing their people, leaving; and the archive of each."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger, pas_finie
from ent.annuaire.equipes import equipe_de
from ent.annuaire.models import Classe
from ent.annuaire.views.gestes import corrige
from ent.fichiers.stockage import lire

from .. import droits
from ..actions import ecoles as actions
from ..actions import gens
from ..forms.espaces import GensForm, InviterForm
from ..lectures.pages import invitables
from ..models import ArchiveDEspace, EcoleDeLEspace
from .commun import REFUS_ECOLE, dire_le_refus, envoye, fiche_tenue, poser_le_refus

LIENS = "espace__etablissement", "etablissement", "invitee_par"


@require_http_methods(["GET", "POST"])
def inviter(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked twice, it is one invitation."""
    fiche = fiche_tenue(request, pk)
    formulaire = InviterForm(envoye(request), ecoles=invitables(fiche.espace))
    if request.method == "POST" and formulaire.is_valid():
        try:
            invitee = actions.inviter(
                espace=fiche.espace, etablissement=formulaire.cleaned_data["etablissement"], par=request.user
            )
        except ValidationError as refus:
            poser_le_refus(formulaire, refus)
        else:
            phrase = _("L’invitation est partie à « %(ecole)s » : sa direction répond par oui ou par non.")
            messages.success(request, phrase % {"ecole": invitee.etablissement.nom})
            return redirect("espaces_espace", pk=pk)
    contexte = {"formulaire": formulaire, "espace": fiche.espace}
    return render(request, "espaces/inviter.html", contexte, status=422 if formulaire.errors else 200)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """An invitation that nobody answered."""
    invitee = get_object_or_404(EcoleDeLEspace.objects.connues_de(request.user).select_related(*LIENS), pk=pk)
    fiche_tenue(request, invitee.espace_id)
    actions.retirer_l_invitation(ecole=invitee, par=request.user)
    messages.success(request, _("L’invitation est retirée."))
    return redirect("espaces_espace", pk=invitee.espace_id)


# --- The school that is invited ---------------------------------------------------------------------------------------
def _invitation(request: HttpRequest, pk: int) -> EcoleDeLEspace:
    """While it waits, or was refused; who commits the school reads it, and nothing else of the space."""
    return get_object_or_404(EcoleDeLEspace.objects.repondables_par(request.user).select_related(*LIENS), pk=pk)


def _deja_repondu(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Of what was answered already, by this tap sent twice or by a colleague: where it leads; None while it waits, or was refused."""
    suivie = get_object_or_404(EcoleDeLEspace.objects.suivies_par(request.user), pk=pk)
    if suivie.est_dedans:
        return redirect("espaces_espace", pk=suivie.espace_id)
    repondables = EcoleDeLEspace.objects.repondables_par(request.user)
    return None if repondables.filter(pk=pk).exists() else redirect("espaces")


@require_GET
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    if ailleurs := _deja_repondu(request, pk):
        return ailleurs
    return render(request, "espaces/invitation.html", {"invitation": _invitation(request, pk)})


@require_POST
def repondre(request: HttpRequest, pk: int) -> HttpResponse:
    if ailleurs := _deja_repondu(request, pk):
        messages.info(request, _("C’était déjà répondu."))
        return ailleurs
    invitee = _invitation(request, pk)
    oui = request.POST.get("accord") == "oui"
    try:
        (actions.accepter if oui else actions.refuser)(ecole=invitee, par=request.user)
    except ValidationError as refus:
        dire_le_refus(request, refus)
        return redirect("espaces")
    if oui:
        messages.success(request, _("Votre école est entrée. Dites maintenant qui vient."))
        return redirect("espaces_gens", pk=pk)
    messages.success(request, _("C’est dit : votre école n’entre pas. Vous pouvez encore changer d’avis."))
    return redirect("espaces_invitation", pk=pk)


# --- A school that is in ----------------------------------------------------------------------------------------------
def _dedans(request: HttpRequest, pk: int) -> EcoleDeLEspace:
    """404 for who is not of the adults of that space; 403 of another school of it."""
    ecole = get_object_or_404(EcoleDeLEspace.objects.connues_de(request.user).select_related(*LIENS), pk=pk)
    siennes = EcoleDeLEspace.objects.du_travail_de(request.user)
    exiger(siennes.filter(pk=pk).exists(), REFUS_ECOLE)
    return ecole


@corrige
@require_http_methods(["GET", "POST"])
def venir(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom this school brings."""
    ecole = _dedans(request, pk)
    classes = list(_classes_choisies_par(request, ecole))
    formulaire = GensForm(envoye(request), ecole=ecole, equipe=equipe_de(ecole.etablissement), classes=classes)
    if request.method == "POST" and formulaire.is_valid():
        try:
            gens.apporter(
                ecole=ecole,
                par=request.user,
                adultes=formulaire.cleaned_data["adultes"],
                classes=formulaire.cleaned_data.get("classes", ()),
                parmi=classes,
            )
        except ValidationError as refus:
            poser_le_refus(formulaire, refus)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("espaces_espace", pk=ecole.espace_id)
    contexte = {"formulaire": formulaire, "ecole": ecole, "espace": ecole.espace}
    return render(request, "espaces/gens.html", contexte, status=422 if formulaire.errors else 200)


def _classes_choisies_par(request: HttpRequest, ecole: EcoleDeLEspace):
    """All of the school for who commits it; their own for who teaches."""
    personne = request.user.pour(droits.MODULE)
    engage = droits.engage(request.user, ecole)
    siennes = Classe.objects.gardees_par(personne, "espaces") if engage else Classe.objects.tenues_par(personne)
    return siennes.filter(pas_finie("annee__"), etablissement=ecole.etablissement_id, fermee_le=None)


@require_POST
def quitter(request: HttpRequest, pk: int) -> HttpResponse:
    if EcoleDeLEspace.objects.quittees_de(request.user).filter(pk=pk).exists():
        return redirect("espaces")
    ecole = _dedans(request, pk)
    exiger(droits.engage(request.user, ecole), _("La direction de l’école décide de quitter l’espace."))
    try:
        actions.quitter(ecole=ecole, par=request.user)
    except ValidationError as refus:
        dire_le_refus(request, refus)
        return redirect("espaces_espace", pk=ecole.espace_id)
    messages.success(request, _("Votre école a quitté l’espace. Vous pouvez y revenir tant qu’il dure."))
    return redirect("espaces")


@require_POST
def revenir(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo."""
    partie = get_object_or_404(EcoleDeLEspace.objects.suivies_par(request.user).select_related(*LIENS), pk=pk)
    try:
        actions.revenir(ecole=partie, par=request.user)
    except ValidationError as refus:
        dire_le_refus(request, refus)
        return redirect("espaces")
    if not EcoleDeLEspace.objects.du_travail_de(request.user).filter(pk=pk).exists():
        return redirect("espaces")
    messages.success(request, _("Votre école est de nouveau dans l’espace."))
    return redirect("espaces_espace", pk=partie.espace_id)


@require_GET
def archive(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """A school's own, for who commits it."""
    laissee = get_object_or_404(
        ArchiveDEspace.objects.visibles_par(request.user).select_related("ecole__espace"), pk=pk
    )
    nom = slugify(laissee.ecole.espace.titre) or "espace"
    entetes = {
        "Content-Disposition": content_disposition_header(True, f"{nom}.zip"),
        "Content-Length": str(laissee.octets),
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(lire(laissee.cle, 0, laissee.octets), content_type="application/zip", headers=entetes)
