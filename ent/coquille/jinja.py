"""Jinja2, Django's own second engine: how what a page shows many times is drawn, four times faster than by Django's templates.

A room writes such a template in `<room>/jinja2/<room>/` and draws it by `dessiner`, from Python or from a template of Django
(`{% dessiner "room/_lines.html" lines=lines %}`). Words are Django's translations; what is not marked safe is escaped.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.template import engines
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

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
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    engines["django"].engine  # noqa: B018 (it imports every library of tags, which names the tools)
    env.globals |= OUTILS | {"url": _adresse}
    env.filters |= OUTILS
    return env


def _adresse(nom: str, *positions: Any, **nommes: Any) -> str:
    """`{% url %}`: one kind of arguments at a time."""
    return reverse(nom, args=positions or None, kwargs=nommes or None)


def gabarit(nom: str) -> Template:
    """For who calls its macros; it is compiled once per process."""
    return engines["jinja2"].env.get_template(nom)


def dessiner(nom: str, **variables: Any) -> SafeString:
    """That template with these variables, in the language in force."""
    return SafeString(gabarit(nom).render(variables))


def phrases(code: str) -> set[str]:
    """What a template says to be translated, as `gettext` names it."""
    dites: set[str] = set()
    for _ligne, _fonction, message in engines["jinja2"].env.extract_translations(code):
        dites |= {m for m in (message if isinstance(message, tuple) else (message,)) if m}
    return dites
