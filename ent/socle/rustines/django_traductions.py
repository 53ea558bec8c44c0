"""How French counts, for sentences that have no French catalog, and how it speaks of a collège, or of an école and a collège at once."""

from collections.abc import Callable
from functools import cached_property

from django.utils.translation import trans_real

from ..college import AU_COLLEGE, AUX_DEUX, COLLEGE, DEUX, FACILE, au_college, aux_deux

ESSAYEE = {"Django": "6.1.3"}
FACILE_COLLEGE, FACILE_DEUX = f"{FACILE}-{AU_COLLEGE}", f"{FACILE}-{AUX_DEUX}"
COMPOSEES = frozenset({DEUX, FACILE_COLLEGE, FACILE_DEUX})  # without a catalog: said from those of others
type Dire = Callable[[trans_real.DjangoTranslation], str]
type Connait = Callable[[trans_real.DjangoTranslation], bool]


def accorder() -> None:
    """« 0 photo »: our sentences are French and have no French catalog, and gettext counts by itself as in English. What the catalog of a
    collège does not say is said again by its rules.
    """
    par_le_catalogue, traduit = trans_real.DjangoTranslation.ngettext, trans_real.DjangoTranslation.gettext
    a_un_catalogue = trans_real.check_for_language

    def ngettext(soi, singulier: str, pluriel: str, n: int) -> str:
        if soi.language() in COMPOSEES:
            return _composer(
                soi.language(),
                lambda t: t.ngettext(singulier, pluriel, n),
                lambda t: (singulier, t.plural(n)) in t._catalog,
            )
        dit = par_le_catalogue(soi, singulier, pluriel, n)
        if dit == pluriel and n < 2 and soi.language() == "fr":
            dit = singulier
        return au_college(dit) if soi.language() == COLLEGE and dit in (singulier, pluriel) else dit

    def gettext(soi, message: str) -> str:
        """Looked for once in a process: a sentence that has no French catalog is looked for in those of twenty applications."""
        if (dit := soi.dites.get(message)) is None:
            dit = soi.dites[message] = chercher(soi, message)
        return dit

    def chercher(soi, message: str) -> str:
        if soi.language() in COMPOSEES:
            return _composer(soi.language(), lambda t: t.gettext(message), lambda t: message in t._catalog)
        dit = traduit(soi, message)
        return au_college(dit) if dit == message and soi.language() == COLLEGE and message not in soi._catalog else dit

    trans_real.DjangoTranslation.ngettext = ngettext
    trans_real.DjangoTranslation.gettext = gettext
    dites = cached_property(lambda _catalogue: {})  # what it was asked, kept with it
    dites.__set_name__(trans_real.DjangoTranslation, "dites")
    trans_real.DjangoTranslation.dites = dites
    trans_real.check_for_language = lambda code: code in COMPOSEES or a_un_catalogue(code)  # their dates are French


def _composer(langue: str, dire: Dire, connait: Connait) -> str:
    if langue == FACILE_COLLEGE:
        facile = trans_real.translation(FACILE)
        return au_college(dire(facile)) if connait(facile) else dire(trans_real.translation(COLLEGE))
    base = FACILE if langue == FACILE_DEUX else "fr"
    return aux_deux(*(dire(trans_real.translation(code)) for code in (base, f"{base}-{AU_COLLEGE}")))
