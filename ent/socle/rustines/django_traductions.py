"""How French counts, for sentences that have no French catalog."""

from django.utils.translation import trans_real

ESSAYEE = {"Django": "6.1.3"}


def accorder() -> None:
    """« 0 photo »: our sentences are French and have no French catalog, and gettext counts by itself as in English."""
    par_le_catalogue = trans_real.DjangoTranslation.ngettext

    def ngettext(soi, singulier: str, pluriel: str, n: int) -> str:
        dit = par_le_catalogue(soi, singulier, pluriel, n)
        return singulier if dit == pluriel and n < 2 and soi.language() == "fr" else dit

    trans_real.DjangoTranslation.ngettext = ngettext
