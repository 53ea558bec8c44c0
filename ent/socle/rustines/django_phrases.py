"""A sentence that a template of Django writes out is looked for once a language, as those of Jinja2 are.

Django makes a lazy string of it at each drawing, then goes through its catalogs: a tenth of what the page of a thread cost.
"""

from collections.abc import Callable
from functools import wraps

from django.template import Context
from django.templatetags.i18n import TranslateNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

ESSAYEE = {"Django": "6.1.3"}


def retenir(traduite: Callable[[str, str | None], str]) -> None:
    """`traduite` says a sentence in a language and remembers it. Twice is once."""
    dessiner = TranslateNode.render
    if hasattr(dessiner, "__wrapped__"):
        return

    @wraps(dessiner)
    def render(noeud: TranslateNode, context: Context) -> str:
        phrase = noeud.filter_expression.var.literal
        if not isinstance(phrase, str) or noeud.filter_expression.filters or noeud.message_context or noeud.noop:
            return dessiner(noeud, context)
        # As Django does: « % » is doubled in a catalog.
        dite = SafeString(traduite(phrase.replace("%", "%%"), get_language()).replace("%%", "%"))
        if not noeud.asvar:
            return dite
        context[noeud.asvar] = dite
        return ""

    TranslateNode.render = render
