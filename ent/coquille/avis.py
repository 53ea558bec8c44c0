"""What is said at the head of the next page once something is done, to who did it and to nobody else."""

from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing
from django.http import HttpRequest, HttpResponse


def dire_fait(request: HttpRequest, phrase: str, *, annuler: str = "") -> None:
    """Say that it is done; `annuler` is the address that takes it back, by a POST: « Annuler » stands beside the phrase."""
    messages.success(request, phrase, extra_tags=annuler)


class SurLAppareil(CookieStorage):
    """A cookie, which outlives the session: sealed for one person, it says nothing to another, nor at the door."""

    def _get(self, *arguments: Any, **options: Any) -> tuple[list, bool]:
        self._pour_qui_est_la()
        return super()._get(*arguments, **options)

    def _store(self, *arguments: Any, **options: Any) -> list:
        self._pour_qui_est_la()
        return super()._store(*arguments, **options)

    def _pour_qui_est_la(self) -> None:
        """Who signs in or out in this request is not who asked for it."""
        self.signer = signing.get_cookie_signer(salt=f"{self.key_salt}.{self.request.user.pk or ''}")


class PourSonLecteur(FallbackStorage):
    """What waits on a device is said to who it waits for, on a page that they are shown.

    Who goes out, or is replaced by another, takes along what no page said yet. A page that a script asks for by itself, to keep it or to take a part of
    it (`X-Copie`, or any that htmx reads, but where it shows a former page whole), takes nothing. What is done is said whoever asked for it.
    """

    storage_classes = (SurLAppareil, SessionStorage)

    def __init__(self, request: HttpRequest, *arguments: Any, **options: Any) -> None:
        super().__init__(request, *arguments, **options)
        self.lecteur = request.user.pk
        est_partie = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
        self.nul_ne_la_voit = request.method in ("GET", "HEAD") and ("X-Copie" in request.headers or est_partie)

    def _get(self, *arguments: Any, **options: Any) -> tuple[list, bool]:
        return ([], True) if self.nul_ne_la_voit else super()._get(*arguments, **options)

    def update(self, response: HttpResponse) -> list | None:
        if self.nul_ne_la_voit:
            return None
        if self.request.user.pk != self.lecteur:
            self.used = True  # only what this request added is left to say
        return super().update(response)
