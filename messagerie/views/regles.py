"""Who may write to whom: read by everyone of the school, set by its direction, and by the operator for the territory."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ent.annuaire import calendrier
from ent.annuaire.actions.reglages import Voulu, regler_ensemble
from ent.annuaire.models import Etablissement, Place
from ent.annuaire.views.commun import ecole_dirigee
from ent.annuaire.views.etages import adresse_qui_annule
from ent.annuaire.views.gestes import corrige
from ent.connexion.views.commun import adultes
from ent.coquille.avis import dire_fait

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
    """The direction's table: each cell is a setting of the school, undone with the others of the same form."""
    ecole = ecole_dirigee(request, uai)
    reglages = cellules(ecole)
    formulaire = ReglesForm(request.POST if request.method == "POST" else None, ecole=ecole, reglages=reglages)
    if request.method == "POST" and formulaire.is_valid():
        revient = request.POST.get("geste") == "revenir"
        try:
            return _regle(request, ecole, formulaire.tout_suivre() if revient else formulaire.choix())
        except ValidationError as refus:  # a level above spoke since the form was judged
            formulaire.add_error(None, refus)
    contexte = {
        "ecole": ecole,
        "formulaire": formulaire,
        "grille": grille(reglages, formulaire.tapees() if formulaire.is_bound else None),
        "colonnes": list(AUX.values()),
        "erreurs": sorted({phrase for phrases in formulaire.errors.values() for phrase in phrases}),
    }
    return render(request, "messagerie/regles/regler.html", contexte, status=422 if formulaire.errors else 200)


def _regle(request: HttpRequest, ecole: Etablissement, choix: dict[str, str | None]) -> HttpResponse:
    if not choix:
        messages.success(request, _("Rien n’a changé."))
        return redirect(request.path)
    place = Place(ecole=ecole)
    regler_ensemble(place=place, voulus=[Voulu(code, dit) for code, dit in choix.items()], auteur=request.user)
    dire_fait(request, _("C’est réglé."), annuler=adresse_qui_annule(place, request.user))
    return redirect(request.path)
