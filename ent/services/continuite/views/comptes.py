"""The account that a parent has on a collège's platform: led there, back, linked; its page, and the one tap that unlinks it.

A return writes nothing by itself: it is a page of ours, whose form is sent at once, and whose `state` serves once.
"""

import secrets
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.models import Personne
from ent.annuaire.views.gestes import retire
from ent.socle import dehors, frein

from ..actions import comptes as actions
from ..forms import DeQuiForm
from ..lectures import comptes, edifice
from ..models import CompteRelie, Plateforme

DEPARTS = "continuite_departs"  # of the session
GARDES, DUREE = 5, 30 * 60  # departures that it keeps, and seconds that each lasts
ESSAIS, FENETRE = 20, 3_600
RECU_MAX = 4_000  # signs of an answer
PAS_D_ICI = gettext_noop("Ce retour ne vient pas d’ici, ou il a déjà servi. Recommencez depuis « Au collège ».")


@never_cache
@require_http_methods(["GET", "POST"])
def relier(request: HttpRequest, plateforme: UUID) -> HttpResponse:
    """What will be read, of whom; then to the platform. It shows no page of consent to who is signed in there: this one is it."""
    ouverte = comptes.ouverte_a(request.user, plateforme)
    suivis = comptes.suivis_de(request.user, ouverte) if ouverte else []
    if ouverte is None or not (suivis or ouverte.dit_de_qui):
        raise Http404
    formulaire = DeQuiForm(
        request.POST if request.method == "POST" else None, suivis=suivis, est_demande=not ouverte.dit_de_qui
    )
    if request.method == "POST" and formulaire.is_valid():
        etat, preuve = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        de_qui = formulaire.cleaned_data.get("de_qui", DeQuiForm.PLUSIEURS)
        depart = {"plateforme": str(plateforme), "de_qui": de_qui, "preuve": preuve, "le": time.time()}
        gardes = list(request.session.get(DEPARTS, {}).items())[-(GARDES - 1) :]
        request.session[DEPARTS] = dict([*gardes, (etat, depart | {"qui": request.user.pk})])
        vers = comptes.adresse_d_accord(ouverte, etat=etat, preuve=preuve)
        # A page that leads there, and not a redirection: browsers hold a form to its page's own addresses, wherever it is led, and where a platform
        # has its people sign in is not known.
        return render(request, "continuite/compte_partir.html", {"plateforme": ouverte, "vers": vers})
    contexte = {"plateforme": ouverte, "formulaire": formulaire, "serveur": urlsplit(ouverte.adresse).hostname}
    return render(request, "continuite/compte_relier.html", contexte, status=422 if formulaire.errors else 200)


@never_cache
@require_GET
def retour(request: HttpRequest) -> HttpResponse:
    """What the platform sends by the browser, put in a form of ours. Nothing of it is believed yet."""
    if request.GET.get("state", "") not in request.session.get(DEPARTS, {}):
        return _dire(request, None, _(PAS_D_ICI))
    champs = [(nom, request.GET.get(nom, "")) for nom in ("code", "state", "error", "iss")]
    if sum(len(valeur) for _nom, valeur in champs) > RECU_MAX:
        raise Http404
    return render(request, "continuite/compte_retour.html", {"champs": champs})


