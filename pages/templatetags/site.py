"""Images of the public pages: only those that may be shown today, in sizes that exist already."""

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ent.socle.dates import date_format

from ..models.site_images import LEGERES, PUBLIQUES

register = template.Library()


@register.simple_tag(takes_context=True)
def image_du_site(
    context, image, tailles: str = "(min-width: 48rem) 42rem, 100vw", alt: str | None = None, vite: bool = False
) -> SafeString:
    """A `<picture>` in AVIF and WebP, with its sizes. Nothing when the image may not be shown: the page holds without it."""
    montrable = context["images"].get(image.pk) if image else None
    if montrable is None:
        return SafeString("")
    par_taille = {r.filter_spec: r for r in montrable.renditions.all()}
    sortes = _par_largeur(par_taille, PUBLIQUES)
    if not sortes:
        return SafeString("")
    if alt is None:
        alt = "" if image.decorative else image.contextual_alt_text or montrable.description
    grande = sortes[max(sortes)]
    legeres = _par_largeur(par_taille, LEGERES)
    source = (
        format_html('<source type="image/avif" srcset="{}" sizes="{}">', _largeurs(legeres), tailles) if legeres else ""
    )
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}decoding="async"></picture>',
        source,
        sortes[min(sortes)].url,
        _largeurs(sortes),
        tailles,
        grande.width,
        grande.height,
        alt,
        "" if vite else SafeString('loading="lazy" '),
    )


def _par_largeur(par_taille: dict, noms: tuple[str, ...]) -> dict:
    """Renditions by width in pixels. A small image has the same pixels in several sizes: each width once."""
    return {par_taille[nom].width: par_taille[nom] for nom in noms if nom in par_taille}


def _largeurs(sortes: dict) -> str:
    return ", ".join(f"{r.url} {largeur}w" for largeur, r in sorted(sortes.items()))


@register.simple_tag(takes_context=True)
def se_montre(context, image) -> bool:
    return bool(image) and image.pk in context["images"]


@register.filter
def periode(fermeture: tuple[dt.date, dt.date, str]) -> str:
    """« du samedi 19 décembre au dimanche 3 janvier », or the day alone."""
    debut, fin, _nom = fermeture
    if debut == fin:
        return _("le %(jour)s") % {"jour": date_format(debut, "l j F Y")}
    return _("du %(debut)s au %(fin)s") % {"debut": date_format(debut, "l j F"), "fin": date_format(fin, "l j F Y")}
