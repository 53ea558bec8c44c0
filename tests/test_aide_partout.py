"""Which pages have no help, or no way back, is said by their name (tests/aide.py); the rights matrix asks all others."""

from ent.coquille.aide import noms_des_pages
from tests import aide


def test_exemptions_are_pages_that_exist():
    assert (aide.SANS_AIDE.keys() | aide.SANS_RETOUR.keys() | aide.SANS_RETOUR_DEHORS) <= noms_des_pages()
