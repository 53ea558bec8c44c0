"""Tags of the journal: addresses of what its pages add to the frame."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def photo_du_journal(piece, rang: int) -> SafeString:
    """A photo in small, leading to the large one: one string, since a journal draws sixty of them."""
    fichier = piece.fichier
    base = fichier.adresse("320").removesuffix("320")
    largeurs = ", ".join(f"{base}{d.nom} {d.largeur}w" for d in fichier.declinaisons.all())
    return format_html(
        '<a class="planche__photo" href="{base}1600"><img src="{base}320" srcset="{largeurs}" sizes="(width &lt; 40rem) 33vw, 13rem" '
        'width="{l}" height="{h}" loading="lazy" alt="{alt}"></a>',
        base=base,
        largeurs=largeurs,
        l=fichier.largeur,
        h=fichier.hauteur,
        alt=piece.legende or _("Photo %(n)s") % {"n": rang},
    )
