"""What a long form needs to be kept while it is typed (`views/brouillons.py`)."""

import datetime as dt
from collections.abc import Iterable
from secrets import token_hex

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..models import Brouillon
from ..registres import brouillon_repris, champs_a_garder, formulaire_garde

register = template.Library()


@register.simple_tag(takes_context=True)
def brouillon_de(context: dict, cle: str, depuis: dt.datetime | None = None) -> SafeString:
    """Inside a form: keep what is typed in this page, and offer what was typed in others to be taken up again. One query. `depuis`: when this very
    person last said it, of what one says again rather than writes: what they had begun before that is over.
    """
    request = context["request"]
    gardes = Brouillon.objects.ecrits_par(request.user).du_formulaire(cle)
    # A form that comes back is still the same page.
    rendue = request.POST.get("brouillon-cle", "")
    est_suite = bool(formulaire_garde(rendue)) and rendue.partition("~")[0] == cle
    instant = int(depuis.timestamp() * 1000) if depuis else 0
    contexte = {
        "formulaire": cle,
        "cle": rendue if est_suite else f"{cle}~{token_hex(4)}",
        "est_suite": est_suite,
        "repris": _repris(request.POST, gardes),
        "adresse": formulaire_garde(cle).adresse(cle),
        "gardes": [
            {"cle": b.cle, "champs": [[n, v] for n, vs in b.champs for v in vs], "a": b.a}
            for b in gardes
            if b.a > instant
        ],
        "depuis": instant,
    }
    return render_to_string("portail/brouillon.html", contexte)


def _repris(envoi: QueryDict, gardes: Iterable[Brouillon]) -> tuple[str, int]:
    """What was taken up in this page. The last words of a closed tab may still be on their way when the next page offers them, as this device alone
    has them: they arrived since, the same, and are what was taken up, not one more draft.
    """
    cle, a = brouillon_repris(envoi)
    if cle and not a:
        mots = [[nom, valeurs] for nom, valeurs in champs_a_garder(envoi)]
        a = next((b.a for b in gardes if b.cle == cle and b.champs == mots), 0)
    return cle, a
