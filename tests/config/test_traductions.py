"""The seven other languages of the pages that families meet."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django import forms
from django.conf import settings
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation.template import templatize

from ent.coquille.jinja import phrases
from tests.langues import AUTRES

RACINE = Path(__file__).resolve().parents[2]
NOMBRES = {"%(n)s", "%(n)d", "%(faits)s"}
CATALOGUES = {langue: RACINE / f"config/locale/{langue}/LC_MESSAGES/django.po" for langue in AUTRES}
ENTREES = {langue: list(polib.pofile(str(po))) for langue, po in CATALOGUES.items()}
ARABES = ENTREES["ar"]
par_langue = pytest.mark.parametrize("langue", AUTRES)


def variables(texte: str) -> set[str]:
    """What the sentence is completed with, on the server (`%(n)s`) or in the page (`%%s`, `%%j`, `{n}`)."""
    return set(re.findall(r"%\(\w+\)[sd]|%s|%%\w?|\{\w+\}", texte))


def phrases_du_code() -> set[str]:
    """Every string written in the code and in the templates: a template's msgid has its « % » doubled."""
    ecrites: set[str] = set()
    for service in ("ent", "cahier_de_textes", "messagerie", "pages"):
        for fichier in (RACINE / service).rglob("*.py"):
            noeuds = ast.walk(ast.parse(fichier.read_text()))
            ecrites |= {n.value for n in noeuds if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        for fichier in (RACINE / service).rglob("templates/**/*.*"):
            code = templatize(fichier.read_text())
            ecrites |= {ast.literal_eval(t) for t in re.findall(r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""", code)}
        for fichier in (RACINE / service).rglob("jinja2/**/*.*"):
            ecrites |= phrases(fichier.read_text())
    return ecrites


@par_langue
def test_the_compiled_file_says_what_the_source_says(langue):
    lu = polib.mofile(str(CATALOGUES[langue].with_suffix(".mo")))
    dites, ecrites = (
        {e.msgid_with_context: e.msgstr or e.msgstr_plural for e in fichier} for fichier in (lu, ENTREES[langue])
    )
    assert dites == ecrites


@par_langue
def test_each_language_says_the_same_sentences(langue):
    """Those of Arabic, and what a library that the product stands on does not say in that language."""
    siennes = {e.msgid for e in ENTREES[langue] if e.comment != "Django"}
    assert siennes ^ {e.msgid for e in ARABES} == set()
    assert [e.msgid for e in ENTREES[langue] if e.comment == "Django" and gettext(e.msgid) == e.msgid] in ([], [":"])


def test_no_entry_translates_a_sentence_that_nothing_says_any_more():
    phrases = phrases_du_code() | {"J’autorise", "Je n’autorise pas"}  # usual answers, typed by schools
    assert {e.msgid for e in ARABES} - phrases == set()


def test_no_sentence_names_the_product():
    """Its operator names it (`ENT_NOM`), and so it is called in every language: « You are leaving My schools » named nothing that stood on the page."""
    assert [dite for dite in phrases_du_code() | {e.msgid for e in ARABES} if settings.ENT_NOM in dite] == []


@par_langue
def test_each_translation_keeps_its_variables(langue):
    """Zero, one and two may have forms of their own, whose words say the number: written too, it would be said twice."""
    fautes = []
    for entree in ENTREES[langue]:
        seul, plusieurs = variables(entree.msgid), variables(entree.msgid) | variables(entree.msgid_plural)
        du_mot = (0, 1, 2) if langue == "ar" else (0,)
        for rang, traduit in entree.msgstr_plural.items() if entree.msgid_plural else [(None, entree.msgstr)]:
            du = seul - NOMBRES if rang in du_mot else seul
            tenues = traduit and du <= variables(traduit) <= plusieurs
            if not tenues or (rang in du_mot and re.search(r"\(%\((?:n|faits)\)[sd]\)", traduit)):
                fautes.append((entree.msgid, traduit))
    assert fautes == []


@par_langue
def test_no_sentence_is_left_in_french(langue):
    """A space before « : », or within « », is French; so is most of what is the same as in French."""
    fautes = []
    for entree in ENTREES[langue]:
        for traduit in [entree.msgstr, *entree.msgstr_plural.values()]:
            pareil = (
                traduit == entree.msgid and len(re.findall(r"[a-zà-ÿ]{3,}", re.sub(r"%\(\w+\)[sd]", "", traduit))) > 2
            )
            if pareil or re.search(r"[ \u00a0\u202f](?:[:;!?](?!\w)|»)|«[ \u00a0\u202f]", traduit):
                fautes.append(traduit)
    assert fautes == []


# Quoted by the first of its words, which a name follows on the button.
QUI_SE_SUIT = {"Retirer"}


@par_langue
def test_what_is_quoted_is_what_the_page_says(langue):
    """« Touchez « Sortir » » leads nobody when the button bears another word of the same language."""
    dites = {e.msgid: e.msgstr for e in ENTREES[langue] if not e.msgid_plural}
    cites = [
        (dites[cite].rstrip(":…"), e.msgstr)
        for e in ENTREES[langue]
        if not e.msgid_plural
        for cite in re.findall(r"« (.+?) »", e.msgid)
        if cite in dites and cite not in QUI_SE_SUIT
    ]
    assert [c for c in cites if c[0].lower() not in c[1].lower()] == []
    assert len(cites) > 100


# What a mot of the carnet is called, and a message is not.
MOTS = {
    "ar": ("مذكّر", "رسال|رسائل"),
    "en": ("note", "message"),
    "es": ("nota", "mensaje"),
    "pt": ("recado", "mensage"),
    "ta": ("குறிப்ப", "செய்தி"),
    "tr": ("not", "mesaj"),
    "uk": ("запис", "повідомлен"),
}


@par_langue
def test_a_mot_and_a_message_are_two_words(langue):
    mot, message = MOTS[langue]
    des_mots = [
        e.msgstr for e in ENTREES[langue] if re.search(r"\bmots? (à signer|de l’école)|ce mot\b(?! de passe)", e.msgid)
    ]
    assert [dit for dit in des_mots if mot not in dit.lower() or re.search(message, dit.lower())] == []
    assert len(des_mots) >= 5


# Given a day by its name, which a preposition or a suffix would change.
DITES_D_UN_JOUR = (
    "À dire avant %(limite)s.",
    "À dire au plus tard %(jour)s.",
    "À rendre : %(jour)s au plus tard",
    "à répondre avant le %(jour)s",
    "C’était jusqu’au %(jour)s : on ne peut plus répondre ici. Dites-le à l’école.",
    "Il sert une fois, jusqu’à %(jour)s. Ne l’envoyez qu’à la personne.",
    "Gardé jusqu’au %(jour)s. Une coupure ? Le téléchargement reprend où il en était.",
    "Jusqu’à %(jour)s",
    "Pour %(jour)s",
    "pour %(jour)s",
)


@pytest.mark.parametrize("phrase", DITES_D_UN_JOUR)
def test_a_day_stands_in_ukrainian_where_its_name_needs_no_case(phrase):
    assert re.search(
        r"(?:^|[:(]\s*|не пізніше: )%\((?:jour|limite)\)s", next(e.msgstr for e in ENTREES["uk"] if e.msgid == phrase)
    )


@pytest.mark.parametrize("langue", ["tr", "ta"])
def test_a_day_and_its_hour_come_after_the_words_that_they_bound(langue):
    dite = next(e.msgstr for e in ENTREES[langue] if e.msgid == "À dire avant %(limite)s.")
    assert dite.endswith(": %(limite)s.")


# Second person of one man, without what stands before (« and », « so »); other words that end by « ك » are no « your ».
A_UN_HOMME = {"أنت", "إنك", "كنت", "تريد", "تدخل", "تغادر", "تتابع", "تسمح", "ستدخل"} | {
    "ابدأ", "احتفظ", "اختر", "أخبر", "ادخل", "اربط", "اسأل", "أضف", "اضغط", "اطلب", "أعد", "أغلق", "افتح", "اقرأ", "اكتب", "المس", "انتظر", "انسخ",
    "تحقق", "حاول", "خذ", "ضع", "قل",
}  # fmt: skip
SANS_A_TOI = {"اشتراك", "بذلك", "تلك", "ذلك", "شك", "كذلك", "مشترك", "هناك"}
D_UN_ENFANT = re.compile(r"\b(?:tu|te|toi|ton|ta|tes)\b|\bt’", re.IGNORECASE)
D_UN_ADULTE = re.compile(r"\b(?:vous|votre|vos|(?!chez|assez)\w+ez)\b", re.IGNORECASE)


def _a_un_homme(arabe: str) -> list[str]:
    mots = re.findall(r"[\u0621-\u064a]+", re.sub(r"[\u064b-\u0652]", "", arabe))
    nus = [re.sub(r"^[وف]?(?:ال)?(?=..)", "", mot) for mot in mots]
    return [
        mot
        for mot, nu in zip(mots, nus, strict=True)
        if {mot, nu} & A_UN_HOMME or (mot.endswith("ك") and len(mot) > 1 and not {mot, nu} & SANS_A_TOI)
    ]


def test_an_adult_is_spoken_to_as_several_and_never_as_a_man():
    """« ادخل » is said to one man; a mother reads « ادخلوا », everywhere."""
    adultes = [e for e in ARABES if D_UN_ADULTE.search(e.msgid) and not D_UN_ENFANT.search(e.msgid)]
    dites = [(e.msgid, traduit) for e in adultes for traduit in [e.msgstr, *e.msgstr_plural.values()]]
    assert [(msgid, mots) for msgid, traduit in dites if (mots := _a_un_homme(traduit))] == []
    assert len(adultes) > 500


# A verb in the past before a person would be a man's: what somebody did is said by a noun.
VERBES_D_UN_HOMME = re.compile(
    r"^(كتب|علّق|وقّع|أعطاه|كتبه|سلّمه|غيّر|أرسل|قرأ|أجاب)\b.*%\((?:auteur|nom|prenom|enfant|qui)\)s|%\((?:auteur|nom|prenom|enfant|qui)\)s (كتب|علّق|وقّع|أرسل|قرأ|أجاب)\b"
)


# In the present too: « يذهب %(prenom)s », « سيعمل %(prenom)s ». « يمكن » and « يوم » are no deed of theirs.
DU_PRESENT = re.compile(
    r"(?:^|[\s:.،])(?:[وف]?س?ي(?!وم|مكن)\w{2,}|سيكون/\w+|تغيّب|لم يعد) (?:من جديد )?\u2068?%\((?:auteur|prenom|enfant|eleve|qui)\)s"
    r"|%\((?:auteur|prenom|enfant|eleve|qui)\)s\u2069? (?:ل[امن] )?س?ي(?!وم|مكن)\w{2,}"
)


def test_nobody_is_said_to_be_a_man():
    phrases = [(e.msgid, t) for e in ARABES for t in [e.msgstr, *e.msgstr_plural.values()]]
    assert [p for p in phrases if VERBES_D_UN_HOMME.search(p[1]) or DU_PRESENT.search(p[1])] == []


# What may be in Latin letters: how somebody or something is called, and what somebody wrote.
NOMS_D_ICI = "adulte|auteur|ecole|eleve|enfant|fichier|lequel|nom|prenom|qui|service|titre"
ECRITS = "choix|fil|lieu|mot|motif|question|titre"


def test_an_arabic_sentence_that_begins_by_a_name_is_still_read_from_the_right():
    """A mail, a phone's lock screen and `dir="auto"` go by the first letter: of « Inès · غياب », it is Latin, and the full stop stood on the wrong side."""
    phrases = [t for e in ARABES for t in [e.msgstr, *e.msgstr_plural.values()] if re.search("[\u0621-\u064a]", t)]
    assert [t for t in phrases if re.match(rf"[«(]?%\((?:{NOMS_D_ICI})\)s", t)] == []
    assert len([t for t in phrases if t.startswith("\u200f%(")]) > 50


def test_what_somebody_wrote_keeps_its_own_direction_in_an_arabic_sentence():
    """« Elles ont levé ! » ends by its own sign, and not by one on its left."""
    phrases = [t for e in ARABES for t in [e.msgstr, *e.msgstr_plural.values()] if re.search("[\u0621-\u064a]", t)]
    dites = [(t, m) for t in phrases for m in re.findall(rf"(.?)%\((?:{ECRITS})\)s(.?)", t)]
    assert [t for t, autour in dites if autour != ("\u2068", "\u2069")] == []
    assert len(dites) > 20


def test_no_pupil_who_reads_ukrainian_is_said_to_be_a_boy():
    """« ти вибрав » is a boy's; « що робив клас » is what a class did."""
    fautes = [
        e.msgid
        for e in ENTREES["uk"]
        for t in [e.msgstr, *e.msgstr_plural.values()]
        if re.search(r"\bти\b[^.:;?!]*\w(?:[аияу]в|отів)\b", t, re.IGNORECASE)
    ]
    assert fautes == []


def test_a_mother_who_reads_arabic_gets_her_home_in_arabic_from_right_to_left(d, mardi, entrer):
    texte = entrer(d.mere_arabophone).get("/").text
    assert '<html lang="ar" dir="rtl"' in texte
    assert "مرحبًا Samira" in texte
    assert translation.get_language() == "fr"


def test_what_is_french_stays_french(d, mardi, entrer):
    assert '<html lang="fr" dir="ltr"' in entrer(d.mere).get("/").text


def test_plurals_are_those_of_each_language():
    with translation.override("fr"):
        octets = [ngettext("%(size)d byte", "%(size)d bytes", n) % {"size": n} for n in (0, 1, 2)]
    assert octets == ["0 octet", "1 octet", "2 octets"]
    phrases = {e.msgid: e for e in ARABES if e.msgid_plural}
    phrase = next(iter(phrases.values()))
    with translation.override("ar"):
        dites = {ngettext(phrase.msgid, phrase.msgid_plural, n) for n in range(120)}
    assert dites == set(phrase.msgstr_plural.values())


def test_zero_is_singular_as_in_french():
    dits = [ngettext("%(n)s photo", "%(n)s photos", n) % {"n": n} for n in (0, 1, 2)]
    assert dits == ["0 photo", "1 photo", "2 photos"]


def _formulaires(de: type = forms.BaseForm) -> set[type]:
    """Every form that the product declares."""
    return {f for enfant in de.__subclasses__() for f in _formulaires(enfant) | {enfant}}


def test_what_is_missing_is_said_in_one_plain_sentence():
    """By the field where it says what to do, else by the product: never by a library (Wagtail's « Champ requis. » had come everywhere)."""
    get_resolver().url_patterns  # noqa: B018 (views import the forms)
    dites = {
        str(champ.error_messages["required"])
        for f in _formulaires()
        if f.__module__.split(".")[0] in ("ent", "cahier_de_textes", "messagerie", "pages")
        for champ in f.base_fields.values()
        if champ.required
    }
    assert "Il faut une réponse ici." in dites
    assert [dit for dit in dites if re.search(r"[Cc]hamp|obligatoire|requis", dit)] == []


def _dites(fichier: Path) -> set[str]:
    """What the code gives to gettext."""
    appels = (n for n in ast.walk(ast.parse(fichier.read_text())) if isinstance(n, ast.Call) and n.args)
    return {
        a.args[0].value
        for a in appels
        if ast.unparse(a.func) in ("_", "gettext", "gettext_lazy") and isinstance(a.args[0], ast.Constant)
    }


def test_no_french_word_of_ours_is_one_that_a_library_translates():
    """« Comment » is English too: a column said « Commenter »."""
    salles = ("ent", "cahier_de_textes", "messagerie", "pages")
    dites = {dit for salle in salles for f in (RACINE / salle).rglob("*.py") for dit in _dites(f)}
    with translation.override("fr"):
        assert {dit: gettext(dit) for dit in dites if dit and gettext(dit).lower() != dit.lower()} == {}