@sensitive_post_parameters("code", "state")
@never_cache
@require_POST
def finir(request: HttpRequest) -> HttpResponse:
    depart = _depart(request)
    plateforme = comptes.ouverte_a(request.user, UUID(depart["plateforme"])) if depart else None
    par = _par_qui(request, plateforme, depart["de_qui"]) if depart and plateforme else None
    if depart is None or plateforme is None or par is None:
        return _dire(request, None, _(PAS_D_ICI))
    if plateforme.dit_de_qui and request.POST.get("iss", "") != plateforme.adresse:
        return _dire(request, None, _(PAS_D_ICI))  # RFC 9207: mixed up with another site
    if erreur := request.POST.get("error", ""):
        if erreur == "access_denied":
            return _dire(request, plateforme, _("Vous n’avez pas donné votre accord : rien n’est lu."), 200)
        return _dire(
            request, plateforme, _("Le site du collège n’a pas pu répondre. Rien n’est lu. Réessayez plus tard.")
        )
    cles = _echanger(request, plateforme, depart.get("preuve", ""))
    if isinstance(cles, str):
        return _dire(request, plateforme, cles)
    ecole, eleve = par
    compte = actions.relier(plateforme=plateforme, titulaire=request.user, ecole=ecole, eleve=eleve, cles=cles)
    messages.success(request, _("C’est relié : vous seul lisez ici ce que dit ce compte."))
    return redirect("continuite_compte", compte=compte.uuid)


def _echanger(request: HttpRequest, plateforme: Plateforme, preuve: str) -> edifice.Cles | str:
    """The keys; or why there are none, in a sentence."""
    cle = f"continuite.comptes:{request.user.pk}"
    if frein.attente(cle, maximum=ESSAIS, fenetre=FENETRE):
        return _("Vous avez essayé beaucoup de fois. Réessayez dans une heure.")
    frein.compter(cle, fenetre=FENETRE)
    try:
        return comptes.echanger(plateforme, code=request.POST.get("code", ""), preuve=preuve)
    except edifice.Refuse as refus:
        if refus.de_nous:
            return comptes.raison("client")
        return _("Le site du collège ne reconnaît pas ce retour : il a trop attendu, ou il a déjà servi. Recommencez.")
    except dehors.Injoignable as refus:
        return comptes.raison(refus.code)


def _depart(request: HttpRequest) -> dict[str, Any] | None:
    """It serves once, whatever comes of it, to who left, for half an hour."""
    departs = request.session.get(DEPARTS, {})
    depart = departs.pop(request.POST.get("state", ""), None)
    request.session[DEPARTS] = departs
    tient = depart and depart["qui"] == request.user.pk and depart["le"] > time.time() - DUREE
    return depart if tient else None


def _par_qui(request: HttpRequest, plateforme: Plateforme, dit: str) -> tuple[int, Personne | None] | None:
    """The school by which it is open to this parent, and the child who was said, if still one of theirs; nobody, of several or where it says of whom."""
    if plateforme.dit_de_qui:
        return (ecole, None) if (ecole := comptes.ecole_de(request.user)) else None
    suivis = comptes.suivis_de(request.user, plateforme)
    suivi = next((s for s in suivis if dit in (DeQuiForm.PLUSIEURS, str(s.eleve.uuid))), None)
    return suivi and (suivi.etablissement_id, None if dit == DeQuiForm.PLUSIEURS else suivi.eleve)


def _dire(request: HttpRequest, plateforme: Plateforme | None, phrase: str, statut: int = 422) -> HttpResponse:
    contexte = {"plateforme": plateforme, "phrase": phrase}
    return render(request, "continuite/compte_refus.html", contexte, status=statut)


# --- Once it is linked ---------------------------------------------------------------------------------------------------
def _compte(request: HttpRequest, compte: UUID) -> CompteRelie:
    siens = CompteRelie.objects.tenus_par(request.user).select_related("plateforme", "eleve", "titulaire")
    return get_object_or_404(siens, uuid=compte)


@never_cache
@require_GET
def compte(request: HttpRequest, compte: UUID) -> HttpResponse:
    """Whose it is, when it was read, and what ends it."""
    tenu = _compte(request, compte)
    contexte = {"compte": tenu, "raison": comptes.raison(tenu.panne), "enfants": tenu.enfants.all()}
    return render(request, "continuite/compte.html", contexte)


@retire
@require_POST
def delier(request: HttpRequest, compte: UUID) -> HttpResponse:
    tenu = _compte(request, compte)
    actions.delier(compte=tenu)
    messages.success(request, _("Ce n’est plus relié : ce que nous en lisions, et ce qui l’ouvrait, est effacé."))
    return redirect("continuite")
