"""Rich text: what a teacher may write in it, and nothing else."""

import re
from html import unescape

import nh3
from django.utils.html import escape

BALISES_MAX = 2000  # opened in one text: a parser goes through all that are open at each one that follows
EMBOITEMENTS = 20  # of empty tags, taken away; deeper, nobody wrote them, and a page would wait for them
BALISES = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"}
ADRESSE = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE)
# What a browser or a pasted page puts where we keep a paragraph.
_PARAGRAPHES = re.compile(r"<(/?)(?:div|h[1-6]|blockquote|section|article)\b[^<>]*>", re.IGNORECASE)
_BALISE = re.compile(r"</?(?:p|br|b|strong|i|em|ul|ol|li|a|div|h[1-6]|span)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TOUTE_BALISE = re.compile(r"<[^<>]*>")
_VIDES = re.compile(r"<(p|li|b|strong|i|em)>(?:\s|&nbsp;|\xa0|<br>)*</\1>")


def nettoyer(texte: str) -> str:
    """Safe HTML from what was typed: HTML of the editor, or plain lines where it did not run. Empty if nothing is said.

    Applied when a content is stored, and again when it is shown: what the database holds is not trusted either.
    """
    texte = texte.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if texte.count("<") > BALISES_MAX:
        texte = _TOUTE_BALISE.sub(" ", texte)  # nobody wrote them: their words are kept
    if not _BALISE.search(texte):
        texte = _en_paragraphes(texte)
    html = nh3.clean(
        _PARAGRAPHES.sub(r"<\1p>", texte),
        tags=BALISES,
        clean_content_tags={"script", "style", "title", "template", "iframe", "svg", "math", "noscript", "textarea"},
        attributes={"a": {"href"}},
        attribute_filter=_attribut,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    for _n in range(EMBOITEMENTS):
        avant, html = html, _VIDES.sub("", html)
        if html == avant:
            break
    html = html.strip()
    if not html.replace("<br>", "").strip() or not en_clair(html):
        return ""
    return html if _BALISE.search(html) else f"<p>{html}</p>"


def _attribut(balise: str, attribut: str, valeur: str) -> str | None:
    if attribut == "href":
        # A link that writes names its address alone: what follows would add readers and words that nobody sees.
        adresse = valeur.partition("?")[0] if valeur.strip().lower().startswith("mailto:") else valeur
        return adresse if ADRESSE.match(adresse.strip()) else None
    return valeur


def _en_paragraphes(texte: str) -> str:
    """A blank line parts two paragraphs, a line end is kept."""
    blocs = (bloc.strip() for bloc in re.split(r"\n[ \t]*\n", texte))
    return "".join(f"<p>{escape(bloc)}</p>".replace("\n", "<br>") for bloc in blocs if bloc)


def pour_la_zone(html: str) -> str:
    """What a text area shows: plain lines when there is nothing but lines, else the HTML itself."""
    lignes = re.sub(r"</p>\s*<p>", "\n\n", html).replace("<br>", "\n")
    clair = unescape(re.sub(r"^<p>|</p>$", "", lignes.strip()))
    return clair if nettoyer(clair) == html else html


def en_clair(html: str) -> str:
    """The words alone, one line per paragraph or item: for speech, paper and search."""
    lignes = re.sub(r"<br>|</p>|</li>", "\n", html)
    lignes = unescape(_TOUTE_BALISE.sub("", lignes)).replace("\xa0", " ")
    return "\n".join(ligne for brute in lignes.split("\n") if (ligne := brute.strip()))
