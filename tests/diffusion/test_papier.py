"""Papers in every script that families read: the right letters, joined where they join, in the order in which they are read."""

import io
from itertools import pairwise

import pypdf
import pytest
from django.utils.translation import get_language, gettext
from fpdf.fonts import TTFFont

from ent.diffusion.alphabets import POLICE, suites
from ent.diffusion.bilingue import FeuillesBilingues, autre_langue, en_deux
from ent.diffusion.papier import Feuilles, Livre

PHRASES = {
    "en": "Type this code, then your child’s date of birth.",
    "ar": "مرحبًا Samira، افتح ent.exemple.fr ثم اكتب الرمز (CP-CE1) قبل 12:30!",
    "pt": "Escreva este código, depois a data de nascimento da criança.",
    "tr": "Kodu yazın, sonra çocuğunuzun doğum gününü: İstanbul, ışık, şimdi.",
    "es": "¿Ya tiene cuenta? Escriba el código, mañana o el año que viene.",
    "ta": "உங்கள் குழந்தையின் பிறந்த தேதியைத் தட்டச்சு செய்யவும்.",
    "uk": "Введіть код, а потім дату народження дитини: п’ять, їжак, ґанок, Євген.",
}
PROPRES = {"ar": "notosansarabic", "ta": "notosanstamil", "uk": "notosans", "tr": "notosans"}


def ouvertes(pdf: Feuilles) -> set[str]:
    return {police.fontkey.removesuffix("B") for police in pdf.fonts.values() if isinstance(police, TTFFont)}


def places(contenu: bytes) -> list[tuple[str, float, float]]:
    """(text, x and y in mm from the left and the bottom) of each piece drawn on the first page."""
    lues: list[tuple[str, float, float]] = []

    def voir(texte, _cm, tm, _police, _taille):
        if texte.strip():
            lues.append((texte, tm[4] / 72 * 25.4, tm[5] / 72 * 25.4))

    pypdf.PdfReader(io.BytesIO(contenu)).pages[0].extract_text(visitor_text=voir)
    return lues


def glyphes(pdf: Feuilles, police: str, texte: str) -> list[int]:
    pdf.lisible(texte)
    return [info.codepoint for info in pdf.fonts[police].perform_harfbuzz_shaping(texte, 12, None)[0]]


# --- Letters ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("langue", PHRASES)
def test_each_language_keeps_all_its_letters(langue):
    with Feuilles(langue=langue) as pdf:
        assert pdf.lisible(PHRASES[langue]) == PHRASES[langue]
        assert ouvertes(pdf) == {"atkinson", *filter(None, [PROPRES.get(langue)])}
        for gras in (False, True):
            pdf.add_page()
            assert pdf.ecrire(14, 20, PHRASES[langue], 11, gras=gras) > 40
            assert pdf.paragraphe(14, 30, PHRASES[langue], 11, 50) > 35
        contenu = bytes(pdf.output())
    dessinees = "".join(texte for texte, _x, _y in places(contenu))
    assert not {lettre for lettre in PHRASES[langue] if lettre.isalpha() and lettre not in dessinees}


def test_a_french_paper_opens_no_other_font_and_shapes_nothing(monkeypatch):
    monkeypatch.setattr(TTFFont, "perform_harfbuzz_shaping", lambda *a: pytest.fail("shaped"))
    with Feuilles() as pdf:
        pdf.add_page()
        pdf.ecrire(14, 20, "Où est l’école ? À 8 h 40, « près d’Œuvrard » : 12 €.", 11, largeur=60)
        pdf.paragraphe(14, 30, "Maëlys Wołczyńska viendra demain. " * 9, 11, 120)
        assert ouvertes(pdf) == {"atkinson"}
        assert bytes(pdf.output()).count(b"/FontFile2") == 2  # plain and bold


def test_what_no_font_has_is_still_a_question_mark():
    with Feuilles() as pdf:
        assert pdf.lisible("Lire قطة 漢字 et Ⓐ 📖") == "Lire قطة ? et A "
        assert pdf.lisible("ﻗﻄﺔ") == "قطة"  # forms that are already joined are letters again


def test_a_latin_name_keeps_its_accents():
    """A name is written on a slip as the family writes it; only its letters that our font lacks are of another."""
    with Feuilles() as pdf:
        pdf.add_page()
        nom = "Nguyễn Thị Hồng Phượng, Ḥasan, Şerban Țepeș, Ǧamīla"
        for gras in (False, True):
            pdf.ecrire(14, 20, nom, 11, gras=gras, largeur=150)
        assert pdf.lisible(nom) == nom
        assert [s.texte for s in suites("Nguyễn", False, pdf.connait)] == ["Nguy", "ễ", "n"]
        assert ouvertes(pdf) == {"atkinson", "notosans"}


# --- Shapes -----------------------------------------------------------------------------------------------------------
def test_arabic_letters_join():
    with Feuilles() as pdf:
        debut, milieu, fin = glyphes(pdf, "notosansarabic", "ببب")
        (seule,) = glyphes(pdf, "notosansarabic", "ب")
        assert len({debut, milieu, fin, seule}) == 4
        assert len(glyphes(pdf, "notosansarabic", "لا")) < 2 + len(glyphes(pdf, "notosansarabic", "ا"))


def test_a_tamil_vowel_goes_before_its_letter_or_around_it():
    with Feuilles() as pdf:
        (ka,) = glyphes(pdf, "notosanstamil", "\u0b95")
        police = pdf.fonts["notosanstamil"].ttfont
        e = police.getGlyphID(police.getBestCmap()[0xBC6])
        assert glyphes(pdf, "notosanstamil", "\u0b95\u0bc6") == [e, ka]
        assert glyphes(pdf, "notosanstamil", "\u0b95\u0bca")[:2] == [e, ka]


