"""Template tags of the design system. They render strings: a parent's home calls them a hundred times."""

import datetime as dt
import re
from functools import cache
from typing import Any
from uuid import uuid4

from django import forms, template
from django.conf import settings
from django.template.defaultfilters import date as date_de_django
from django.template.defaultfilters import linebreaks_filter, urlencode
from django.template.defaultfilters import time as heure_de_django
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import template_localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ent.socle.dates import a_venir, date_format, ecrite, forme_dite, heure_dite
from ent.socle.francais import cite, de_qui, initiale

from ..assemblages import adresse, chemin, scripts_de
from ..jinja import dessiner, outil
from ..patrons import patron, remplir
from ..places import dessiner as dessiner_la_place
from ..reperes import repere

register = template.Library()
register.simple_tag(dessiner)

# Where the picture sits in each outline, on a grid of 48: x = y, then its side.
PLACES = {"rond": (8, 32), "carre": (7, 34), "losange": (10, 28), "hexagone": (8.5, 31), "fleur": (9, 30)}
TAILLES = {"", "mini", "grande", "geante", "tete"}


@register.filter(name="date", expects_localtime=True, is_safe=False)
def dater(quand, forme: str | None = None) -> str:
    """Django's, with « 1er » for the first of a month."""
    if forme and type(quand) is dt.date:
        return date_format(quand, forme)
    return heure_dite(ecrite(date_de_django(quand, forme and forme_dite(forme, get_language())), quand, forme))


@register.filter(name="time", expects_localtime=True, is_safe=False)
def dire_l_heure(quand, forme: str | None = None) -> str:
    """Django's, as the language says hours."""
    return heure_dite(heure_de_django(quand, forme))


register.filter(outil(de_qui))
register.filter(outil(cite))
register.filter(a_venir)


def _ici(filtre):
    """A filter of dates for Jinja2: on the clock of schools, to which Django turns an instant before it calls."""
    return lambda quand, forme=None: filtre(template_localtime(quand), forme)


outil(_ici(dater), "date")
outil(_ici(dire_l_heure), "time")
outil(linebreaks_filter, "linebreaks")


@cache
def _noms(fichier: str, prefixe: str) -> dict[str, str]:
    """Symbols of a drawings file: name → viewBox."""
    return dict(
        re.findall(rf'<symbol id="{prefixe}-([\w-]+)" viewBox="([^"]+)"', chemin(f"coquille/{fichier}").read_text())
    )


def _exiger_nom(nom: str, fichier: str, prefixe: str) -> None:
    if nom not in _noms(fichier, prefixe):
        raise ValueError(f"No drawing « {nom} » in {fichier}.")


@register.simple_tag
def assemblage(nom: str) -> str:
    """Address of an asset of the registry: ``{% assemblage "style.css" %}``."""
    return adresse(nom)


@outil
@register.simple_tag
def script(*noms: str) -> SafeString:
    """Load scripts of the registry: ``{% script "gens.js" %}``. After the style: on a slow phone both share the line."""
    balise = '<script type="module" fetchpriority="low" src="%s"></script>'
    return mark_safe("".join([balise % adresse(nom) for nom in noms]))  # noqa: S308 (addresses are the registry's)


@register.simple_tag(takes_context=True)
def scripts_du_cadre(context: dict) -> SafeString:
    """What rooms load on this page beside the frame's own script."""
    return script(*scripts_de(context["cadre"]))


@outil
@register.simple_tag
def motif(gabarit: str, **variables) -> SafeString:
    """A template that says nothing of anyone, rendered once for these variables: an `include` that costs nothing."""
    return mark_safe(patron(gabarit, **variables))  # noqa: S308


@register.simple_tag(name="repere")
def adresse_du_repere(nom: str) -> str:
    """Where the frame leads (`ent.coquille.reperes`): ``{% repere "accueil" %}``."""
    return repere(nom)


