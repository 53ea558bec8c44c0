"""Errors as pages of the product: what happens, what it changes, what to do next."""

import json
import logging
import secrets
import sys
from collections.abc import Callable
from html import unescape
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ent.socle.adresses import au_dessus, page_d_avant

journal = logging.getLogger(__name__)
# Letters and figures that are not taken for one another when read over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NUE = "coquille/base_nue.html"  # what needs nobody, nor the database


DE_PHRASES = 20  # signs from which what somebody wrote is worth giving back


def _ecrits(request: HttpRequest) -> list[str]:
    """The sentences of a form that cannot be received (what it answers was taken back meanwhile), without what the editor adds to them."""
    try:
        envoi = request.POST.lists()
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return []
    dits = (unescape(strip_tags(valeur)).strip() for _nom, valeurs in envoi for valeur in valeurs)
    return [dit for dit in dict.fromkeys(dits) if len(dit) >= DE_PHRASES and " " in dit]


def page_d_erreur(
    request: HttpRequest, statut: int, titre: str, phrase: str, dessin: str, *, ici: str = "", **autres
) -> HttpResponse:
    """`ici`: the sentence for a page that is open, and asked for something by itself (`fait.js`): there is no page to lay, its reader stays on theirs. What only
    asked again, of a server that restarts, is not said: it asks once more.
    """
    contexte = {"titre": titre, "phrase": phrase, "dessin": dessin, "statut": statut, "base": NUE}
    contexte |= dict.fromkeys(("a_un_eleve", "ecrits", "reference", "refaire", "revenir", "suite"), "")
    reponse = render(request, "coquille/erreur.html", contexte | autres, status=statut)
    if "HX-Request" in request.headers and (statut < 500 or request.method != "GET"):
        reponse["HX-Trigger"] = json.dumps({"refus": {"phrase": ici or f"{titre}. {phrase}"}})
    return reponse


Raison = Callable[[HttpRequest], tuple | None]
_raisons: list[Raison] = []


def enregistrer_raison(raison: Raison) -> None:
    """`raison(request)`: title and sentence of why a page that this person would have is not there today, the frame in which it is said and, if there is one, the
    page that says more of it (address, label); None to whoever would not have it.
    """
    _raisons.append(raison)


def _pourquoi(request: HttpRequest) -> dict[str, Any]:
    dite = next((dite for raison in _raisons if (dite := raison(request))), ())
    return dict(zip(("titre", "phrase", "base", "suite"), dite, strict=False))


def requete_refusee(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):  # files are not counted in it
        trop_long = _("Ce texte est trop long, rien n’a été envoyé. Revenez en arrière et raccourcissez-le.")
        return trop_gros(request, phrase=trop_long)
    if isinstance(exception, TooManyFilesSent):
        return trop_gros(request)
    return page_d_erreur(
        request,
        400,
        _("Cette demande n’est pas complète"),
        _("Rien n’a changé. Revenez en arrière et recommencez."),
        "absente",
    )


def _sans_phrase(request: HttpRequest) -> str:
    if getattr(getattr(request, "user", None), "est_sans_ecole", False):
        return _("Votre compte n’ouvre pas cette action. Demandez à la personne qui vous l’a ouvert.")
    return _("Votre compte n’ouvre pas cette action. Demandez à l’école.")


def pas_permis(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 says what the rule says: « Seule la directrice peut faire cela. Demandez-lui. » To the outbox of a browser, in words: what it keeps is refused,
    and read by its author. A page says nothing to it, and the envelope would wait for ever.
    """
    dite = _pourquoi(request)
    phrase = str(exception or "") or _sans_phrase(request)
    if "X-Boite" in request.headers:
        return JsonResponse({"phrase": dite.get("phrase", phrase)}, status=403)
    if dite:
        return page_d_erreur(request, 403, dessin="absente", **dite)
    return page_d_erreur(
        request, 403, _("Ce n’est pas possible ici"), phrase, "interdit", ici=phrase, ecrits=_ecrits(request)
    )


def page_absente(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    rien = {
        "titre": _("Cette page n’est pas là"),
        "phrase": _("L’adresse est fausse, ou la page ne vous est pas destinée."),
        "a_un_eleve": _("L’adresse est fausse, ou la page n’est pas pour toi."),
        "ici": _("Ce n’est plus là : cela vient de changer. Recharge la page.")
        if getattr(getattr(getattr(request, "user", None), "portee", None), "est_eleve", False)
        else _("Ce n’est plus là : cela vient de changer. Rechargez la page."),
    }
    return page_d_erreur(request, 404, dessin="absente", ecrits=_ecrits(request), **(_pourquoi(request) or rien))


def methode_refusee(request: HttpRequest) -> HttpResponse:
    """Most often a phone that opens again the address of a form that was refused: its page is the nearest above."""
    return page_d_erreur(
        request,
        405,
        _("Cette page ne s’ouvre pas ainsi"),
        _("Rien n’a changé. Passez par le bouton de la page d’où vous venez."),
        "absente",
        revenir=au_dessus(request.path) if request.user.is_authenticated else "",
    )


def trop_gros(request: HttpRequest, exception: Exception | None = None, phrase: str = "") -> HttpResponse:
    return page_d_erreur(
        request,
        413,
        _("C’est trop lourd"),
        phrase or _("Le fichier est trop gros, rien n’a été envoyé. Vérifiez le fichier choisi."),
        "trop-lourd",
    )


def csrf_refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page_d_erreur(
        request,
        403,
        _("La page est restée ouverte trop longtemps"),
        _(
            "Rien n’a été envoyé. Revenez à la page : ce que vous aviez écrit y est gardé, sauf ce qui touche à la santé, et vous le reprenez d’un geste."
        ),
        "interdit",
        ici=_("La page est restée ouverte trop longtemps : rechargez-la, puis recommencez."),
        revenir=page_d_avant(request),  # where saisies.js offers the words of this sending
    )


def nouvelle_reference() -> str:
    """« 7F-2K4 »: short enough to be read aloud."""
    lettres = "".join(secrets.choice(ALPHABET) for _n in range(5))
    return f"{lettres[:2]}-{lettres[2:]}"


def _base_absente(erreur: BaseException | None) -> bool:
    """The database does not answer, or takes no writing (its copy, during a failover): PostgreSQL says the second by a code, SQLite by
    an `OperationalError`.
    """
    lecture_seule = getattr(getattr(erreur, "__cause__", None), "sqlstate", "") == "25006"
    return lecture_seule or isinstance(erreur, OperationalError | InterfaceError)


def panne(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is away: the outbox of a page sends again. Needs neither the database nor the session; the
    reference shown is in the log beside the cause.
    """
    reference = nouvelle_reference()
    journal.error("Panne %s sur %s %s", reference, request.method, request.path, exc_info=sys.exc_info())
    request.user = AnonymousUser()  # who asks may not be known yet, and asking it again would fail again
    absente = _base_absente(sys.exc_info()[1])
    return page_d_erreur(
        request,
        503 if absente else 500,
        _("Un problème de notre côté"),
        _("Rien n’est perdu : ce que vous aviez écrit est encore dans la case, en revenant en arrière."),
        "panne",
        ici=_("Un problème de notre côté : rien n’a changé. C’est à refaire dans un instant."),
        reference=reference,
        refaire=request.get_full_path() if request.method == "GET" else "",
    )
