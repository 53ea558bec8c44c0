"""Search in a site: what a visitor may open, in French.

PostgreSQL compares stems without accents (`francais_sans_accents`). The embedded database has no stems: there the pages of
the one site, a few dozens, are read and compared by the beginning of their words.
"""

import re
import unicodedata

from django.db import connection
from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.search.index import SearchField

from ..models import SiteDEcole

RESULTATS = 30
LUES = 400


def chercher(site: SiteDEcole, mots: str) -> list[Page]:
    """Live pages of the site that hold all these words, the nearest first. A page under a draft is not live for a visitor."""
    visibles = Page.objects.live().public().descendant_of(site.site.root_page, inclusive=True)
    if connection.vendor == "postgresql":
        trouvees = list(visibles.search(mots, operator="and")[:RESULTATS])
        trouvees = [page.specific for page in trouvees]
    else:
        trouvees = _lire(visibles.order_by("path").specific()[:LUES], mots)
    eteintes = Page.objects.descendant_of(site.site.root_page, inclusive=True).filter(live=False)
    chemins = tuple(eteintes.values_list("path", flat=True))
    return [page for page in trouvees if not page.path.startswith(chemins)][:RESULTATS]


def _lire(pages, mots: str) -> list[Page]:
    voulus = _racines(mots)
    notees = []
    for page in pages:
        titre = _racines(page.title)
        corps = _racines(
            " ".join(_texte(champ, page) for champ in page.get_search_fields() if isinstance(champ, SearchField))
        )
        if voulus and all(any(mot.startswith(voulu) for mot in corps) for voulu in voulus):
            notees.append((-len(voulus & titre), page.path, page))
    return [page for _note, _chemin, page in sorted(notees, key=lambda ligne: ligne[:2])]


def _texte(champ: SearchField, page: Page) -> str:
    valeur = champ.get_value(page)
    return strip_tags(" ".join(map(str, valeur)) if isinstance(valeur, list) else str(valeur))


def _racines(texte: str) -> set[str]:
    """Words without case, accents nor the marks of feminine and plural."""
    nu = unicodedata.normalize("NFD", texte.lower()).encode("ascii", "ignore").decode()
    return {re.sub(r"(es|s|x|e)$", "", mot) if len(mot) > 3 else mot for mot in re.findall(r"[a-z0-9]+", nu)}
