"""What is said at the head of the next page once something is done, to who did it and to nobody else."""

import json
import time
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing
from django.http import HttpRequest, HttpResponse

# Seconds that the page to which a form leads has to say it; then any page of its reader does.
POUR_SA_PAGE = 30


def dire_fait(request: HttpRequest, phrase: str, *, annuler: str = "") -> None:
    """Say that it is done; `annuler` is the address that takes it back, by a POST: « Annuler » stands beside the phrase."""
    messages.success(request, phrase, extra_tags=annuler)


def est_refuse(request: HttpRequest) -> bool:
    """Whether the answer in hand tells its reader, on the next page, that what they asked was not done, or not all of it."""
    return messages.get_messages(request).est_refuse


def dire_sans_page(evenement: str, phrase: str = "") -> HttpResponse:
    """Answer what a script sent: no page to lay, an event for the tiles to ask again, and a sentence for who listens (`fait.js`)."""
    dit = {"dit": {"phrase": phrase}} if phrase else {}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({evenement: {}} | dit)})


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

    A form that leads to a page is answered by that page: another tab, which what was done makes draw itself again, does not say it in its place.
    """

    storage_classes = (SurLAppareil, SessionStorage)
    est_refuse = False  # this request said of something that it is not done, or not all of it

    def __init__(self, request: HttpRequest, *arguments: Any, **options: Any) -> None:
        super().__init__(request, *arguments, **options)
        self.lecteur = request.user.pk
        est_partie = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
        self.nul_ne_la_voit = request.method in ("GET", "HEAD") and ("X-Copie" in request.headers or est_partie)
        self.d_ailleurs: list[Message] = []
        self.est_attendue = False  # something waits for this page rather than for another

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        self.est_refuse |= level >= messages.WARNING
        super().add(level, message, extra_tags)

    def _get(self, *arguments: Any, **options: Any) -> tuple[list, bool]:
        if self.nul_ne_la_voit:
            return [], True
        dits, tous = super()._get(*arguments, **options)
        d_ici = []
        for dit in dits:
            if _attend_une_autre_page(dit, self.request.path):
                self.d_ailleurs.append(dit)
            else:
                dit.extra_tags, _, attend = (dit.extra_tags or "").partition(" ")
                dit.attend = attend
                self.est_attendue |= bool(attend)
                d_ici.append(dit)
        return d_ici, tous

    def _store(self, dits: list[Message], response: HttpResponse, *arguments: Any, **options: Any) -> list:
        # What a script sends is said on the page where its reader is; an old browser does not tell it from a form.
        suite = urlsplit(response.get("Location", ""))
        if suite.path and not suite.netloc and self.request.headers.get("Sec-Fetch-Mode") == "navigate":
            for dit in dits:
                dit.extra_tags = f"{dit.extra_tags or ''} {suite.path} {time.time():.0f}"
        return super()._store([*self.d_ailleurs, *dits], response, *arguments, **options)

    def update(self, response: HttpResponse) -> list | None:
        if self.nul_ne_la_voit:
            return None
        if self.request.user.pk != self.lecteur:
            self.used, self.d_ailleurs = True, []  # only what this request added is left to say
        elif len(self) and self.est_attendue:  # counted, they are read: a view may have shown none
            self.added_new = True  # the page leads further, or has no place to say it: it hands that on
        return super().update(response)


def _attend_une_autre_page(dit: Message, chemin: str) -> bool:
    """`extra_tags`, while it waits: the address that takes it back, or nothing, then the page that says it and since when, parted by spaces."""
    _annuler, _, suite = (dit.extra_tags or "").partition(" ")
    page, _, depuis = suite.partition(" ")
    return bool(depuis) and unquote(page) != chemin and time.time() - int(depuis) < POUR_SA_PAGE
