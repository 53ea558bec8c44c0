"""Spaces that hold: where, and where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ent.socle.typographie import tenir, tenir_la_page

N = "\u00a0"
TENUS = {
    "Qui vient ?": f"Qui vient{N}?",
    "Bravo ! Merci ; à demain : 8 h": f"Bravo{N}! Merci{N}; à demain{N}: 8 h",
    "« Lire » et « écrire »": f"«{N}Lire{N}» et «{N}écrire{N}»",
    "« Qui vient ? » dit-elle": f"«{N}Qui vient{N}?{N}» dit-elle",
    # An hour that somebody typed so is better on one line too.
    "8 : 30": f"8{N}: 30",
}
INTACTS = [
    "8:30",
    "8 h 30",
    "https://exemple.fr/?q=a:b;c",
    "mere@exemple.fr",
    "Vraiment?",
    "«Lire»",
    f"Qui vient{N}?",
    "Qui vient\u202f?",
    "un\n: deux",
    "",
]


@pytest.mark.parametrize(("ecrit", "dit"), TENUS.items())
def test_a_sign_stays_with_its_word(ecrit, dit):
    assert tenir(ecrit) == dit
    assert tenir(dit) == dit
    assert tenir_la_page(f"<p>{ecrit}</p>") == f"<p>{dit}</p>"


@pytest.mark.parametrize("ecrit", INTACTS)
def test_what_has_no_space_to_hold_is_as_it_was(ecrit):
    assert tenir(ecrit) == tenir_la_page(f"<p>{ecrit}</p>")[3:-4] == ecrit


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/?q=a ? b" title="Qui vient ?">Lire</a>',
        "<a title='« Lire »' data-x=\"a > b ? c\">Lire</a>",
        '<input value="Qui vient ?">',
        "<textarea>Qui vient ?</textarea>",
        "<script>const x = a ? b : c;</script>",
        '<script type="application/json">{"a": "Qui vient ?"}</script>',
        "<style>p { color : red }</style>",
        "<pre>a ? b : c</pre><p><code>a ? b : c</code> <kbd>Maj ?</kbd></p>",
        "<!-- Qui vient ? -->",
    ],
)
def test_attributes_fields_scripts_and_code_are_as_they_were(html):
    assert tenir_la_page(html) == html
    assert tenir_la_page(f"<p>Oui !</p>{html}<p>Non !</p>") == f"<p>Oui{N}!</p>{html}<p>Non{N}!</p>"


def test_a_sign_is_held_through_the_tags_around_it():
    assert tenir_la_page("<b>Pour</b> : « <bdi>Inès</bdi> »") == f"<b>Pour</b>{N}: «{N}<bdi>Inès</bdi>{N}»"
    assert tenir_la_page("Qui vient ?") == f"Qui vient{N}?"


@given(st.text(alphabet="a <>«»:;!?\"'/=\n\u00a0-", max_size=60))
def test_whatever_is_written_only_spaces_change_and_once(html):
    tenu = tenir_la_page(html)
    assert tenu.replace(N, " ") == html.replace(N, " ")
    assert len(tenu) == len(html)
    assert tenir(tenir(html)) == tenir(html)
    assert tenir_la_page(tenu) == tenu