@register.simple_tag(takes_context=True)
def place(context: dict, nom: str, objet=None) -> SafeString:
    """What rooms put in this place of the page (`ent.coquille.places`): ``{% place "ecole.avis" ecole %}``."""
    return dessiner_la_place(nom, context["request"], objet)


@register.simple_tag(takes_context=True)
def bannieres(context: dict) -> SafeString:
    """What must be read above this page; nearly always, a place that only listens."""
    cadre = context["cadre"]
    if not cadre.est_eleve:
        cadre.nouvelles  # noqa: B018 (a page of adults counts them at its foot: one query says both)
    if cadre.bannieres:
        return render_to_string("coquille/_bannieres.html", {"cadre": cadre}, cadre.request)
    return motif("coquille/_bannieres.html")


@register.simple_tag(takes_context=True)
def places_du_haut(context: dict) -> SafeString:
    """The five places, help, language and account, in the head of a page."""
    cadre, request = context["cadre"], context["request"]
    moi = request.user
    return remplir(
        patron("coquille/_places_du_haut.html", **_comptees(cadre)),
        page=cadre.page,
        suite=urlencode(request.get_full_path()),
        nom=moi.nom_affiche,
        initiales=moi.prenom[:1] + initiale(moi.nom),
    )


@register.simple_tag(takes_context=True)
def aide_de_la_page(context: dict) -> SafeString:
    """The « ? » of this page, where the frame has no navigation."""
    request = context["request"]
    page = context["cadre"].page
    return remplir(patron("coquille/_aide.html"), page=page, suite=urlencode(request.get_full_path()))


LIEN = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


class NoeudRetour(template.Node):
    """The one way back of a page: what it declares (a link), or where its frame leads; none on a place of the frame."""

    child_nodelists = ("declare",)

    def __init__(self, declare: template.NodeList, forme: str) -> None:
        self.declare, self.en_rond, self.est_nu = declare, "rond" in forme, "nu" in forme

    def render(self, context: template.Context) -> SafeString:
        cadre = context["cadre"]
        if cadre.retour_dit or (not self.est_nu and cadre.est_une_place):
            return SafeString("")
        declares = LIEN.findall(self.declare.render(context))
        adresse, libelle = declares[-1] if declares else cadre.vers_l_accueil if self.est_nu else cadre.retour
        if not adresse:
            return SafeString("")
        cadre.retour_dit = True  # a page that has a head of its own says it there
        libelle = SafeString(strip_tags(libelle) if self.en_rond else libelle) if declares else libelle
        modele = patron("coquille/_retour.html", en_rond=self.en_rond)
        return remplir(modele, adresse=SafeString(adresse), libelle=libelle)


@register.tag
def retour(parser, token) -> NoeudRetour:
    """``{% retour %}{% block retour %}{% endblock %}{% endretour %}`` in a base; a page puts a link in the block.

    « rond »: an icon. « nu »: a frame without places, which reads nothing of anyone.
    """
    declare = parser.parse(("endretour",))
    parser.delete_first_token()
    return NoeudRetour(declare, token.contents)


# A field that somebody fills (`REMPLIS` of saisies.js), in a page; a box that one ticks is a tap to do again.
ECRIT = re.compile(r'<textarea\b|<input\b[^>]*? type="(?:text|email|tel|number|date|time)"')


class NoeudSaisies(template.Node):
    """The body of a page; where somebody writes, also what keeps their words should their session be lost (`saisies.js`)."""

    child_nodelists = ("corps",)

    def __init__(self, corps: template.NodeList) -> None:
        self.corps = corps

    def render(self, context: template.Context) -> SafeString:
        corps, cadre = self.corps.render(context), context["cadre"]
        if not cadre.est_connecte or not ECRIT.search(corps):
            return corps
        page, _balise, fin = corps.rpartition("</body>")
        return SafeString(f"{page}{motif('coquille/_saisies.html', d_eleve=cadre.est_eleve)}</body>{fin}")


