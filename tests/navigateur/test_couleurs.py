"""Which pages are shown in colours goes by what sheets say of them (couleurs.py)."""

from tests.navigateur import couleurs
from tests.navigateur.exploration import composants


def test_what_a_rule_paints_is_named_and_what_it_lays_out_is_not():
    noms = couleurs._noms(".avis--urgent > p:disabled, .carte a[aria-current='page']::before")
    assert noms == {".avis--urgent", "p", "[disabled]", ".carte", "a", "[aria-current]"}
    assert {".doux", ".avis--urgent", ".bouton", "a", "h1", "[aria-pressed]"} <= couleurs.noms()
    assert ".grille-2" not in couleurs.noms(), "it sets places alone"
    assert "[class]" not in couleurs.noms(), (
        "a rule names the classes that it paints: by [class*=…], each would be a place"
    )


def lieux(corps: str) -> set[str]:
    return set(composants(f"<html lang=fr><body><main>{corps}</main></body></html>")[2])


def test_two_texts_are_of_one_place_when_nothing_paints_one_otherwise():
    assert (
        lieux("<p>a</p>") == lieux('<p class="grille-2">b</p>') == lieux('<section class="grille-2"><p>c</p></section>')
    )
    for autre in (
        '<p class="doux">a</p>',
        '<p class="avis avis--urgent">a</p>',
        "<h2>a</h2>",
        "<p><a href='/'>a</a></p>",
    ):
        assert lieux(autre) != lieux("<p>a</p>")
    assert lieux("<button disabled>a</button>") != lieux("<button>a</button>")
    assert lieux('<a href="/" aria-current="page">a</a>') != lieux('<a href="/">a</a>')
