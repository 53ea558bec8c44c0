"""Who asks, known at once, or led to the door and back; direction and operator hold a second factor before anything else opens."""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware, get_user
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from ent.socle.adresses import page_d_avant, se_lit
from ent.socle.dates import aujourd_hui
from ent.socle.lu import LuParLaRequete

from .actions.sessions import VUE, revoir_session
from .droits import se_liste
from .lectures import ce_qui_ferme
from .navigateurs import nommer

# What stays open meanwhile: setting the second factor up, proving who one is, leaving.
PORTES = {"account_logout", "account_reauthenticate", "langue"}


class Vues:
    """Sessions that this process saw today: the first request of the day writes, the others read nothing."""

    def __init__(self) -> None:
        self.jour, self.cles = "", set()

    def deja(self, session) -> bool:
        jour = aujourd_hui().isoformat()
        if session.get(VUE) == jour:
            return True
        if jour != self.jour:
            self.jour, self.cles = jour, set()
        connue = session.session_key in self.cles
        self.cles.add(session.session_key)
        return connue


vues = Vues()


class Reconnaissance(AuthenticationMiddleware):
    """Django's own, without its lazy object: every page reads its person, some eighty times, and each went through it.

    What the request reads of them is kept in one place, that everyone finds (`ent.socle.lu`).
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = get_user(request)
        request.lu = request.user.lu if request.user.is_authenticated else LuParLaRequete()
        if se_liste(request.session, request.user) and not vues.deja(request.session):
            nom = nommer(request.headers.get("User-Agent", ""))
            with suppress(DatabaseError):  # one that takes no writing for a while still shows pages
                revoir_session(session=request.session, personne=request.user, nom=nom)


def refuser_une_partie(request: HttpRequest) -> HttpResponse | None:
    """A part of a page that is asked again (`HX-Request`) is refused as such: the page one is led to would be drawn within this one."""
    if "HX-Request" not in request.headers:
        return None
    return HttpResponse(status=401, headers={"Cache-Control": "no-store"})


class Porte(LoginRequiredMiddleware):
    """Django's own, that leads back to a page: what a lost session refused to write has none, so the page that held its form is shown."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        if partie := refuser_une_partie(request):
            return partie
        suite = request.get_full_path()
        if request.method not in ("GET", "HEAD") or not se_lit(suite):
            suite = page_d_avant(request)
        return redirect_to_login(suite) if suite else HttpResponseRedirect(reverse("account_login"))


class SecondFacteur:
    """Send those who must hold a second factor, and hold none, to the page that sets it up."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and ce_qui_ferme(request.user):
            request.second_facteur_manquant = True
            if not self._ouvert(request):
                return refuser_une_partie(request) or HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def _ouvert(request: HttpRequest) -> bool:
        if request.path.startswith("/" + settings.STATIC_URL.strip("/") + "/"):
            return True
        try:
            nom = resolve(request.path_info).url_name or ""
        except Resolver404:
            return False
        return nom in PORTES or nom.startswith("mfa_")
