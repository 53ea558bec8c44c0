"""Jinja2, Django's own second engine: how what a page shows many times is drawn, four times faster than by Django's templates.

A room writes such a template in `<room>/jinja2/<room>/` and draws it by `dessiner`, from Python or from a template of Django
(`{% dessiner "room/file.html:lines" lines %}`). Words are Django's translations; what is not marked safe is escaped.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from typing import Any

from django.template import engines
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ent.socle.adresses import adresse
from ent.socle.typographie import tenu_d_avance

# Tags and filters of Django that these templates know too: a function of that name, and a filter.
OUTILS: dict[str, Callable] = {"static": static}
BLANCS = re.compile(r"[ \n]*\n[ \n]*| {2,}")


def outil[F: Callable](fonction: F, nom: str = "") -> F:
    """A tag or a filter, written once for both engines: `@outil` above its `@register`."""
    nom = nom or fonction.__name__
    if OUTILS.setdefault(nom, fonction) is not fonction:
        raise ValueError(f"Two tools are named « {nom} ».")
    return fonction


class SansBlancs(Extension):
    """The indentation of a template is for who writes it: one space is sent in its place."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for jeton in stream:
            yield jeton._replace(value=BLANCS.sub(" ", jeton.value)) if jeton.type == "data" else jeton


def environnement(**options: Any) -> Environment:
    """What `settings.TEMPLATES` names."""
    env = Environment(extensions=["jinja2.ext.i18n", SansBlancs], trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 (Django turns escaping on)
    env.newstyle_gettext = True  # « %(n)s » are filled by the functions below
    env.context_class = SansContexte
    engines["django"].engine  # noqa: B018 (it imports every library of tags, which names the tools)
    env.globals |= OUTILS | {
        "url": adresse,
        "_": _dire,
        "gettext": _dire,
        "ngettext": _compter,
        "une_fois": dessiner_une_fois,
    }
    env.filters |= OUTILS
    return env


class SansContexte(Context):
    """No function of ours asks for the variables of a template: each is called as it is."""

    def call(
        self, fonction: Callable, /, *arguments: Any, _loop_vars: Any = None, _block_vars: Any = None, **nommes: Any
    ) -> Any:
        return fonction(*arguments, **nommes)


def _dire(phrase: str, /, **variables: Any) -> Markup:
    return _remplir(traduite(phrase, get_language()), variables)


def _compter(singulier: str, pluriel: str, n: int, /, **variables: Any) -> Markup:
    return _remplir(_comptee(singulier, pluriel, n, get_language()), variables)


@lru_cache(maxsize=16384)
def traduite(phrase: str, _langue: str | None) -> str:
    """Looked for once: Django goes through the catalogs of twenty applications for each word of a page. Both engines say it so."""
    return gettext(phrase)


@lru_cache(maxsize=4096)
def _comptee(singulier: str, pluriel: str, n: int, _langue: str) -> str:
    return ngettext(singulier, pluriel, n)


def _remplir(phrase: str, variables: dict[str, Any]) -> Markup:
    """Translators are trusted, as everywhere in Django; what they are given to say is escaped."""
    if variables or "%" in phrase:
        phrase %= {nom: escape(valeur) for nom, valeur in variables.items()}
    return Markup(phrase)  # noqa: S704


def dessiner(nom: str, /, *arguments: Any, **variables: Any) -> SafeString:
    """A template with these variables, in the language in force; « room/file.html:lines » is one macro of it, with its arguments."""
    fichier, _deux_points, macro = nom.partition(":")
    gabarit = engines["jinja2"].env.get_template(fichier)
    return SafeString(getattr(gabarit.module, macro)(*arguments, **variables) if macro else gabarit.render(variables))


def dessiner_une_fois(nom: str, *valeurs: Hashable) -> SafeString:
    """A macro of whole elements, of which these values say all, none of them marked safe: drawn once for all who are shown the same, in the language in
    force. It is kept by what it shows, so that nothing has to say that it is stale, and nobody finds it without its very words (decision 0193). What has no
    bound is drawn each time, by `dessiner`.
    """
    return _une_fois(nom, valeurs, get_language())


@lru_cache(maxsize=4096)
def _une_fois(nom: str, valeurs: tuple, _langue: str | None) -> SafeString:
    return SafeString(tenu_d_avance(dessiner(nom, *valeurs)))


def phrases(code: str) -> set[str]:
    """What a template says to be translated, as `gettext` names it."""
    dites: set[str] = set()
    for _ligne, _fonction, message in engines["jinja2"].env.extract_translations(code):
        dites |= {m for m in (message if isinstance(message, tuple) else (message,)) if m}
    return dites
