"""Names that files have in capitals, as one signs them."""

import unicodedata

import pytest

from ent.socle.textes import en_une_ligne, meme_texte, nom_lisible, norme, propre, se_voit, sobre

NOMS = {
    "DE KERSAINT": "de Kersaint",
    "MARTIN-DUPONT": "Martin-Dupont",
    "D'ANGELO": "d’Angelo",
    "EL HADDAD": "El Haddad",
    "LE GOFF": "Le Goff",
    "LE GOFF - D’HERVÉ": "Le Goff - d’Hervé",
    "DE LA TOUR D'AUVERGNE": "de La Tour d’Auvergne",
    "DE L'ESTOILE": "de L’Estoile",
    "DU BELLAY": "du Bellay",
    "DUPONT-DE-NEMOURS": "Dupont-de-Nemours",
    "MARTIN DE KERSAINT": "Martin de Kersaint",
    "DA SILVA DOS SANTOS": "Da Silva Dos Santos",
    "VAN DEN BERGHE": "Van den Berghe",
    "BEN YOUSSEF": "Ben Youssef",
    "N'DIAYE": "N’Diaye",
    "O'BRIEN": "O’Brien",
    "L'HOSTIS": "L’Hostis",
    "MCDONALD": "McDonald",
    "ÉLIE": "Élie",
    "ŒUVRARD": "Œuvrard",
    "LY": "Ly",
    # « de » that nothing follows is a name.
    "DE": "De",
    "DU": "Du",
}


@pytest.mark.parametrize(("ecrit", "dit"), NOMS.items())
def test_a_name_in_capitals_is_read_as_one_signs_it(ecrit, dit):
    assert nom_lisible(ecrit) == dit
    assert nom_lisible(dit) == dit
    assert norme(ecrit) == norme(dit)
    assert meme_texte(ecrit, dit)
    assert meme_texte(dit, ecrit)


@pytest.mark.parametrize(
    "ecrit", ["de Kersaint", "De Kersaint", "McDonald", "LE GOFF-Martin", "d'Angelo", "van der Berg", "X", "", "5"]
)
def test_a_name_that_somebody_wrote_is_kept(ecrit):
    assert nom_lisible(ecrit) == ecrit


@pytest.mark.parametrize(
    ("ancien", "nouveau", "meme"),
    [
        ("D'ÉTÉ", "d’Été", True),
        ("Été", "ETE", True),
        ("ETE", "Été", False),
        ("Legoff", "Le Goff", False),
        ("Martin", "Martine", False),
    ],
)
def test_what_a_file_brings_anew(ancien, nouveau, meme):
    """An accent gained is news, one that capitals have lost is not."""
    assert meme_texte(ancien, nouveau) is meme


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("Lire\nle chapitre\t3", "Lire le chapitre 3"),
        ("Maths\u202e 3\u200b4", "Maths 3 4"),
        ("க்\u200dஷ 👩\u200d🏫", "க்\u200dஷ 👩\u200d🏫"),  # joined signs stay joined
        (" \u200d \u202a\n", ""),
    ],
)
def test_a_text_is_one_line_of_what_is_seen(ecrit, lu):
    assert en_une_ligne(ecrit, 40) == lu


def test_a_line_that_is_too_long_ends_by_its_three_dots():
    assert en_une_ligne("a" * 12, 10) == "a" * 9 + "…"


@pytest.mark.parametrize("signe", "\u202e\u2066\u2067\u2068\u2069\u061c\u200f")
def test_no_name_turns_the_direction_of_what_follows_it(signe):
    """On the list of the gate, the phone that follows a name."""
    assert propre(f"Jean{signe} Dupont{signe}") == "Jean Dupont"


@pytest.mark.parametrize("nom", ["லக்\u200cஷ்மி", "می\u200cرضا"])
def test_a_joint_within_a_name_that_needs_it_stays(nom):
    assert propre(f"\u200c{nom}\u200d  Da\u200csilva") == f"{nom} Da silva"


@pytest.mark.parametrize(
    "vide", ["", " \n", "\u200b\u200b", "\u202e", "\u00ad", "\u2060\ufeff", "\u3164", "\u2800", "\x07", "\u200d"]
)
def test_of_signs_that_take_no_room_nothing_is_seen(vide):
    assert not se_voit(vide)
    assert se_voit(f"{vide}a{vide}") and se_voit(f"{vide}👍🏽{vide}") and se_voit(f"{vide}أ{vide}")
    assert se_voit(f"{vide}\U000323b0{vide}")  # of a Unicode to come


# --- Signs on letters ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "texte",
    [
        "Noël à l’école, œuvre, garçon",
        "Nguyễn Thị Thuỷ ệ",
        "மொழிகள் க்ஷ ஸ்ரீ கொ",  # Tamil: vowels on both sides of their letter
        "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ",  # harakat and shadda, on one letter
        "שַׁבָּת שָׁלוֹם בְּרֵאשִׁ֖ית",  # points, dagesh and a sign of reading
        "हिन्दी क्षेत्र",
        "👩‍👧‍👦 1️⃣ ❤️ 🇫🇷",
        "ɔ̃́ k͡p̚",
    ],
)
def test_what_is_written_in_a_language_is_left_as_it_is(texte):
    assert unicodedata.normalize("NFD", sobre(texte)) == unicodedata.normalize("NFD", texte)


@pytest.mark.parametrize("marque", ["\u0301", "\u0489", "\u20dd", "\u05b8", "\u064b", "\u0e49"])
def test_a_tower_of_signs_comes_down_and_takes_no_time(marque):
    assert len(sobre(f"a{marque * 200_000}b")) <= 8
    melees = "".join(chr(0x300 + n % 100) for n in range(200_000))
    assert len(sobre(f"a{melees}b")) <= 8


def test_a_letter_is_written_one_way():
    assert sobre("e\u0301cole") == "école"
