"""« Accès des élèves »: secrets, mistakes and the tablet link, for the teachers of a class and the direction."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ent.annuaire.models import Classe

from .. import actions, collegiens, essais, lectures
from ..qr import qr_data_uri


def _classe(request: HttpRequest, pk: int) -> Classe:
    return get_object_or_404(Classe.objects.gardees_par(request.user, "papiers").select_related("etablissement"), pk=pk)


@never_cache
@require_safe
def acces(request: HttpRequest, pk: int) -> HttpResponse:
    """`?montrer=` shows the secret of one pupil, and of that one only."""
    classe = _classe(request, pk)
    if collegiens.a_le_sien(classe.etablissement):  # neither wall nor secrets: each has a paper
        return redirect("connexion_feuilles", pk=pk)
    lien = request.build_absolute_uri(reverse("connexion_mur", args=[classe.jeton_tablette]))
    entrees, montrer = lectures.mur_de(classe), request.GET.get("montrer", "")
    contexte = {
        "classe": classe,
        "entrees": entrees,
        "choisi": next((e for e in entrees if str(e.eleve.uuid) == montrer), None),
        "lien": lien,
        "qr": qr_data_uri(lien),
        "echecs_max": essais.ECHECS_MAX,
        "ouvert": essais.est_ouvert_aux_nouvelles(classe.pk),
    }
    return render(request, "connexion/acces.html", contexte)


@require_POST
def nouveau_secret(request: HttpRequest, pk: int, eleve: uuid.UUID) -> HttpResponse:
    """Second tap of « Nouveau secret »: the new one is shown at once."""
    classe = _classe(request, pk)
    entree = next((e for e in lectures.mur_de(classe) if e.eleve.uuid == eleve), None)
    if entree is None:
        raise Http404
    actions.nouveau_secret(entree=entree, classe=classe, auteur=request.user)
    return redirect(f"{reverse('connexion_acces', args=[pk])}?montrer={eleve}#choisi")


@require_POST
def renouveler_lien(request: HttpRequest, pk: int) -> HttpResponse:
    classe = _classe(request, pk)
    actions.renouveler_lien(classe=classe, auteur=request.user)
    messages.success(request, _("L’ancienne adresse ne mène plus nulle part. Ouvrez la nouvelle sur chaque tablette."))
    return redirect("connexion_acces", pk=pk)


@require_POST
def ouvrir_mur(request: HttpRequest, pk: int) -> HttpResponse:
    """New tablets, or a class whose wall rests: half an hour in which devices become the class's."""
    classe = _classe(request, pk)
    actions.ouvrir_le_mur(classe=classe, auteur=request.user)
    messages.success(
        request, _("Pendant une demi-heure, chaque tablette qui ouvre le mur devient une tablette de la classe.")
    )
    return redirect("connexion_acces", pk=pk)


@require_POST
def fermer_tablettes(request: HttpRequest, pk: int) -> HttpResponse:
    classe = _classe(request, pk)
    actions.fermer_les_tablettes(classe=classe, auteur=request.user)
    messages.success(request, _("Les tablettes sont revenues au mur."))
    return redirect("connexion_acces", pk=pk)
