"""Tags of files."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ent.coquille.assemblages import adresse
from ent.coquille.jinja import outil
from ent.coquille.templatetags.coquille import icone

from .. import droits, visages
from ..models import numeroter

register = template.Library()
ICONES = {"image": "image", "son": "son", "video": "photo", "document": "fichier"}


@outil
@register.simple_tag
def icone_du_fichier(fichier) -> SafeString:
    """The icon of a kind of file, beside its name."""
    return icone(ICONES[fichier.nature])


@outil
@register.simple_tag
def son(source: str, titre: str, duree: str = "") -> SafeString:
    """What is listened to, its length (`duree_dite`) beside it: a browser says « 0:00 / 0:00 » of a sound that it did not fetch.

    One whose length is not known is fetched as far as it says it.
    """
    if not duree:
        seul = '<span class="rangee son"><audio controls preload="metadata" src="{}" aria-label="{}"></audio></span>'
        return format_html(seul, source, titre)
    su = '<span class="rangee son son--su"><audio controls preload="none" src="{}" aria-label="{}"></audio><span class="doux">{}</span></span>'
    return format_html(su, source, titre, duree)


@register.filter
def numerotes(fichiers) -> list:
    """Of one item: told apart where several are of one kind."""
    return numeroter(fichiers)


@outil
@register.simple_tag
def visionneuse() -> SafeString:
    """What opens photos over the page, beside links marked `data-visionneuse`. Said by each list of them, a browser runs it once."""
    return format_html('<script type="module" src="{}"></script>', adresse("visionneuse.js"))


@register.inclusion_tag("fichiers/_a_regler.html", takes_context=True)
def images_a_regler(context, fichiers) -> dict:
    """Of these files of an item, what its families are not shown: for the adults of the school alone, who may settle it."""
    return a_regler(context["request"], fichiers)


def a_regler(request, fichiers) -> dict:
    siens = [f for f in fichiers if droits.peut_dire_qui(request.user, f)]
    return {"cachees": visages.cachees(siens), "suite": request.get_full_path()}
