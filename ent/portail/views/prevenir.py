"""« Être prévenu »: what comes to a person, where and when. Each page is about oneself alone."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.annuaire.views.gestes import cree, retire
from ent.connexion.droits import COOKIE_TABLETTE
from ent.connexion.navigateurs import nommer
from ent.connexion.views.commun import adultes
from ent.diffusion import vapid
from ent.diffusion.actions import reglages as actions
from ent.diffusion.models import Appareil, CreneauCalme
from ent.diffusion.paroles import SEL_ARRET
from ent.diffusion.receptions import COOKIE_APPAREIL, jeton_de
from ent.diffusion.sortes import sortes

from .. import lectures
from ..forms import JOURS, AppareilForm, CreneauForm, PrevenirForm

UN_AN = 365 * 24 * 3600


@adultes
@require_http_methods(["GET", "POST"])
def prevenir(request: HttpRequest) -> HttpResponse:
    """Kinds of news by channel, and the hour of the e-mail."""
    choix = lectures.prevenance_de(request.user)
    formulaire = PrevenirForm(
        request.POST if request.method == "POST" else None, personne=request.user, heure=choix.heure, refus=choix.refus
    )
    if request.method == "POST" and formulaire.is_valid():
        actions.regler_prevenance(personne=request.user, heure_resume=formulaire.heure_resume, refus=formulaire.refus)
        messages.success(request, _("C’est réglé."))
        return redirect("prevenir")
    return _page(request, choix, formulaire=formulaire)


def _page(request: HttpRequest, choix, *, formulaire=None, creneau=None) -> HttpResponse:
    jeton = jeton_de(request)
    ici = next((a.pk for a in choix.appareils if jeton and secrets.compare_digest(a.jeton, jeton)), None)
    contexte = {
        "choix": choix,
        "formulaire": formulaire or PrevenirForm(personne=request.user, heure=choix.heure, refus=choix.refus),
        "creneau": creneau or CreneauForm(),
        "jours": dict(JOURS),
        "ici": ici,
        "est_tablette": COOKIE_TABLETTE in request.COOKIES,
        "cle": vapid.publique() if vapid.est_ouvert() else "",
    }
    lies = (formulaire, creneau)
    faux = any(f is not None and f.is_bound and not f.is_valid() for f in lies)
    return render(request, "portail/prevenir.html", contexte, status=422 if faux else 200)


@adultes
@cree
@require_POST
def ajouter_creneau(request: HttpRequest) -> HttpResponse:
    formulaire = CreneauForm(request.POST)
    if formulaire.is_valid():
        donnees = formulaire.cleaned_data
        try:
            actions.ajouter_creneau(
                personne=request.user,
                jours=[int(j) for j in donnees["jours"]],
                debut=donnees["debut"],
                fin=donnees["fin"],
            )
        except ValidationError as refus:
            formulaire.add_error(None, refus)
        else:
            messages.success(request, _("C’est réglé : rien ne sonnera à ce moment-là."))
            return redirect("prevenir")
    return _page(request, lectures.prevenance_de(request.user), creneau=formulaire)


@adultes
@retire
@require_POST
def retirer_creneau(request: HttpRequest, pk: int) -> HttpResponse:
    creneau = get_object_or_404(CreneauCalme.objects.choisis_par(request.user), pk=pk)
    actions.retirer_creneau(creneau=creneau, personne=request.user)
    return redirect("prevenir")


@adultes
@require_POST
def abonner(request: HttpRequest) -> HttpResponse:
    """This device agrees. Never a class's tablet: what it shows is for whoever holds it."""
    exiger(vapid.est_ouvert(), _("Les notifications sur téléphone ne sont pas ouvertes ici."))
    exiger(
        COOKIE_TABLETTE not in request.COOKIES, _("Cette tablette est celle d’une classe : elle ne prévient personne.")
    )
    formulaire = AppareilForm(request.POST)
    if not formulaire.is_valid():
        return HttpResponse(status=422)
    try:
        appareil = actions.abonner_appareil(
            personne=request.user,
            jeton=jeton_de(request),
            nom=nommer(request.headers.get("User-Agent", "")),
            **formulaire.cleaned_data,
        )
    except ValidationError:
        return HttpResponse(status=422)
    reponse = HttpResponse(status=204)
    reponse.set_cookie(
        COOKIE_APPAREIL, appareil.jeton, max_age=UN_AN, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return reponse


@adultes
@retire
@require_POST
def retirer_appareil(request: HttpRequest, pk: int) -> HttpResponse:
    appareil = get_object_or_404(Appareil.objects.choisis_par(request.user), pk=pk)
    actions.retirer_appareil(appareil=appareil, personne=request.user)
    messages.success(request, _("C’est fait : cet appareil ne vous prévient plus."))
    return redirect("prevenir")


@adultes
@require_POST
def reessayer_adresse(request: HttpRequest) -> HttpResponse:
    """« My address works again »."""
    actions.reessayer_adresse(personne=request.user)
    messages.success(request, _("C’est noté : le prochain e-mail y sera envoyé."))
    return redirect("prevenir")


@csrf_exempt  # a mailbox stops the e-mail in one tap, from its own servers (RFC 8058): the signed link is the proof
@login_not_required
@require_http_methods(["GET", "POST"])
def arreter(request: HttpRequest, jeton: str) -> HttpResponse:
    """Stop the day's e-mail from the mail itself, in the language of the mail. A GET only asks: robots open every link of a mail."""
    try:
        personne = lectures.personne_de(signing.loads(jeton, salt=SEL_ARRET))
    except signing.BadSignature:
        personne = None
    if personne is None:
        raise Http404
    if request.method == "POST":
        actions.refuser_les_courriels(personne=personne, sortes=[s.nom for s in sortes()])
    with translation.override(personne.langue):
        return render(request, "portail/arreter.html", {"fait": request.method == "POST"})
