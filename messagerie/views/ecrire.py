"""To whom does one write? The directory, and the threads it opens."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import peut_ouvrir_une_ecole
from ent.annuaire.lectures.ecoles import sans_direction
from ent.annuaire.lectures.secours import secours_de
from ent.annuaire.models import Etablissement
from ent.annuaire.views.gestes import cree
from ent.socle.nombres import entier

from ..actions import fils as actions
from ..actions import ouverture
from ..forms.fils import DirectionsForm, ProjetForm
from ..lectures.destinataires import Annuaire, collegues_de, directions_sans_compte, joignables
from .fils import base_de, est_sans_messages


@require_GET
def ecrire(request: HttpRequest) -> HttpResponse:
    """Everyone one may write to, by class; a few letters narrow it. Who has no messages is led where that is said, and why."""
    if est_sans_messages(request):
        return redirect("messagerie")
    mots = request.GET.get("q", "").strip()[:100]
    contexte = {"rayons": Annuaire(request.user).filtrer(mots), "mots": mots, "base": base_de(request)}
    gabarit = "messagerie/fils/_destinataires.html" if request.htmx else "messagerie/fils/ecrire.html"
    return render(request, gabarit, contexte)


@require_POST
def ouvrir(request: HttpRequest) -> HttpResponse:
    """Open the thread of a line of one's own directory: whatever else is asked does not exist."""
    cle = request.POST.get("cle", "")
    if not Annuaire(request.user).contient(cle):
        raise Http404
    if cle.startswith("projet."):
        return redirect("messagerie_projet", pk=int(cle.partition(".")[2]))
    try:
        fil = ouverture.ouvrir_par_cle(cle=cle, auteur=request.user)
    except ValidationError:
        raise Http404 from None
    suite = entier(request.POST.get("repondre"))
    demande = "" if suite is None else f"?repondre={suite}"
    return redirect(f"{reverse('messagerie_fil', args=[fil.pk])}{demande}#redaction")


@cree
@require_http_methods(["GET", "POST"])
def directions(request: HttpRequest) -> HttpResponse:
    """Who follows schools writes to several of their directions at once; `ecole` chooses one beforehand."""
    if not request.user.portee.communes:
        raise Http404
    ecoles = Etablissement.objects.suivis_par(request.user).filter(pk__in=joignables(request.user))
    voulue = entier(request.GET.get("ecole", ""))
    formulaire = DirectionsForm(
        request.POST or None, ecoles=ecoles, voulue=voulue, pas_atteintes=directions_sans_compte(ecoles)
    )
    if request.method == "POST" and formulaire.is_valid():
        choisies = formulaire.cleaned_data["ecoles"]
        ouverture.ecrire_aux_directions(
            ecoles=choisies, auteur=request.user, uuid=uuid4(), texte=formulaire.cleaned_data["texte"]
        )
        n = len(choisies)
        phrase = ngettext("Envoyé à la direction de %(n)s école.", "Envoyé aux directions de %(n)s écoles.", n)
        messages.success(request, phrase % {"n": n})
        return redirect("messagerie")
    peut_nommer = peut_ouvrir_une_ecole(request.user)
    contexte = {
        "formulaire": formulaire,
        "ecoles": ecoles,
        "nombre": len(ecoles),
        "sans_direction": Etablissement.objects.suivis_par(request.user).filter(pk__in=sans_direction()),
        "peut_nommer": peut_nommer,
        "secours": [] if peut_nommer else secours_de(None, de_l_ecole=False),
    }
    return render(request, "messagerie/fils/directions.html", contexte, status=422 if formulaire.is_bound else 200)


@cree
@require_http_methods(["GET", "POST"])
def projet(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose some colleagues of a school, and a subject."""
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user), pk=pk)
    if not Annuaire(request.user).contient(f"projet.{ecole.pk}"):
        raise Http404
    collegues = collegues_de(request.user, ecole)
    avec = [collegue.pk for collegue in collegues if str(collegue.uuid) == request.GET.get("avec")]
    formulaire = ProjetForm(request.POST or None, collegues=collegues, initial={"membres": avec})
    if request.method == "POST" and formulaire.is_valid():
        try:
            fil = actions.ouvrir_projet(etablissement=ecole, auteur=request.user, **formulaire.cleaned_data)
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            return redirect("messagerie_fil", pk=fil.pk)
    contexte = {"formulaire": formulaire, "ecole": ecole, "titre": _("Quelques collègues")}
    return render(request, "messagerie/fils/projet.html", contexte, status=422 if formulaire.errors else 200)
