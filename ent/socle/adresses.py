"""Addresses that a page writes a hundred times, and those that may not exist."""

import copy
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, get_urlconf, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

# Numbers that no row has: where they stand in an address, those of the moment go.
PLACE = 8_000_000_000_000_000_000
GENRES = {int, UUID, str}


def adresse(nom: str, /, *positions: Any, **nommes: Any) -> str:
    """Django's `reverse`, asked once per name, words and kinds of numbers. Arguments of one kind at a time, as there."""
    valeurs = positions or nommes.values()
    genres = tuple([valeur if type(valeur) is str else type(valeur) for valeur in valeurs])
    if not GENRES.issuperset(map(type, valeurs)):
        return reverse(nom, args=positions or None, kwargs=nommes or None)
    modele = _modele(nom, genres, tuple(nommes), get_urlconf(), get_script_prefix())
    return modele % (nommes or tuple([valeur for valeur in positions if type(valeur) is not str]))


@lru_cache(maxsize=2048)
def _modele(nom: str, genres: tuple, noms: tuple[str, ...], _urls: Any, _prefixe: str) -> str:
    """The address, with « %s » or « %(name)s » where its numbers go."""
    valeurs = [_place(genre, rang) for rang, genre in enumerate(genres)]
    nommees = dict(zip(noms, valeurs, strict=True)) if noms else None
    modele = reverse(nom, args=None if noms else valeurs, kwargs=nommees).replace("%", "%%")
    for rang, valeur in enumerate(valeurs):
        if type(valeur) is not str:
            modele = modele.replace(str(valeur), f"%({noms[rang]})s" if noms else "%s")
    return modele


def _place(genre: Any, rang: int) -> Any:
    if type(genre) is str:
        return genre
    return UUID(int=PLACE + rang) if genre is UUID else PLACE + rang


def adresse_de(nom: str, *arguments) -> str | None:
    """The address of a page, or None while it does not exist: no dead link."""
    try:
        return reverse(nom, args=arguments)
    except NoReverseMatch:
        return None


def se_lit(url: str) -> bool:
    """Whether this address of ours answers GET: one may be led there."""
    try:
        vue: Any = resolve("/" + urlsplit(url).path.removeprefix(get_script_prefix())).func
    except Resolver404:
        return False
    while vue:
        libres = getattr(getattr(vue, "__code__", None), "co_freevars", ())
        if "request_method_list" in libres:  # kept by `require_http_methods`, and said by nothing else
            return "GET" in vue.__closure__[libres.index("request_method_list")].cell_contents
        dedans = getattr(vue, "__wrapped__", None)
        if dedans is None and (classe := getattr(vue, "view_class", None)):
            return hasattr(classe, "get")
        vue = dedans
    return True


def au_dessus(chemin: str) -> str:
    """The nearest address above this one that answers GET; nothing when it is the home."""
    tete = get_script_prefix()
    segments = chemin.removeprefix(tete).strip("/").split("/")
    plus_courtes = (f"{tete}{'/'.join(segments[:n])}/" for n in range(len(segments) - 1, 0, -1))
    return next(filter(se_lit, plus_courtes), "")


def d_ici(request: HttpRequest, brut: str) -> str:
    """Of an address that a form, an address or a browser gave: the path and what follows, if it is one of this site; nothing of any
    other, nor of a word, which `redirect` would take for the name of a page, or of what is no address at all.
    """
    if not url_has_allowed_host_and_scheme(brut, {request.get_host()}, require_https=request.is_secure()):
        return ""
    chemin = urlunsplit(("", "", *urlsplit(brut)[2:]))
    # « /\autre.fr » is another site to browsers, for whom « \ » is « / »; no address of ours has one.
    return chemin if chemin.startswith("/") and not chemin.startswith("//") and "\\" not in chemin else ""


def page_d_avant(request: HttpRequest) -> str:
    """The page of ours that held this form or this button, if it may be read again; else nothing."""
    suite = d_ici(request, request.headers.get("Referer", ""))
    return suite if se_lit(suite) else ""


def s_ouvre(request: HttpRequest, page: str) -> bool:
    """Whether this person reads that page now. Its own view is asked: nothing else knows all that it asks for."""
    chemin, question = urlsplit(page).path, urlsplit(page).query
    ici = "/" + chemin.removeprefix(get_script_prefix())
    lue = copy.copy(request)
    lue.method, lue.path, lue.path_info = "GET", chemin, ici
    lue.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": ici, "QUERY_STRING": question}
    lue.GET, lue.POST = QueryDict(question), QueryDict()
    try:
        lue.resolver_match = trouvee = resolve(ici)
        return trouvee.func(lue, *trouvee.args, **trouvee.kwargs).status_code < HTTPStatus.BAD_REQUEST
    except (Http404, PermissionDenied, Resolver404):
        return False
    finally:
        messages.get_messages(request).used = False  # what waits to be said is for the page that is shown
