"""Patterns filled for each item of a page: what people wrote never becomes markup."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from ent.coquille.patrons import remplir

MODELE = '<a href="{page}"><b>{titre}</b> {compte}</a>'


@given(st.text(), st.text(), st.integers())
def test_a_pattern_is_filled_as_django_would(page, titre, compte):
    valeurs = {"page": page, "titre": titre, "compte": compte}
    rempli = remplir(MODELE, **valeurs)
    assert rempli == format_html(MODELE, **valeurs) and type(rempli) is SafeString


def test_what_is_marked_safe_is_kept_and_nothing_else():
    rempli = remplir(MODELE, page="?a=1&b=2", titre=mark_safe("<i>mot</i>"), compte="</a><script>{titre}")
    assert rempli == '<a href="?a=1&amp;b=2"><b><i>mot</i></b> &lt;/a&gt;&lt;script&gt;{titre}</a>'
