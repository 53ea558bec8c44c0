"""Tools of the journal's drawings (`jinja2/pages/journal.html`)."""

from django import template

from ent.coquille.jinja import outil

register = template.Library()


@outil
def srcset(base: str, largeurs: list[tuple[str, int]]) -> str:
    """The widths of a photo, for the browser to choose."""
    return ", ".join([f"{base}{nom} {largeur}w" for nom, largeur in largeurs])
