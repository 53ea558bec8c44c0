"""What is said at the head of the next page once something is done."""

from django.contrib import messages
from django.http import HttpRequest


def dire_fait(request: HttpRequest, phrase: str, *, annuler: str = "") -> None:
    """Say that it is done; `annuler` is the address that takes it back, by a POST: « Annuler » stands beside the phrase."""
    messages.success(request, phrase, extra_tags=annuler)
