"""How French counts, for sentences that have no French catalog, and how a collège says them."""

from django.utils.translation import trans_real

from ..college import COLLEGE, au_college

ESSAYEE = {"Django": "6.1.3"}


def accorder() -> None:
    """« 0 photo »: our sentences are French and have no French catalog, and gettext counts by itself as in English. What the catalog of a
    collège does not say is said again by its rules.
    """
    par_le_catalogue, traduit = trans_real.DjangoTranslation.ngettext, trans_real.DjangoTranslation.gettext

    def ngettext(soi, singulier: str, pluriel: str, n: int) -> str:
        dit = par_le_catalogue(soi, singulier, pluriel, n)
        if dit == pluriel and n < 2 and soi.language() == "fr":
            dit = singulier
        return au_college(dit) if soi.language() == COLLEGE and dit in (singulier, pluriel) else dit

    def gettext(soi, message: str) -> str:
        dit = traduit(soi, message)
        return au_college(dit) if dit == message and soi.language() == COLLEGE and message not in soi._catalog else dit

    trans_real.DjangoTranslation.ngettext = ngettext
    trans_real.DjangoTranslation.gettext = gettext
