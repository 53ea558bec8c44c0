"""Parental authority, a class at a time: one form for all its children, undone in one tap."""

import datetime as dt

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions
from ..droits import exiger, peut_confirmer_responsabilite
from ..forms import EnLotForm
from ..lectures import parente
from ..models import Classe, Etablissement
from . import annulables
from .commun import ecole_dirigee
from .gestes import corrige
from .liens import en_clair

SEL = "annuaire.autorite"


def _classe(request: HttpRequest, uai: str, pk: int) -> tuple[Etablissement, Classe]:
    ecole = ecole_dirigee(request, uai)
    return ecole, get_object_or_404(ecole.classes.filter(fermee_le=None), pk=pk)


@corrige
@require_http_methods(["GET", "POST"])
def classe(request: HttpRequest, uai: str, pk: int) -> HttpResponse:
    """Tick who holds parental authority. Nobody is ticked beforehand: ONDE does not say it."""
    ecole, la_classe = _classe(request, uai, pk)
    lignes = parente.de_la_classe(la_classe)
    envoi = request.POST if request.method == "POST" else None
    formulaire = EnLotForm(envoi, liens=[lien for ligne in lignes for lien in ligne.liens])
    if request.method == "POST" and formulaire.is_valid():
        for lien in formulaire.a_confirmer:
            exiger(peut_confirmer_responsabilite(request.user, lien))
        try:
            return _confirmer(request, ecole, la_classe, formulaire)
        except actions.DitEntreTemps:  # at another address, once this form had judged: it judges again
            return classe(request, uai, pk)
    contexte = {
        "ecole": ecole,
        "classe": la_classe,
        "classes": parente.classes_de(ecole),
        "lignes": lignes,
        "formulaire": formulaire,
        "reste": sum(lien.est_a_confirmer for ligne in lignes for lien in ligne.liens),
        "entre_temps": [(lien, en_clair(lien)) for lien in formulaire.changes],
    }
    return render(request, "annuaire/autorite.html", contexte, status=422 if formulaire.is_bound else 200)


def _confirmer(request: HttpRequest, ecole: Etablissement, classe: Classe, formulaire: EnLotForm) -> HttpResponse:
    if not (liens := formulaire.a_confirmer):
        messages.info(request, _("C’était déjà dit."))
        return redirect("annuaire_autorite", uai=ecole.uai, pk=classe.pk)
    quand, ligne = actions.confirmer_en_lot(classe=classe, liens=liens, auteur=request.user)
    geste = signing.dumps([quand.isoformat(), [lien.pk for lien in liens]], salt=f"{SEL}.{classe.pk}", compress=True)
    n = len(liens)
    phrase = ngettext("%(n)s adulte a l’autorité parentale.", "%(n)s adultes ont l’autorité parentale.", n) % {"n": n}
    annuler = reverse("annuaire_autorite_annuler", args=[ecole.uai, classe.pk, geste])
    annulables.proposer(request, phrase, geste=ligne.pk, adresse=annuler)
    return redirect("annuaire_autorite", uai=ecole.uai, pk=classe.pk)


@require_POST
def annuler(request: HttpRequest, uai: str, pk: int, geste: str) -> HttpResponse:
    """Those of the geste that nobody stated otherwise since are to be confirmed again, for an hour."""
    _ecole, la_classe = _classe(request, uai, pk)
    annulables.oublier(request)
    try:
        quand, liens = signing.loads(geste, salt=f"{SEL}.{la_classe.pk}", max_age=annulables.UNE_HEURE)
    except signing.BadSignature:
        messages.error(request, _("Cela ne s’annule plus d’ici. Corrigez chaque lien, ci-dessous."))
    else:
        n = actions.annuler_en_lot(
            classe=la_classe, liens=liens, quand=dt.datetime.fromisoformat(quand), auteur=request.user
        )
        phrase = ngettext(
            "C’est annulé : %(n)s lien est à confirmer.", "C’est annulé : %(n)s liens sont à confirmer.", n
        )
        if n:
            messages.success(request, phrase % {"n": n})
        else:
            messages.error(
                request, _("Il n’y a plus rien à annuler : ces liens ont été corrigés depuis, ou c’est déjà fait.")
            )
    return redirect("annuaire_autorite", uai=uai, pk=la_classe.pk)
