"""An installation made before this work is brought up to date and shows the same pages, to the same people."""

import re

from tests.donnees import PAGES, relire


def par_page(texte: str) -> dict[str, list[str]]:
    """« who address status » → its lines."""
    return {entete: page.splitlines() for entete, page in re.findall(r"^=== (.+)\n((?:(?!=== ).*\n?)*)", texte, re.M)}


def test_a_database_of_before_shows_the_same_pages():
    attendues, lues = par_page(PAGES.read_text()), par_page(relire())
    assert len(attendues) == 34
    assert lues.keys() == attendues.keys()
    for page, lignes in attendues.items():
        assert lues[page] == lignes, page


def test_that_database_holds_what_was_being_typed():
    """What the pages must show again is there to be lost."""
    pages = par_page(PAGES.read_text())
    formulaires = {
        "claire.lefort@exemple.fr /cahier/classe/1/travail/ 200": "Brouillard",
        "claire.lefort@exemple.fr /carnet/classe/1/ 200": r"Nous irons \u00e0 pied",
        "anne.quemeneur@exemple.fr /carnet/ecole/2/ 200": "Elle aura lieu jeudi matin.",
        "nadia.belhadj@exemple.fr /messages/fil/1/ 200": "Bonjour, Inès sera absente",
    }
    assert [page for page, mots in formulaires.items() if mots not in "\n".join(pages[page])] == []
