"""The doors of Wagtail's administration: in by the product's own sign-in, out by its own page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ent.annuaire.droits import exiger
from ent.socle.nombres import entier

from ..actions import site_equipes
from ..lectures import site_listes
from ..models import SiteDEcole


@require_POST
def entrer(request: HttpRequest) -> HttpResponse:
    """« Modifier le site »: the groups of the person are brought to what their roles give, then what they may change of it.

    « Écrire une actualité » leads straight to an empty one, « Dire comment vous joindre » to its page.
    """
    site = get_object_or_404(SiteDEcole.objects.ecrits_par(request.user), etablissement=_ecole(request))
    site_equipes.aligner_personne(personne=request.user)
    if request.POST.get("quoi") == "actualite" and (rubrique := site_listes.actualites_de(site)):
        return redirect("wagtailadmin_pages:add", "pages", "actualite", rubrique.pk)
    if request.POST.get("quoi") == "contact" and (contact := site_listes.contact_de(site)):
        return redirect("wagtailadmin_pages:edit", contact.pk)
    return redirect("wagtailadmin_home")


def _ecole(request: HttpRequest) -> int:
    return entier(request.POST.get("ecole")) or 0


@login_not_required
@require_GET
def se_connecter(request: HttpRequest) -> HttpResponse:
    """Wagtail sends here those it does not let in: who is known is told no, who is not signs in as everywhere."""
    suite = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        suite, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        suite = "/cms/"
    if not request.user.is_authenticated:
        return redirect_to_login(suite, settings.LOGIN_URL)
    exiger(
        SiteDEcole.objects.ecrits_par(request.user).exists(),
        _("Le site de l’école est écrit par ceux qui y travaillent. Demandez à la direction."),
    )
    return redirect(suite)


@require_http_methods(["GET", "POST"])
def sortir(request: HttpRequest) -> HttpResponse:
    """Out by the product's own page, which also lets this device go."""
    return redirect("account_logout")


@require_GET
def compte(request: HttpRequest) -> HttpResponse:
    """One's account is kept by the product."""
    return redirect("plus")
