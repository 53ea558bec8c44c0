"""Powers confided to a member of the team; what was confided to oneself."""

import uuid

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.socle.francais import de_qui

from .. import actions
from ..droits import peut_confier_un_pouvoir
from ..equipes import equipe_de
from ..forms.mandats import PouvoirsForm
from ..lectures.mandats import confies_a, confies_dans
from ..models import Mandat
from . import annulables
from .commun import ecole_dirigee
from .gestes import corrige, retire

SEL = "annuaire.un_mandat"


@corrige
@require_http_methods(["GET", "POST"])
def confier(request: HttpRequest, uai: str, membre: uuid.UUID) -> HttpResponse:
    """Which powers somebody of the team holds, and until when."""
    ecole = ecole_dirigee(request, uai)
    personne = next((m for m in equipe_de(ecole) if m.uuid == membre), None)
    if personne is None or not peut_confier_un_pouvoir(request.user, personne, personne.roles_ici):
        raise Http404
    confie = confies_dans(ecole).get(personne.pk)
    formulaire = PouvoirsForm(
        request.POST if request.method == "POST" else None,
        etablissement=ecole,
        membre=personne,
        mandat=confie and confie.mandat,
    )
    if request.method == "POST" and formulaire.is_valid():
        dits = formulaire.cleaned_data
        actions.confier_des_pouvoirs(
            etablissement=ecole,
            personne=personne,
            auteur=request.user,
            pouvoirs=dits["pouvoirs"],
            debut=dits["debut"],
            fin=dits["fin"],
        )
        messages.success(request, _("C’est confié. Vous pouvez le reprendre à tout moment, d’un geste."))
        return redirect("annuaire_equipe", uai=uai)
    titre = _("Les pouvoirs %(de_qui)s") % {"de_qui": de_qui(personne.nom_affiche)}
    contexte = {"ecole": ecole, "formulaire": formulaire, "titre": titre, "confie": confie}
    return render(request, "annuaire/pouvoirs_membre.html", contexte, status=422 if formulaire.is_bound else 200)


@require_POST
def reprendre(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """One tap, undone for an hour."""
    ecole = ecole_dirigee(request, uai)
    mandat = get_object_or_404(
        Mandat.objects.tenus_par(request.user).select_related("personne"), etablissement=ecole, pk=pk
    )
    try:
        geste = actions.reprendre_des_pouvoirs(mandat=mandat, auteur=request.user)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        phrase = _("C’est repris : %(qui)s n’a plus ces pouvoirs.") % {"qui": mandat.personne.nom_affiche}
        adresse = reverse("annuaire_pouvoirs_redonner", args=[uai, signing.dumps(geste, salt=SEL + uai)])
        annulables.proposer(request, phrase, geste=geste, adresse=adresse)
    return redirect("annuaire_equipe", uai=uai)


@require_POST
def redonner(request: HttpRequest, uai: str, geste: str) -> HttpResponse:
    ecole = ecole_dirigee(request, uai)
    annulables.oublier(request)
    try:
        lu = signing.loads(geste, salt=SEL + uai, max_age=annulables.UNE_HEURE)
        actions.redonner_des_pouvoirs(geste=lu, etablissement=ecole, auteur=request.user)
    except (signing.BadSignature, ValueError):
        messages.error(request, _("Cela ne s’annule plus ici : confiez-les de nouveau."))
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, _("C’est annulé : tout est comme avant."))
    return redirect("annuaire_equipe", uai=uai)


@require_GET
def miens(request: HttpRequest) -> HttpResponse:
    """What was confided to oneself, school by school, with where it is used."""
    if not (confies := confies_a(request.user)):
        raise Http404
    return render(request, "annuaire/pouvoirs.html", {"confies": confies})


@retire
@require_POST
def rendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds powers gives them back."""
    mandat = get_object_or_404(Mandat.objects.recus_par(request.user).en_vigueur(), pk=pk)
    try:
        actions.reprendre_des_pouvoirs(mandat=mandat, auteur=request.user)
    except ValidationError as refus:
        messages.error(request, refus.messages[0])
    else:
        messages.success(request, _("C’est rendu. La direction le lira."))
    return redirect("accueil")