@register.tag
def saisies(parser, token) -> NoeudSaisies:
    """``{% saisies %}{% block body %}{% endblock %}{% endsaisies %}``, once, around the body of every page."""
    corps = parser.parse(("endsaisies",))
    parser.delete_first_token()
    return NoeudSaisies(corps)


@register.simple_tag(takes_context=True)
def places_du_bas(context: dict) -> SafeString:
    """The bar of a phone: the same places."""
    return _places(context, "coquille/_places_du_bas.html")


@register.simple_tag(takes_context=True)
def places_de_lecteur(context: dict) -> SafeString:
    """Under the head of a pupil who reads, at a desk: the same places."""
    return _places(context, "coquille/_places_de_lecteur.html")


def _places(context: dict, gabarit: str) -> SafeString:
    return motif(gabarit, **_comptees(context["cadre"]))


def _comptees(cadre: Any) -> dict[str, Any]:
    return {"entrees": cadre.places_comptees, "accueil_dit": cadre.nom_de_l_accueil, "ici": cadre.ici}


@outil
@register.simple_tag
def icone(nom: str, classe: str = "") -> SafeString:
    """An icon, always beside a word: ``{% icone "coche" "icone--petite" %}``."""
    return _icone(nom, classe)


@cache
def _icone(nom: str, classe: str) -> SafeString:
    _exiger_nom(nom, "icones.svg", "i")
    classes = f"icone {classe}".strip()
    return mark_safe(  # noqa: S308 (names and classes are written in templates)
        f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true"><use href="{adresse("icones.svg")}#i-{nom}"/></svg>'
    )


@outil
@register.simple_tag
def pastille(nature: str, n: int, classe: str = "") -> SafeString:
    """What is unread of a nature (« * »: of all), beside a place of the navigation; there even at zero, for the script."""
    if not nature:
        return SafeString("")
    return format_html(
        '<span class="pastille {}" data-nouvelles="{}"{}><span data-nombre>{}</span><span class="hors-ecran"> {}</span></span>',
        classe,
        nature,
        SafeString("" if n else " hidden"),
        n,
        _("à lire"),  # of any number: a script changes it
    )


@outil
@register.simple_tag
def image_gommette(nom: str, classe: str = "") -> SafeString:
    """A picture alone, as in a pupil's secret; its colours come from the class of its parent (`g-violet`…)."""
    return _image(nom, classe)


@cache
def _image(nom: str, classe: str) -> SafeString:
    _exiger_nom(nom, "icones.svg", "p")
    attribut = f' class="{classe}"' if classe else ""
    return mark_safe(  # noqa: S308
        f'<svg{attribut} viewBox="0 0 48 48" aria-hidden="true"><use href="{adresse("icones.svg")}#p-{nom}"/></svg>'
    )


@outil
@register.simple_tag
def gommette(personne, taille: str = "") -> SafeString:
    """The sticker of a pupil, or the initials of a person who has none. Never without the name beside it."""
    if not personne.gommette_image:
        initiales = personne.prenom[:1].upper() + initiale(personne.nom_usage or personne.nom)
        return format_html('<span class="initiales" aria-hidden="true">{}</span>', initiales)
    return _gommette(personne.gommette_couleur, personne.gommette_forme, personne.gommette_image, taille)


@cache
def _gommette(couleur: str, forme: str, image: str, taille: str) -> SafeString:
    if taille not in TAILLES:
        raise ValueError(f"No size « {taille} ».")
    _exiger_nom(image, "icones.svg", "p")
    place, cote = PLACES[forme]
    classes = f"gommette gommette--{taille} g-{couleur}" if taille else f"gommette g-{couleur}"
    sprite = adresse("icones.svg")
    return mark_safe(  # noqa: S308
        f'<svg class="{classes}" viewBox="0 0 48 48" aria-hidden="true"><use href="{sprite}#f-{forme}"/>'
        f'<use href="{sprite}#p-{image}" x="{place}" y="{place}" width="{cote}" height="{cote}"/></svg>'
    )


