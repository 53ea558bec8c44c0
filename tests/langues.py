"""What is said to families: the sentences asked from the catalogs, and what of a page is still French, in a language whose letters are not ours."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.utils.translation import trans_real

from ent.coquille import jinja

TEMOIN = "ta"  # nobody speaks it in other tests, and no letter of it is Latin
AUTRES = [langue for langue, _nom in settings.LANGUAGES if langue != settings.LANGUAGE_CODE]
ICI = Path(__file__).parent

TUS = re.compile(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", re.DOTALL)
DITS = re.compile(r'>([^<]+)<|\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
# One and more words in Latin letters, as they follow one another.
LATINS = re.compile(r"[A-Za-zÀ-ÿœŒ]{2,}(?:[ ’'-]+[A-Za-zÀ-ÿœŒ]{2,})*")
# Names that no language translates, and how people are called.
NOMS = {nom for _langue, nom in settings.LANGUAGES}
NOMS |= {
    "Android",
    "Google Calendar",
    "Mac",
    "Outlook",
    "PAI",
    "PDF",
    "Subscribe",
    "Thunderbird",
    "URL",
    "USB",
    "ZIP",
    "iPad",
    "iPhone",
}
CIVILITES = {"Mme", "M"}


@cache
def connues(langue: str) -> frozenset[str]:
    """The sentences that this language says itself: ours and the libraries', without those that fall back on French. Libraries are written in
    English, which has no catalog of theirs. Read once: what tells is asked of it thousands of times.
    """
    siennes = [langue, settings.LANGUAGE_CODE] if langue == "en" else [langue]
    cles = [cle for sienne in siennes for cle in trans_real.translation(sienne)._catalog.keys()]  # noqa: SIM118 (it is no dict)
    return frozenset(cle[0] if isinstance(cle, tuple) else cle for cle in cles)


@contextmanager
def ecouter(langue: str = TEMOIN) -> Iterator[set[str]]:
    """The sentences asked in this language meanwhile. Those that an engine remembers are forgotten first."""
    jinja.traduite.cache_clear()
    jinja._comptee.cache_clear()
    dites: set[str] = set()
    vrais = {nom: getattr(trans_real.DjangoTranslation, nom) for nom in ("gettext", "ngettext")}

    def espion(nom: str):
        def dire(soi, message: str, *reste):
            if soi.language() == langue and message:
                dites.add(message)
            return vrais[nom](soi, message, *reste)

        return dire

    try:
        for nom in vrais:
            setattr(trans_real.DjangoTranslation, nom, espion(nom))
        yield dites
    finally:
        for nom, vrai in vrais.items():
            setattr(trans_real.DjangoTranslation, nom, vrai)


@cache
def _donnees() -> str:
    """What people of the tests wrote: it stays as it was typed. No file of tests, which would quote our own sentences."""
    fichiers = [f for f in ICI.rglob("*.py") if not f.name.startswith("test_")]
    fichiers += (ICI.parent / "config/demonstration").rglob("*.py")
    textes = [*(f.read_text() for f in fichiers), settings.ENT_NOM, settings.ENT_TERRITOIRE]
    return " ".join("\n".join(textes).split()).lower()


def francais(page: str, gens: set[str]) -> set[str]:
    """What a page in the witness's language says in Latin letters, which is no name (`gens`: words of people's names) and nobody typed."""
    restes = set()
    for texte, attribut in DITS.findall(TUS.sub("", page)):
        for mots in LATINS.findall(" ".join(html.unescape(texte or attribut).split())):
            nomme = mots.isupper() or set(mots.split()) <= gens | CIVILITES  # initials and codes too
            ecrits = re.split(r" (?=[A-ZÀ-Ý])", mots)  # two sentences that follow one another
            if not (nomme or mots in NOMS or all(ecrit.lower() in _donnees() for ecrit in ecrits)):
                restes.add(mots)
    return restes


SANS_FIN = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
A_LA_FRANCAISE = re.compile(r"[ \u00a0\u202f](?:[:;!?](?![\w/])|»)|«[ \u00a0\u202f]")


class _Lecteur(HTMLParser):
    """What a page says, each with the language in which it says that it says it."""

    def __init__(self) -> None:
        super().__init__()
        self.ouverts: list[tuple[str, str]] = []
        self.dits: list[tuple[str, str, str]] = []  # language, element, words

    @property
    def langue(self) -> str:
        return next((langue for _nom, langue in reversed(self.ouverts) if langue), "")

    def handle_starttag(self, nom: str, attributs: list[tuple[str, str | None]]) -> None:
        valeurs = dict(attributs)
        self.ouverts.append((nom, valeurs.get("lang") or ""))
        dits = [valeurs.get(a) for a in ("aria-label", "alt", "title", "placeholder")]
        self.dits += [(self.langue, "", dit) for dit in dits if dit]
        if nom in SANS_FIN:
            self.ouverts.pop()

    def handle_startendtag(self, nom: str, attributs: list[tuple[str, str | None]]) -> None:
        """A drawing's."""

    def handle_endtag(self, nom: str) -> None:
        rangs = [rang for rang, (ouvert, _langue) in enumerate(self.ouverts) if ouvert == nom]
        del self.ouverts[rangs[-1] if rangs else len(self.ouverts) :]

    def handle_data(self, texte: str) -> None:
        noms = [nom for nom, _langue in self.ouverts]
        if not {"script", "style", "template"} & set(noms):
            self.dits.append((self.langue, noms[-1] if noms else "", texte))


def ponctuation_francaise(page: str) -> set[str]:
    """What is spaced as French spaces it (« : », « « ») in a page of another language, but for what says itself French."""
    lecteur = _Lecteur()
    lecteur.feed(page)
    dits = {texte for langue, _nom, texte in lecteur.dits if langue != "fr" and A_LA_FRANCAISE.search(texte)}
    return {" ".join(texte.split()) for texte in dits if " ".join(texte.split()).lower() not in _donnees()}


def francais_sans_le_dire(page: str, gens: set[str]) -> set[str]:
    """What somebody of a school typed, and a page of another language shows without saying that it is French: a voice reads it as its own words.
    Not the title of the page, which has one language, nor words within a sentence of ours.
    """
    lecteur = _Lecteur()
    lecteur.feed(page)
    restes = set()
    for langue, nom, texte in lecteur.dits:
        dit = " ".join(texte.split()).strip(" :,.·")
        mots = re.findall(r"[A-Za-zÀ-ÿœŒ]{2,}", dit)
        if langue == "fr" or nom in ("", "title") or not mots or re.search(r"[\u0b80-\u0bff@]|^\w+\.\w+$", dit):
            continue
        gens_et_lettres = {mot for mot in dit.replace(",", "").split() if len(mot) > 1}
        nomme = gens_et_lettres <= gens | CIVILITES or dit in NOMS | {settings.ENT_NOM} or dit.isupper()
        if not nomme and dit.lower() in _donnees() and any(len(mot) > 3 for mot in mots):
            restes.add(dit)
    return restes
