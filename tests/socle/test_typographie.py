"""Spaces that hold: where, and where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ent.socle.typographie import tenir, tenir_la_page, tenu_d_avance

N = "\u00a0"
TENUS = {
    "Qui vient ?": f"Qui vient{N}?",
    "Bravo ! Merci ; à demain : 8 h": f"Bravo{N}! Merci{N}; à demain{N}: 8{N}h",
    "« Lire » et « écrire »": f"«{N}Lire{N}» et «{N}écrire{N}»",
    "« Qui vient ? » dit-elle": f"«{N}Qui vient{N}?{N}» dit-elle",
    # An hour that somebody typed so is better on one line too.
    "8 : 30": f"8{N}: 30",
    "à 8 h 40, ou 9 h": f"à 8{N}h{N}40, ou 9{N}h",
    f"10{N}h 00": f"10{N}h{N}00",
    "12 € par enfant, 100 %": f"12{N}€ par enfant, 100{N}%",
    "le bus n° 3, N° 12": f"le bus n°{N}3, N°{N}12",
    "de 3 ans à 1 an, 15 min": f"de 3{N}ans à 1{N}an, 15{N}min",
    "2 km, 3 m, 5 cm, 4 kg, 250 g, 1 L, 33 cl, 12 °C": f"2{N}km, 3{N}m, 5{N}cm, 4{N}kg, 250{N}g, 1{N}L, 33{N}cl, 12{N}°C",
    "tables de 2 × 5, 3 × 4 × 2": f"tables de 2{N}×{N}5, 3{N}×{N}4{N}×{N}2",
    "4 أشياء, 4 دقائق": "4 أشياء، 4 دقائق",
}
INTACTS = [
    "8:30",
    "8h30",
    "les 3 maternelles, 2 heures, 4 livres, 3 garçons, 2 minutes",
    "3 m’ont dit, 2 l’ont",
    "Le h 30, avec 2 hiboux",
    "8 h 300"[2:],
    "le n° de téléphone",
    "un signe × seul, a × b",
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
        "<textarea>أشياء, دقائق</textarea>",
        "<p>Inès, Sofiane</p>",
    ],
)
def test_attributes_fields_scripts_and_code_are_as_they_were(html):
    assert tenir_la_page(html) == html
    assert tenir_la_page(f"<p>Oui !</p>{html}<p>Non !</p>") == f"<p>Oui{N}!</p>{html}<p>Non{N}!</p>"


def test_a_sign_is_held_through_the_tags_around_it():
    assert tenir_la_page("<b>Pour</b> : « <bdi>Inès</bdi> »") == f"<b>Pour</b>{N}: «{N}<bdi>Inès</bdi>{N}»"
    assert tenir_la_page("Qui vient ?") == f"Qui vient{N}?"


@given(st.text(alphabet="a 38hmn°€<>«»:;!?\"'/=\n\u00a0-", max_size=60))
def test_whatever_is_written_only_spaces_change_and_once(html):
    tenu = tenir_la_page(html)
    assert tenu.replace(N, " ") == html.replace(N, " ")
    assert len(tenu) == len(html)
    assert tenir(tenir(html)) == tenir(html)
    assert tenir_la_page(tenu) == tenu


# --- What is shown in many pages is held once -------------------------------------------------------------------------
def test_what_was_held_is_put_in_the_page_as_it_is():
    ligne = tenu_d_avance("<li title='Qui vient ?'>Qui vient ?</li>")
    page = f"<p>Oui !</p>{ligne} {ligne}<p>Non !</p>"
    attendue = f"<p>Oui{N}!</p>" + " ".join([f"<li title='Qui vient ?'>Qui vient{N}?</li>"] * 2) + f"<p>Non{N}!</p>"
    assert tenir_la_page(page) == attendue
    # It is not looked at again.
    assert tenir_la_page(page.replace(f"vient{N}?</li>", "vient ?</li>")).count(f"vient{N}") == 0


@given(st.text(alphabet="ab :?«»<>\"'=\x02\x03", max_size=40), st.text(alphabet="ab :?«»<>\x02\x03", max_size=40))
def test_no_word_is_lost_whatever_signs_were_typed(avant, dedans):
    page = tenir_la_page(f"<p>{avant}</p>{tenu_d_avance(f'<b>{dedans}</b>')}<p>Fin</p>")
    assert page.replace(N, " ") == f"<p>{avant}</p><b>{dedans}</b><p>Fin</p>"


@pytest.mark.parametrize(
    "telle", ['<input value="a\x02\x03 b ?">', "<textarea>a\x02b\x03 c ?</textarea>", "<pre>\x03 ?</pre>"]
)
def test_what_is_left_alone_stays_so_whatever_signs_were_typed_in_it(telle):
    assert tenir_la_page(telle) == telle
    assert tenir_la_page(tenu_d_avance(telle)) == telle
