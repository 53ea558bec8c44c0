"""What a page may send: something new, once; a correction of what it had read; what is taken away, once.

Every view that answers a POST wears one of these three, or is named with why in `tests/test_gestes.py`.
"""

import functools
import hashlib
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix
from django.utils.translation import gettext as _

from ent.coquille.avis import est_refuse
from ent.socle.adresses import au_dessus, page_d_avant, s_ouvre

from .. import actions
from ..models import EnvoiRecu

NUMERO = "numero"  # the field that `{% numero %}` draws
SANS_SENS = {"csrfmiddlewaretoken", "envoi-relu"}  # drawn again at each page, or by each browser


def cree(vue: Callable) -> Callable:
    """Above a view that makes something and leads to it: sent twice, the same page makes one, and leads to the first.

    The number is kept in the transaction that makes the thing: a process that is killed keeps both or neither, and of two sendings
    that cross, the second waits for what the first becomes. What is typed otherwise in a page gone back to is another sending:
    nothing that was typed is dropped unsaid. So is what was taken back since (`reprises` of each room's verbs): the page would be told that it was kept, and
    shown nothing. A page without a number (of before it bore one) is taken as a first sending.
    """

    @functools.wraps(vue)
    def une_fois(request: HttpRequest, *args, **options) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(NUMERO) or not request.user.is_authenticated:
            return vue(request, *args, **options)
        with transaction.atomic():
            envoi, est_premier = actions.recevoir_un_envoi(auteur=request.user, empreinte=_empreinte(request))
            if not est_premier and not (_est_voulu(request) and actions.recevoir_de_nouveau(envoi=envoi)):
                if not request.htmx:  # a part of a page that is read again is seen, and has no place for a sentence
                    _dire_a_qui_attend(request, _("C’était déjà enregistré : voici où cela en est."))
                return redirect(envoi.adresse)
            reponse = vue(request, *args, **options)
            a_fait = reponse.status_code < HTTPStatus.BAD_REQUEST  # else what the form keeps of it (files) stays
            actions.conclure_un_envoi(envoi=envoi, adresse=_ou_le_lire(request, reponse) if a_fait else "")
        return reponse

    une_fois.geste = "cree"
    return une_fois


def _ou_le_lire(request: HttpRequest, reponse: HttpResponse) -> str:
    """Where the answer leads; where it laid nothing, the page that sent it; else where a fragment is read again."""
    venue = page_d_avant(request) if reponse.status_code == HTTPStatus.NO_CONTENT else ""
    return reponse.get("Location") or venue or request.get_full_path()


def _est_voulu(request: HttpRequest) -> bool:
    """By somebody, on that page: an outbox whose answer was lost sends again by itself, and makes nothing again of what its author took back."""
    return "X-Boite" not in request.headers


def _dire_a_qui_attend(request: HttpRequest, phrase: str) -> None:
    """An outbox sends behind its reader, whose next page may be of something else: it forgets what was received, and says no more."""
    if _est_voulu(request):
        messages.info(request, phrase)


def _empreinte(request: HttpRequest) -> str:
    """Of the address and of all that was sent."""
    champs = sorted((nom, valeurs) for nom, valeurs in request.POST.lists() if nom not in SANS_SENS)
    fichiers = sorted((nom, [(f.name, f.size) for f in envoyes]) for nom, envoyes in request.FILES.lists())
    return hashlib.sha256(repr((request.path, champs, fichiers)).encode()).hexdigest()


def corrige(vue: Callable | None = None, *, chez: Callable[..., str] | None = None) -> Callable:
    """Above a view that corrects: two who correct the same thing take their turn, so that the second finds what the first wrote.

    Its form says that it is no longer what the page had read (`ent.annuaire.forms.versions`). The turn is of the address. `chez(request,
    *args, **options)` gives another, of a thing that two addresses correct, or that its own does not name: one page that serves all pupils.
    """
    if vue is None:
        return functools.partial(corrige, chez=chez)

    @functools.wraps(vue)
    def a_son_tour(request: HttpRequest, *args, **options) -> HttpResponse:
        if request.method != "POST":
            return vue(request, *args, **options)
        with transaction.atomic():
            _prendre_son_tour(chez(request, *args, **options) if chez else request.path)
            return vue(request, *args, **options)

    a_son_tour.geste = "corrige"
    return a_son_tour


def _prendre_son_tour(chemin: str) -> None:
    """Wait for whoever corrects what stands at this address. SQLite has one writer at a time from the first statement on."""
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [chemin])


def retire(vue: Callable) -> Callable:
    """Above a view that takes something away, or ends it: tapped twice, or from a page gone back to, it is said to be done already.

    The second of two taps waits for the first, and no longer finds the thing. What is not found is answered alike whether it was there,
    is somebody else's or never was: by the page that held the button, if this person reads it, else the nearest above that they read. Who
    comes from no page of ours is told that there is nothing here.

    « C’est déjà fait » is said to who did it, which is kept with the act; anybody else, whose right may have ended while the thing is still
    there, is told what is true of both.
    """

    @functools.wraps(vue)
    def une_fois(request: HttpRequest, *args, **options) -> HttpResponse:
        if request.method != "POST" or not request.user.is_authenticated:
            return vue(request, *args, **options)
        sien = {"auteur": request.user, "empreinte": _empreinte_du_retrait(request)}  # before a view that lets them out
        try:
            with transaction.atomic():
                _prendre_son_tour(request.path)
                reponse = vue(request, *args, **options)
                if reponse.status_code < HTTPStatus.BAD_REQUEST and not est_refuse(request):
                    actions.recevoir_un_envoi(**sien)
                return reponse
        except Http404:
            if not (page := _page_du_bouton(request)):
                raise
        est_fait = EnvoiRecu.objects.envoyes_par(sien["auteur"]).filter(empreinte=sien["empreinte"]).exists()
        ailleurs = _("Ce n’est plus là, ou ce n’est pas à vous : rien n’a changé.")
        _dire_a_qui_attend(request, _("C’est déjà fait.") if est_fait else ailleurs)
        return HttpResponse(status=204, headers={"HX-Redirect": page}) if request.htmx else redirect(page)

    une_fois.geste = "retire"
    return une_fois


def _empreinte_du_retrait(request: HttpRequest) -> str:
    return hashlib.sha256(repr(("retire", request.path)).encode()).hexdigest()


def _page_du_bouton(request: HttpRequest) -> str:
    """The page itself, or, where it went with the thing, the nearest above, up to the home; nothing of a page that is not ours."""
    if not (page := page_d_avant(request)):
        return ""
    while page and not s_ouvre(request, page):
        page = au_dessus(urlsplit(page).path)
    return page or get_script_prefix()
