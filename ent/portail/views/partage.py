"""Photos that a phone shares with the site, and where they go."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ent.connexion import droits
from ent.connexion.droits import COOKIE_TABLETTE
from ent.connexion.views.commun import adultes

from ..registres import arrivees


@csrf_exempt  # what a phone shares bears no token: nothing of it is read here, and nothing is written
@login_not_required  # led to the door by the page itself, and back: what is shared waits on the device
@require_http_methods(["GET", "POST"])
def partage(request: HttpRequest) -> HttpResponse:
    """The worker of the device takes what is shared and keeps it there (agent.js); this page asks where it goes. Where there is no worker, the
    POST comes here: it is answered by the page, which says that nothing came.
    """
    if request.method == "POST":
        return redirect("partage")
    if _est_a_la_classe(request):
        return render(request, "portail/partage_refuse.html", status=403)
    return ou(request) if request.user.is_authenticated else redirect_to_login(request.path)


def _est_a_la_classe(request: HttpRequest) -> bool:
    """A pupil, or a class's tablet where nobody is signed in: its gallery is everybody's, and its page forgets what was shared (hors-ligne.js)."""
    if request.user.is_authenticated:
        return not droits.peut_tenir_un_compte(request.user)
    return COOKIE_TABLETTE in request.COOKIES


@adultes
def ou(request: HttpRequest) -> HttpResponse:
    return render(request, "portail/partage.html", {"arrivees": arrivees(request)})
