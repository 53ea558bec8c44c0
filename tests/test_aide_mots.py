"""What help says is true of the screens: a word between « » is one that some page shows, and no page that is named has gone."""

import ast
import re

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from ent.coquille import aide
from ent.coquille.jinja import phrases
from tests.test_coherence import RACINE, SALLES

CITES = re.compile(r"« ?(.+?) ?»")


def _sources() -> str:
    """Every string of templates and of the code, but for the help itself."""
    dites: set[str] = set()
    for salle in SALLES:
        for fichier in (RACINE / salle).rglob("*.py"):
            if fichier.name != "aides.py" and "migrations" not in fichier.parts:
                noeuds = ast.walk(ast.parse(fichier.read_text()))
                dites |= {n.value for n in noeuds if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        for fichier in (RACINE / salle).rglob("templates/**/*.html"):
            code = templatize(fichier.read_text())
            dites |= {ast.literal_eval(t) for t in re.findall(r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""", code)}
        for fichier in (RACINE / salle).rglob("jinja2/**/*.html"):
            dites |= phrases(fichier.read_text())
    # What libraries say, in the words of the product.
    dites |= {
        e.msgstr or e.msgstr_plural[0] for e in polib.pofile(str(RACINE / "config/locale/fr/LC_MESSAGES/django.po"))
    }
    return "\n".join(sorted(dites))


@pytest.fixture(scope="module")
def sources():
    return _sources()


# Said by the pages with a name or a number in the place of these, or by another product.
AVEC_UN_NOM = {
    "Comme lundi": "Comme %(jour)s",
    "8h30-9h15 lecture": "8h30-9h15 lecture",
    f"Vous quittez {settings.ENT_NOM}": "Vous quittez %(site)s",
    "Les mêmes pour…": "Les mêmes pour %(prenom)s",
    "Listes et documents": "Listes et documents",
}


def test_what_help_quotes_is_on_some_page(sources):
    fautes = {
        (page, cite)
        for (_lecteur, page), reponses in aide.declarees().items()
        for reponse in reponses
        for phrase in (str(reponse.question), *map(str, reponse.etapes))
        for cite in CITES.findall(phrase)
        if AVEC_UN_NOM.get(cite, cite) not in sources
    }
    assert sorted(fautes) == []


def test_help_is_declared_for_pages_that_exist():
    assert {page for _lecteur, page in aide.declarees()} - aide.noms_des_pages() == set()


def test_readers_do_not_all_read_the_same_words():
    """Of the pages that several kinds of readers open every day."""
    for page in ("accueil", "messagerie", "plus", "journal", "cahier_classe", "messagerie_ecrire"):
        lues = [tuple(r) for (_lecteur, p), r in aide.declarees().items() if p == page]
        assert len(set(lues)) > 1, page
