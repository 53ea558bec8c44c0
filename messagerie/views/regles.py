"""Who may write to whom: read by everyone of the school, set by its direction, and by the operator for the territory."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ent.annuaire import calendrier
from ent.annuaire.models import Etablissement
from ent.annuaire.views.commun import ecole_dirigee
from ent.annuaire.views.gestes import corrige
from ent.connexion.views.commun import adultes

from ..actions import regles as actions
from ..forms.regles import ReglesForm
from ..lectures.regles import cellules, etat_des_messages, table
from ..lectures.regles_phrases import AUX, chapitres, grille
from ..models import Incident


def exiger_operateur(request: HttpRequest) -> None:
    """The territory's pages are the operator's; for anyone else they are not there."""
    if not request.user.portee.est_operateur:
        raise Http404


@adultes
@require_GET
def choisir(request: HttpRequest) -> HttpResponse:
    """The rules of one's school, at once; a choice between several."""
    ecoles = list(
        Etablissement.objects.visibles_par(request.user).select_related("commune").order_by("commune__nom", "nom", "pk")
    )
    if len(ecoles) == 1:
        return redirect("messagerie_regles", uai=ecoles[0].uai)
    return render(request, "messagerie/regles/choisir.html", {"ecoles": ecoles, "vers": "messagerie_regles"})


@adultes
@require_GET
def regles(request: HttpRequest, uai: str) -> HttpResponse:
    """The rules of a school in plain words, to read or to print."""
    ecole = get_object_or_404(Etablissement.objects.visibles_par(request.user).select_related("commune"), uai=uai)
    debut, fin = calendrier.heures_calmes(ecole)
    contexte = {
        "ecole": ecole,
        "calme": {"debut": debut, "fin": fin, "retient_la_page": calendrier.retient_la_page(ecole)},
        "chapitres": chapitres(table(ecole.pk)),
        "aujourd_hui": timezone.localdate(),
        "peut_regler": ecole.pk in request.user.portee.etablissements_diriges,
    }
    return render(request, "messagerie/regles/regles.html", contexte)


@require_GET
def ecoles(request: HttpRequest) -> HttpResponse:
    """What the direction keeps of the messages of its school, at once; a choice between several."""
    dirigees = list(Etablissement.objects.diriges_par(request.user).select_related("commune").order_by("nom", "pk"))
    if not dirigees:
        raise Http404
    if len(dirigees) == 1:
        return redirect("messagerie_ecole", uai=dirigees[0].uai)
    return render(request, "messagerie/regles/choisir.html", {"ecoles": dirigees, "vers": "messagerie_ecole"})


@require_GET
def ecole(request: HttpRequest, uai: str) -> HttpResponse:
    """Where the direction starts from: what waits, who is suspended, whether an incident lasts."""
    dirigee = ecole_dirigee(request, uai)
    return render(request, "messagerie/regles/ecole.html", {"ecole": dirigee} | etat_des_messages(dirigee))


@require_GET
def territoire(request: HttpRequest) -> HttpResponse:
    """Where the operator starts from: the defaults, and the incidents of the territory and of its schools."""
    exiger_operateur(request)
    incidents = Incident.objects.visibles_par(request.user).en_cours().select_related("etablissement", "par")
    ecoles = Etablissement.objects.visibles_par(request.user).select_related("commune").order_by("commune__nom", "nom")
    contexte = {"incidents": incidents, "ecoles": ecoles, "territoire": reverse("annuaire_ecoles")}
    return render(request, "messagerie/regles/territoire.html", contexte)


@corrige
@require_http_methods(["GET", "POST"])
def regler(request: HttpRequest, uai: str) -> HttpResponse:
    """The direction's table."""
    return _regler(request, ecole_dirigee(request, uai))


@corrige
@require_http_methods(["GET", "POST"])
def regler_le_territoire(request: HttpRequest) -> HttpResponse:
    """What schools that have not changed a cell follow."""
    exiger_operateur(request)
    return _regler(request, None)


def _regler(request: HttpRequest, ecole: Etablissement | None) -> HttpResponse:
    cle = ecole.pk if ecole else None
    lues = cellules(cle)
    formulaire = ReglesForm(request.POST if request.method == "POST" else None, ecole=ecole, lues=lues)
    if request.method == "POST" and formulaire.is_valid():
        if request.POST.get("geste") == "revenir":
            changees = actions.revenir_au_territoire(etablissement=ecole, auteur=request.user)
        else:
            changees = actions.regler(etablissement=ecole, auteur=request.user, cellules=formulaire.cellules())
        messages.success(request, _("C’est réglé.") if changees else _("Rien n’a changé."))
        return redirect(request.path)
    contexte = {
        "ecole": ecole,
        "formulaire": formulaire,
        "grille": grille(cle, lues, formulaire.cellules() if formulaire.is_bound else None),
        "colonnes": list(AUX.values()),
        "erreurs": sorted({phrase for phrases in formulaire.errors.values() for phrase in phrases}),
    }
    return render(
        request,
        "messagerie/regles/regler.html",
        contexte | {"territoire": reverse("annuaire_ecoles")},
        status=422 if formulaire.errors else 200,
    )
