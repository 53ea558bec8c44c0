"""Addresses that may not exist: a room that is not installed has none."""

from django.urls import NoReverseMatch, reverse


def adresse_de(nom: str, *arguments) -> str | None:
    """The address of a page, or None while it does not exist: no dead link."""
    try:
        return reverse(nom, args=arguments)
    except NoReverseMatch:
        return None
