"""The timetable of a class: write it, give back the one before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.views.gestes import corrige, retire
from ent.coquille.avis import dire_fait

from ..actions import emploi as actions
from ..forms.emploi import EmploiForm
from ..lectures import emploi as lectures
from ..lectures import lignes
from ..models import EmploiDuTemps
from .communes import classe_geree, exiger_de_donner


@corrige
@require_http_methods(["GET", "POST"])
def emploi(request: HttpRequest, pk: int) -> HttpResponse:
    """The week's grid; a phone shows a day at a time. « Comme lundi » copies a day, and keeps nothing yet."""
    classe = classe_geree(request, pk)
    exiger_de_donner(request, classe, _("Seuls les enseignants de la classe écrivent son emploi du temps."))
    options = {
        "classe": classe,
        "actuel": lectures.emploi_de(request.user, classe),
        "niveaux": list(lignes.effectifs(classe=classe)),
    }
    formulaire = EmploiForm(request.POST or None, **options)
    if formulaire.est_une_copie:
        return _rendre(request, EmploiForm(formulaire.copie(), **options))
    if request.method == "POST" and formulaire.is_valid():
        ecrit = actions.ecrire_emploi(classe=classe, auteur=request.user, creneaux=formulaire.creneaux)
        dire_fait(
            request,
            _("L’emploi du temps est gardé : la semaine propose ce qui reste à écrire."),
            annuler=reverse("cahier_emploi_annuler", args=[ecrit.pk]),
        )
        return redirect("cahier_classe", pk=pk)
    return _rendre(request, formulaire, statut=422 if formulaire.is_bound else 200)


def _rendre(request: HttpRequest, formulaire: EmploiForm, *, statut: int = 200) -> HttpResponse:
    """A phone shows the day that was tapped, else the first that is to be corrected, else the one that it showed."""
    envoi = request.POST
    montre = envoi.get("copier") or envoi.get("rendre") or formulaire.jour_en_faute or envoi.get("montre", "")
    contexte = {"classe": formulaire.classe, "formulaire": formulaire, "montre": montre}
    return render(request, "cahier_de_textes/emploi.html", contexte, status=statut)


@retire
@require_POST
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one wrote: the timetable of before is there again."""
    ecrit = get_object_or_404(EmploiDuTemps.objects.ecrits_par(request.user), pk=pk)
    try:
        actions.annuler_emploi(emploi=ecrit, auteur=request.user)
        messages.success(request, _("C’est annulé : l’emploi du temps d’avant est là."))
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    return redirect("cahier_emploi", pk=ecrit.classe_id)
