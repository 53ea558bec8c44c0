"""What one may undo for an hour: offered with what was done, then beside its line in « Qui a fait quoi »."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

UNE_HEURE = 3600
CLE, AU_PLUS = "annulables", 20


def proposer(request: HttpRequest, phrase: str, *, geste: int, adresse: str) -> None:
    """Say what was done, with « Annuler »; `geste` is the line of the journal that says it, `adresse` undoes it by a POST."""
    messages.success(request, phrase, extra_tags=adresse)
    encore = {**_encore(request), str(geste): [adresse, timezone.now().timestamp()]}
    request.session[CLE] = dict(list(encore.items())[-AU_PLUS:])


def annulables(request: HttpRequest) -> dict[int, str]:
    """By line of the journal, the address that undoes what it says: what this session did within the hour and did not undo."""
    return {int(geste): adresse for geste, (adresse, _quand) in _encore(request).items()}


def oublier(request: HttpRequest) -> None:
    """The address asked for is spent, whatever came of it."""
    request.session[CLE] = {geste: dit for geste, dit in _encore(request).items() if dit[0] != request.path}


def _encore(request: HttpRequest) -> dict[str, list]:
    limite = timezone.now().timestamp() - UNE_HEURE
    return {geste: dit for geste, dit in request.session.get(CLE, {}).items() if dit[1] > limite}
