"""« Mes appareils »: all that one's account is open through, each closed in one tap, and all at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ent.annuaire.views.gestes import retire

from .. import actions
from ..registres import voie, voies
from .commun import garder_cette_session


@never_cache
@require_safe
def appareils(request: HttpRequest) -> HttpResponse:
    """A way through which nothing is open is said to be so, but to a pupil, who will never have it."""
    listes = [(v, lignes) for v in voies() if (lignes := v.lister(request)) is not None]
    if request.user.est_collegien:
        listes = [(v, lignes) for v, lignes in listes if lignes]
    return render(request, "connexion/appareils.html", {"listes": listes})


@retire
@require_POST
def fermer(request: HttpRequest, nom: str, cle: str) -> HttpResponse:
    """One line, found among one's own."""
    demandee = voie(nom)
    if demandee is None or not demandee.fermer(personne=request.user, cle=cle):
        raise Http404
    messages.success(request, _("C’est fermé."))
    return redirect("connexion_appareils")


@require_POST
def tout_fermer(request: HttpRequest) -> HttpResponse:
    """All but the device in hand, whose session is signed again under another key."""
    ouvertes = [(v, li.cle) for v in voies() for li in v.lister(request) or () if not li.ici]
    fermees = actions.tout_fermer(personne=request.user, ouvertes=ouvertes, ici=request.session.session_key or "")
    garder_cette_session(request)
    phrase = _("C’est fait. Ce compte n’est plus ouvert que sur cet appareil.")
    if fermees:
        phrase += " " + ngettext("%(n)d accès a été fermé.", "%(n)d accès ont été fermés.", fermees) % {"n": fermees}
    messages.success(request, phrase)
    return redirect("connexion_appareils")
