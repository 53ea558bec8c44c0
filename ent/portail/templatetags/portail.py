"""Tags that the homes and the services share, above the directory."""

import datetime as dt
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.annuaire.natures import dire_d_une, dire_de
from ent.coquille.jinja import outil
from ent.socle.dates import aujourd_hui, date_format

from ..registres import Chose
from ..traduction import est_branchee

register = template.Library()


@register.inclusion_tag("portail/_traduire_ici.html", takes_context=True)
def traduire_ici(context: dict, adresse: str) -> dict:
    """« Traduire », under words that the school wrote in French, for who reads the product in another language."""
    langue = context["request"].LANGUAGE_CODE
    return {
        "offre": est_branchee() and langue != "fr",
        "adresse": adresse,
        "langue": langue,
        "traduction": "",
        "erreur": "",
    }


class DireDe(template.Node):
    def __init__(self, qui: template.base.FilterExpression, dedans: template.NodeList) -> None:
        self.qui, self.nodelist = qui, dedans

    def render(self, context: template.Context) -> str:
        qui = self.qui.resolve(context) or []
        return dire_de(qui if isinstance(qui, list) else [qui], self.nodelist.render, context)


@register.tag("dire_de")
def en_disant(parser: template.base.Parser, token: template.base.Token) -> DireDe:
    """`{% dire_de suivi %}…{% enddire_de %}`: what is of one child, or of these, on a page of several, in the words of their school."""
    _nom, qui = token.split_contents()
    dedans = parser.parse(("enddire_de",))
    parser.delete_first_token()
    return DireDe(parser.compile_filter(qui), dedans)


class DireDUne(DireDe):
    def render(self, context: template.Context) -> str:
        return dire_d_une(self.qui.resolve(context), self.nodelist.render, context)


@register.tag("dire_d_une")
def en_disant_d_une(parser: template.base.Parser, token: template.base.Token) -> DireDUne:
    """`{% dire_d_une ecole %}…{% enddire_d_une %}`: what is of one school, on a page of several, in its words."""
    _nom, ecole = token.split_contents()
    dedans = parser.parse(("enddire_d_une",))
    parser.delete_first_token()
    return DireDUne(parser.compile_filter(ecole), dedans)


@register.filter
def jour_de(numero: str, jours: dict) -> str:
    """« 0 » → « Lundi », in the language of the page."""
    return jours[numero]


# --- The feed ---------------------------------------------------------------------------------------------------------
@outil
@register.simple_tag
def titre_du_jour(date: dt.date) -> str:
    """« Pour demain », « Pour jeudi », « Pour le lundi 7 décembre »."""
    return _titre(date, (date - aujourd_hui()).days, get_language())


@lru_cache(maxsize=1024)
def _titre(date: dt.date, ecart: int, langue: str) -> str:
    if ecart == 0:
        return _("Pour aujourd’hui")
    if ecart == 1:
        return _("Pour demain")
    if ecart < 7:
        return _("Pour %(jour)s") % {"jour": date_format(date, "l")}
    return _("Pour le %(jour)s") % {"jour": date_format(date, "l j F")}


@outil
@register.simple_tag
def precision_du_jour(date: dt.date) -> str:
    """What the title of the day leaves out: the date after « demain » or « jeudi », nothing after a full date."""
    ecart = (date - aujourd_hui()).days
    if ecart >= 7:
        return ""
    return date_format(date, "l j F" if ecart <= 1 else "j F")


@outil
@register.simple_tag
def titre_des_nouvelles(date: dt.date) -> str:
    """« Nouvelles d’hier », « Nouvelles de lundi », « Nouvelles du 12 novembre »."""
    ecart = (aujourd_hui() - date).days
    if ecart <= 1:
        return _("Nouvelles d’hier") if ecart == 1 else _("Nouvelles d’aujourd’hui")
    if ecart < 7:
        return _("Nouvelles de %(jour)s") % {"jour": date_format(date, "l")}
    return _("Nouvelles du %(jour)s") % {"jour": date_format(date, "j F")}


@outil
@register.simple_tag
def cout(minutes: int) -> SafeString:
    """What something takes, beside what is asked: nothing below a minute."""
    return render_to_string("portail/_cout.html", {"minutes": minutes}) if minutes else SafeString("")


@register.simple_tag(takes_context=True)
def plus_tard(context: dict, chose: Chose | None, *quoi: object) -> SafeString:
    """« Plus tard », on something to do: it comes back tomorrow. Not on the last day, nor where nothing is put off (a page of its own).

    `quoi`, whose it is and its title: said with the button to who hears the page, where several stand one under another.
    """
    if chose is None or chose.est_faite or (chose.avant and chose.avant <= aujourd_hui()):
        return SafeString("")
    contexte = {"chose": chose, "quoi": ", ".join(map(str, quoi)), "csrf_token": context.get("csrf_token")}
    return render_to_string("portail/_plus_tard.html", contexte)
