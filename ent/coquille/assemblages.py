"""Style sheet, script and drawings: many small source files, one answer each, compressed once and kept in memory.

A phone on a slow network pays for each request more than for each kilobyte. The address holds a digest of the content,
so that a browser keeps an answer for a year and asks again only when it changed.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

ICI = Path(__file__).parents[1] / "portail" / "static" / "portail"

# In the order of the cascade; layers do the rest. `planche` is read by the component page alone.
STYLES = [
    "jetons", "base", "icone", "gommette", "tete", "puce", "page", "titre", "fil", "bouton", "etat", "avis", "case",
    "champ", "barre-basse", "carte", "semaine", "ajout-rapide", "tableau-donnees", "onglets", "vide", "pied-colle",
    "grand-choix", "etapes", "lot", "liste-eleves", "territoire", "utilitaires", "eleve", "mur", "secret",
    "journee", "pousses", "rendre", "remise", "famille", "editeur", "contenu", "prevenir",
    "mot", "banniere", "traduction",
]  # fmt: skip
# Read by the pages of messages alone.
STYLES_DES_MESSAGES = ["echange", "boite-fils", "regles", "moderation"]
# Read by the pages of the class journal alone.
STYLES_DU_JOURNAL = ["journal"]
# Read by the public sites of schools, whose readers are nobody known: a sheet of its own, with the palettes.
STYLES_DES_SITES = ["jetons", "site/jetons", "base", "icone", "bouton", "vide", "site/cadre", "site/contenu"]
SCRIPTS = [
    "direct", "lire-a-voix-haute", "mot-de-passe", "hors-ligne", "brouillons-d-autrui", "vu", "copier", "copie", "prevenir",
    "nouvelles", "messages-recus",
]  # fmt: skip
# For those who teach: the editor of a content, drafts, the line to add.
BUREAU = ["editeur", "brouillon", "ajout-rapide"]
# For those who hand in and who answer: the recorder, the canvas, what waits for the network, and files.
ATELIER = ["boite-d-envoi", "enregistreur", "dessin", "signature", "remise", "envoi"]
# For those who sign mots, on every page of theirs: what was signed without network leaves from any.
CARNET = ["boite-d-envoi", "signer"]
# For those who prepare the photos of a journal.
JOURNAL = ["flouter"]
# For those who read a thread.
MESSAGERIE = ["bulles", "conversation"]
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Assemblage:
    contenu: bytes
    compresse: bytes
    empreinte: str
    type: str

    @property
    def etag(self) -> str:
        return f'"{self.empreinte}"'


def resserrer_css(texte: str) -> str:
    """Drop comments and needless whitespace. Our own files hold no string with a comment mark or a brace."""
    texte = re.sub(r"/\*.*?\*/", "", texte, flags=re.DOTALL)
    texte = re.sub(r"\s+", " ", texte)
    texte = re.sub(r"\s*([{};,])\s*", r"\1", texte)
    # After a colon of a declaration only: « .a :hover » is not « .a:hover ».
    texte = re.sub(r"([{;][-\w]+): ", r"\1:", texte)
    return texte.replace(";}", "}").strip()


def resserrer_js(texte: str) -> str:
    """Drop comments that have their own lines, and indentation."""
    texte = re.sub(r"^\s*/\*.*?\*/\s*?$", "", texte, flags=re.DOTALL | re.MULTILINE)
    lignes = (ligne.strip() for ligne in texte.splitlines())
    return "\n".join(ligne for ligne in lignes if ligne and not ligne.startswith("//"))


def _style(noms: list[str]) -> str:
    """One sheet; `url(statique:…)` names a static file, a font for those who ask for it."""
    texte = resserrer_css("\n".join((ICI / "css" / f"{nom}.css").read_text() for nom in noms))
    return re.sub(r"url\(statique:([^)]+)\)", lambda m: f"url({static(m[1])})", texte)


def _blocs(noms: list[str]) -> list[str]:
    """Each behaviour in its own block: none sees the names of another."""
    return ["{" + resserrer_js((ICI / "js" / f"{nom}.js").read_text()) + "}" for nom in noms]


def _script() -> str:
    htmx = Path(finders.find("django_htmx/htmx-2.min.js")).read_text()
    return "\n".join([htmx, "globalThis.htmx = htmx;", *_blocs(SCRIPTS)])


def _dessins(nom: str) -> str:
    return re.sub(r">\s+<", "><", (ICI / f"{nom}.svg").read_text()).strip()


SOURCES = {
    "style.css": lambda: _style(STYLES),
    "site.css": lambda: _style(STYLES_DES_SITES),
    "messagerie.css": lambda: _style(STYLES_DES_MESSAGES),
    "journal.css": lambda: _style(STYLES_DU_JOURNAL),
    "script.js": _script,
    "atelier.js": lambda: "\n".join(_blocs(ATELIER)),
    "carnet.js": lambda: "\n".join(_blocs(CARNET)),
    "bureau.js": lambda: "\n".join(_blocs(BUREAU)),
    "messagerie.js": lambda: "\n".join(_blocs(MESSAGERIE)),
    "journal.js": lambda: "\n".join(_blocs(JOURNAL)),
    "icones.svg": lambda: _dessins("icones"),
    "dessins.svg": lambda: _dessins("dessins"),
}


@cache
def _assembler(nom: str) -> Assemblage:
    contenu = SOURCES[nom]().encode()
    return Assemblage(
        contenu=contenu,
        compresse=gzip.compress(contenu, 9, mtime=0),
        empreinte=hashlib.sha256(contenu).hexdigest()[:12],
        type=TYPES[nom.rpartition(".")[2]],
    )


def assembler(nom: str) -> Assemblage:
    """The assembly of that name; read again at each call while one develops (DEBUG)."""
    if settings.DEBUG:
        _assembler.cache_clear()
        adresse.cache_clear()
    return _assembler(nom)


@cache
def adresse(nom: str) -> str:
    """`style.css` → `/style.3f2a….css`."""
    base, _point, extension = nom.rpartition(".")
    return f"/{base}.{assembler(nom).empreinte}.{extension}"
