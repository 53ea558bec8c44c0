"""The translations of every application, found by one look.

Django keeps the catalog of each application apart when their rules of plural are not one same object, and looks through all of
them, some twenty since Wagtail is here, for each of the hundred words of a page. Plurals stay apart, each under its own rule.
"""

from django.conf import settings
from django.utils.translation import trans_real

ESSAYEE = {"Django": "6.1.3"}


def accorder() -> None:
    """« 0 photo »: our sentences are French and have no French catalog, and gettext counts by itself as in English."""
    par_le_catalogue = trans_real.DjangoTranslation.ngettext

    def ngettext(soi, singulier: str, pluriel: str, n: int) -> str:
        dit = par_le_catalogue(soi, singulier, pluriel, n)
        return singulier if dit == pluriel and n < 2 else dit

    trans_real.DjangoTranslation.ngettext = ngettext


def reunir() -> None:
    """Once everything is imported."""
    for langue, _nom in settings.LANGUAGES:
        catalogue = trans_real.translation(langue)._catalog
        mots: dict = {}
        for celui_ci in reversed(catalogue._catalogs):  # the first that knows a word answers
            mots |= celui_ci
        catalogue.get = mots.get