@outil
@register.simple_tag
def dessin(nom: str, classe: str = "") -> SafeString:
    """A drawn scene: kinds of travail (apprendre, lire, apporter, preparer) and empty or error pages."""
    return _dessin(nom, classe)


@cache
def _dessin(nom: str, classe: str) -> SafeString:
    _exiger_nom(nom, "dessins.svg", "d")
    _x, _y, largeur, hauteur = _noms("dessins.svg", "d")[nom].split()
    # A scene fills its frame; a drawing on a ruled page keeps its shape.
    cadrage = ' preserveAspectRatio="xMidYMid slice"' if largeur == "320" else ""
    attribut = f' class="{classe}"' if classe else ""
    return mark_safe(  # noqa: S308
        f'<svg{attribut} viewBox="0 0 {largeur} {hauteur}"{cadrage} aria-hidden="true">'
        f'<use href="{adresse("dessins.svg")}#d-{nom}"/></svg>'
    )


@register.simple_tag
def numero() -> SafeString:
    """What a page that makes something bears: sent twice, it makes one (`ent.annuaire.views.gestes.cree`)."""
    return format_html('<input type="hidden" name="numero" value="{}">', uuid4())


@register.simple_tag
def aussi_en() -> SafeString:
    """« Aussi en… » of what is printed for families: the language of those of whom none is known."""
    autres = [(code, nom) for code, nom in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return render_to_string("coquille/_aussi_en.html", {"langues": autres})


@register.simple_tag
def version(formulaire: Any) -> SafeString:
    """What a page that corrects had read; once somebody else wrote meanwhile, also what is kept now. Nothing where it makes something."""
    if not formulaire.corrige():
        return SafeString("")
    return render_to_string("coquille/_version.html", {"formulaire": formulaire, "ecarts": formulaire.ecarts})


@register.simple_tag
def champ(lie: forms.BoundField, classe: str = "") -> SafeString:
    """A form field: label above, help and error under, tied to the input; what was typed is kept."""
    if lie.is_hidden:
        return lie.as_widget()
    choix_multiples = isinstance(lie.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    contexte = {
        "champ": lie,
        "classe": classe,
        "est_case": isinstance(lie.field.widget, forms.CheckboxInput),
        "est_groupe": choix_multiples,
        "aide": _aide(lie),
        "erreur": _erreur(lie),
    }
    return render_to_string("coquille/_champ.html", contexte)


@register.simple_tag
def fautes(formulaire: forms.Form) -> SafeString:
    """What is marked in a form that was refused, each word leading to its field: on a phone, some are screens away. Its box leaves with the last (corrige.js)."""
    liees = [b for b in formulaire.visible_fields() if b.errors and (b.id_for_label or hasattr(b.field, "choices"))]
    ancres = ((b.id_for_label or f"{b.auto_id}_0", b.label) for b in liees)
    liens = format_html_join("", '<a class="bouton bouton--discret" href="#{}">{}</a>', ancres)
    seules = SafeString("" if formulaire.non_field_errors() else " data-fautes")  # else the box says more than they do
    return liens and format_html('<span class="rangee"{}>{}</span>', seules, liens)


def _aide(lie: forms.BoundField) -> SafeString:
    dite = conditional_escape(lie.help_text or "")
    return dite and format_html('<p class="aide" id="{}_helptext">{}</p>', lie.auto_id, dite)


@register.simple_tag(name="erreur")
def _erreur(lie: forms.BoundField) -> SafeString:
    """What is wrong with a field, where its page lays the field itself: under an id that its input leads to (corrige.js)."""
    phrases = format_html_join(" ", "{}", ((phrase,) for phrase in lie.errors))
    return phrases and format_html(
        '<p class="erreur" id="{}_error">{}<span><span class="hors-ecran">{} </span>{}</span></p>',
        lie.auto_id,
        _icone("alerte", "icone--petite"),
        _("À corriger :"),
        phrases,
    )