# --- Order ------------------------------------------------------------------------------------------------------------
def en_vue(texte: str, de_droite: bool) -> list[str]:
    with Feuilles() as pdf:
        return [
            suite.texte.strip() for suite in suites(pdf.lisible(texte), de_droite, pdf.connait) if suite.texte.strip()
        ]


def test_names_and_numbers_keep_their_order_in_arabic():
    assert en_vue("لدى 3 رسائل من Samira Belhadj", True) == ["Samira Belhadj", "رسائل من", "3", "لدى"]


def test_a_number_within_arabic_within_french_stays_in_its_place():
    assert en_vue("Louane et قطة 3 كلاب ici", False) == ["Louane et", "كلاب", "3", "قطة", "ici"]


def test_marks_that_isolate_a_name_order_it_and_draw_nothing():
    assert en_vue("لدى \u2068Samira Belhadj\u2069 3 رسائل", True) == ["رسائل", "3", "Samira Belhadj", "لدى"]


def test_an_arabic_paragraph_is_on_the_right_and_wraps_downwards():
    with Feuilles() as pdf:
        pdf.add_page()
        pdf.paragraphe(20, 30, PHRASES["ar"], 11, 60)
        mots = places(bytes(pdf.output()))
    premiere = max(y for _t, _x, y in mots)
    assert max(x for _t, x, y in mots if y == premiere) > 60  # begins near x = 80
    assert len({round(y) for _t, _x, y in mots}) > 1
    assert any("مرحب" in t or "بحرم" in t for t, _x, y in mots if y == premiere)


def test_a_word_wider_than_its_line_is_cut():
    with Feuilles() as pdf:
        pdf.set_font(POLICE, "", 11)
        lignes = pdf.lignes(pdf.lisible("Ї" * 90), 40)
        assert "".join(lignes) == "Ї" * 90
        assert all(pdf.largeur_de(ligne) <= 40 for ligne in lignes) and len(lignes) > 2


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_a_page_read_from_right_to_left_is_in_a_mirror():
    def page(langue: str) -> tuple[list, bytes]:
        with Feuilles(langue=langue) as pdf:
            pdf.compress = False
            pdf.add_page()
            pdf.ecrire(14, 20, "Sortie", 11)
            pdf.rect(14, 30, 20, 5)
            contenu = bytes(pdf.output())
        return places(contenu), contenu

    (_mot, gauche, _y), brut = page("fr")[0][0], page("fr")[1]
    (_mot, droite, _y), miroir = page("ar")[0][0], page("ar")[1]
    assert gauche < 15 and 170 < droite < 196
    assert b"39.69 " in brut and f"{(210 - 34) / 25.4 * 72:.2f} ".encode() in miroir
    assert b"/Lang (ar)" in miroir


def test_a_book_goes_to_the_next_page_in_arabic_too():
    with Livre("كتاب", "ar") as pdf:
        pdf.add_page()
        pdf.alinea(PHRASES["ar"] * 60, 14)
        assert pdf.page_no() > 1
        lues = pypdf.PdfReader(io.BytesIO(bytes(pdf.output()))).pages
    assert len(lues) == pdf.page_no()


# --- Two languages ----------------------------------------------------------------------------------------------------
def dit() -> str:
    return gettext("Bonjour,")


def test_a_sentence_is_said_once_where_the_other_language_has_none():
    assert en_deux(lambda: "CP-CE1", "ar") == ("CP-CE1", "")
    assert en_deux(dit, "") == ("Bonjour,", "")


def test_the_reader_s_own_language_goes_before_the_one_of_the_sheet():
    assert autre_langue("ar", "fr") == "ar"
    assert autre_langue("fr", "ar") == "ar"
    assert autre_langue("fr", "") == autre_langue("xx", "fr") == ""


def test_the_second_sentence_is_under_the_first_and_the_next_slip_is_in_french_alone():
    def dire() -> str:
        return {"fr": "Bonjour", "ar": "مرحبا"}[get_language()]

    with FeuillesBilingues() as pdf:
        pdf.add_page()
        with pdf.pour("ar"):
            bas = pdf.phrase(14, 20, dire, 11, 100)
            assert bas > 29
            assert pdf.mention(14, 60, dire, 11, 100)[1] > 60
        assert pdf.phrase(14, 100, dire, 11, 100) < 106
        assert pdf.mention(14, 120, dire, 11, 100)[1] == 120
        lues = places(bytes(pdf.output()))
    assert len([t for t, _x, _y in lues if "Bonjour" in t]) == 4
    hauts = sorted((y for _t, _x, y in lues), reverse=True)
    assert all(a >= b for a, b in pairwise(hauts)) and len(hauts) == 6


@pytest.mark.parametrize(
    "nom",
    [
        "de la Rochefoucauld-Montmorency d’Hautefeuille-Saint-Chamond Maximilienne-Alexandrine",
        "de la Rochefoucauld-Montmorency " * 8,
        "சுப்பிரமணியன் கார்த்திகேயன் " * 6,
        "عبد الرحمن بن عبد العزيز الحدّاد " * 6,
    ],
)
def test_a_name_that_is_too_wide_at_the_smallest_size_stays_in_its_place(nom):
    """It ran into the days of a register, over the marks of others. No letter of the first is lost; what is cut says so."""
    with Feuilles() as pdf:
        pdf.add_page()
        assert pdf.ecrire(14, 20, nom, 8.5, largeur=50) <= 50.01
        assert (pdf.font_stretching, pdf.font_size_pt) == (100, 6)
        dit = pypdf.PdfReader(io.BytesIO(bytes(pdf.output()))).pages[0].extract_text()
    assert ("…" in dit) == (len(nom) > 100)
    if len(nom) < 100:
        assert nom in dit
