"""Two who write and wait for one another: PostgreSQL undoes one of the two (a deadlock), and its page is played again instead of failing.

Locks are taken in one order wherever it is known; where two pages reach the same rows by two roads (two photos, each in several billets),
no order holds. Who lost had done nothing wrong, and would read that something went wrong.
"""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

BLOCAGE = "40P01"  # SQLSTATE deadlock_detected
FOIS = 3  # in all: each time, somebody else went through


def est_un_blocage(erreur: Exception) -> bool:
    """Whether the database undid it for another one to go on. SQLite, with one writer at a time, never does."""
    return isinstance(erreur, OperationalError) and getattr(erreur.__cause__, "sqlstate", "") == BLOCAGE


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
