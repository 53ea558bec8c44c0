"""What PostgreSQL refuses, and nobody should read as an error: a NUL in what was typed, and two who write and wait for one another.

Of two, it undoes one (a deadlock), whose page is played again instead of failing. Locks are taken in one order wherever it is known;
where two pages reach the same rows by two roads (two photos, each in several billets), no order holds. Who lost had done nothing wrong, and would read that something went wrong.
"""

from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict

BLOCAGE = "40P01"  # SQLSTATE deadlock_detected
FOIS = 3  # in all: each time, somebody else went through
FORMULAIRE = "application/x-www-form-urlencoded"
ILLISIBLE = "\ufffd"  # what stands for a sign that cannot be


def est_un_blocage(erreur: Exception) -> bool:
    """Whether the database undid it for another one to go on. SQLite, with one writer at a time, never does."""
    return isinstance(erreur, OperationalError) and getattr(erreur.__cause__, "sqlstate", "") == BLOCAGE


def sans_nul(dits: QueryDict, a_la_place: str) -> QueryDict:
    lus = QueryDict(mutable=True)
    for nom, valeurs in dits.lists():
        lus.setlist(nom.replace("\0", a_la_place), [valeur.replace("\0", a_la_place) for valeur in valeurs])
    return lus


class SansNul:
    """A NUL says nothing, and PostgreSQL neither keeps it nor looks for it. What was typed is read without, and nothing of it is lost; what an address
    holds is no other than it was, and is found nowhere.

    What comes with files is left to the view, which may have its own way to read it; its forms refuse a NUL by themselves.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = sans_nul(request.GET, ILLISIBLE)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, vue: Callable, _arguments: tuple, _nommes: dict[str, Any]) -> None:
        if request.content_type != FORMULAIRE or getattr(vue, "csrf_exempt", False):
            return
        if any("\0" in valeur for _nom, valeurs in request.POST.lists() for valeur in valeurs):
            request.POST = sans_nul(request.POST, "")


class RejouerUnBlocage:
    """Above who asks and what they are told: all of that is made anew with the page.

    Only what writes in one transaction (`geste`, see `ent.annuaire.views.gestes`): nothing is then left of what was undone.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for restent in reversed(range(FOIS)):
            request.rejouable, request.est_bloque = restent > 0, False
            reponse = self.get_response(request)
            if not request.est_bloque:
                break
            for _nom, envoyes in request.FILES.lists():
                for fichier in envoyes:
                    fichier.seek(0)
        return reponse

    def process_exception(self, request: HttpRequest, erreur: Exception) -> HttpResponse | None:
        geste = getattr(request.resolver_match.func, "geste", "") if request.resolver_match else ""
        if not (request.rejouable and geste and est_un_blocage(erreur)):
            return None
        request.est_bloque = True
        return HttpResponse(status=503)  # read by nobody
