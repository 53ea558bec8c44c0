"""Style sheet, script and drawings: many small source files, one answer each, compressed once and kept in memory.

A phone on a slow network pays for each request more than for each kilobyte, and a server's first breath is ten segments (14.6 kB, RFC 6928): a
sheet that fits in them is there one round trip sooner. The address holds a digest of the content,
so that a browser keeps an answer for a year and asks again only when it changed.

This is the one registry of assets: each room declares its own in its `branchements.py`, and the addresses, the middleware that
answers them and what the service worker keeps derive from it.
"""

import gzip
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

# Of the shell itself, in the order of the cascade: layers do the rest. What rooms add to the frame comes after.
STYLES = [
    "jetons", "base", "icone", "gommette", "tete", "puce", "page", "titre", "fil", "bouton", "etat", "avis", "case", "champ",
    "barre-basse", "carte", "tableau-donnees", "onglets", "vide", "pied-colle", "grand-choix", "etapes", "utilitaires", "eleve",
    "rendre", "coupon", "banniere",
]  # fmt: skip
SCRIPTS = [
    "direct",
    "ecoute-demandee",
    "attentes",
    "sortie",
    "hors-ligne",
    "copie-demandee",
    "vu",
    "aide",
    "saisies-gardees",
    "fait",
    "marques",
]
# For those who hand in and who answer: the recorder, the canvas, what waits for the network.
ATELIER = ["boite-d-envoi", "enregistreur", "dessin", "signature", "rendre"]
HTMX = "django_htmx/htmx-2.min.js"
# « /style.3f2a9c41d07e.css »: whose name is in the registry is answered before anyone is known.
ADRESSE = r"(?P<base>[a-z]+)\.(?P<empreinte>[0-9a-f]{12})\.(?P<extension>css|js|svg)"


@dataclass(frozen=True)
class Declaration:
    """What an answer is made of: static files, after those of another answer (`apres`), so that a page loads one alone."""

    nom: str
    sources: tuple[str, ...]
    apres: str
    est_gardee: bool  # by the service worker, for the day without network
    pour: Callable[[Any], bool] | None  # the pages of the frame that load this script, told by their `cadre`


_declarations: dict[str, Declaration] = {}
_complements: dict[str, list[str]] = defaultdict(list)


def enregistrer_assemblage(
    nom: str,
    *sources: str,
    apres: str = "",
    est_gardee: bool = False,
    pour: Callable[[Any], bool] | None = None,
) -> None:
    """Declare an answer (« print.css ») made of these static files (« room/css/print.css »)."""
    if nom in _declarations:
        raise ValueError(f"Two assets are named « {nom} ».")
    if not re.fullmatch(ADRESSE, adresse_de(nom, "0" * 12)):
        raise ValueError(f"« {nom} » makes no address.")
    _declarations[nom] = Declaration(nom, sources, apres, est_gardee, pour)


def completer(nom: str, *sources: str) -> None:
    """Add static files to an answer that another room declares, after its own: the frame's first of all."""
    _complements[nom] += sources


def declares() -> list[str]:
    return list(_declarations)


def gardes() -> list[str]:
    """What the service worker keeps."""
    return [d.nom for d in _declarations.values() if d.est_gardee]


def scripts_de(cadre: Any) -> list[str]:
    """The scripts that this page of the frame loads beside the frame's own."""
    return [d.nom for d in _declarations.values() if d.pour and d.pour(cadre)]


def sources_de(nom: str) -> list[str]:
    """Static files of an answer, in their order."""
    declaration = _declarations[nom]
    avant = sources_de(declaration.apres) if declaration.apres else []
    return [*avant, *declaration.sources, *_complements[nom]]


def chemin(source: str) -> Path:
    """Where a static file stands in its room."""
    trouve = finders.find(source)
    if trouve is None:
        raise FileNotFoundError(source)
    return Path(trouve)


def adresse_de(nom: str, empreinte: str) -> str:
    base, _point, extension = nom.rpartition(".")
    return f"{base}.{empreinte}.{extension}"


TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Assemblage:
    """An answer, and what it is in each coding that browsers may accept, made when one first asks for it."""

    contenu: bytes
    empreinte: str
    type: str

    @cached_property
    def br(self) -> bytes:
        return brotli.compress(self.contenu, quality=11)

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.contenu, 9, mtime=0)

    def code(self, accepte: str) -> tuple[str, bytes]:
        """The coding and the bytes for this `Accept-Encoding`, the smallest that it names; « » as it is."""
        admis = {codage.partition(";")[0].strip() for codage in accepte.split(",")}
        codage = next((c for c in ("br", "gzip") if c in admis), "")
        return codage, getattr(self, codage or "contenu")

    @property
    def etag(self) -> str:
        return f'"{self.empreinte}"'


def resserrer_css(texte: str) -> str:
    """Drop comments and needless whitespace. Our own files hold no string with a comment mark or a brace."""
    texte = re.sub(r"/\*.*?\*/", "", texte, flags=re.DOTALL)
    texte = re.sub(r"\s+", " ", texte)
    texte = re.sub(r"\s*([{};,>])\s*", r"\1", texte)
    # After a colon of a declaration only: « .a :hover » is not « .a:hover ».
    texte = re.sub(r"([{;(][-\w]+): ", r"\1:", texte)
    return texte.replace(";}", "}").strip()


def resserrer_js(texte: str) -> str:
    """Drop comments that have their own lines or end one, and indentation. Our own files hold no string where a sign of the code is before « // »."""
    texte = re.sub(r"^\s*/\*.*?\*/\s*?$", "", texte, flags=re.DOTALL | re.MULTILINE)
    lignes = (re.sub(r"(?<=[\])}{,;]) // .*$", "", ligne).strip() for ligne in texte.splitlines())
    return "\n".join(ligne for ligne in lignes if ligne and not ligne.startswith("//"))


def _style(sources: list[str]) -> str:
    """One sheet; `url(statique:…)` names a static file, a font for those who ask for it."""
    texte = resserrer_css("\n".join(chemin(source).read_text() for source in sources))
    return re.sub(r"url\(statique:([^)]+)\)", lambda m: f"url({static(m[1])})", texte)


def _script(sources: list[str]) -> str:
    """Each behaviour in its own block: none sees the names of another. htmx alone is everybody's.

    `import("assemblage:…")` names a script of the registry, fetched when it is needed.
    """
    texte = "\n".join(
        chemin(source).read_text() + "\nglobalThis.htmx = htmx;"
        if source == HTMX
        else "{" + resserrer_js(chemin(source).read_text()) + "}"
        for source in sources
    )
    return re.sub(r'"assemblage:([^"]+)"', lambda m: f'"{adresse(m[1])}"', texte)


def _dessins(sources: list[str]) -> str:
    return re.sub(r">\s+<", "><", "".join(chemin(source).read_text() for source in sources)).strip()


FABRIQUES = {"css": _style, "js": _script, "svg": _dessins}


@cache
def _assembler(nom: str) -> Assemblage:
    contenu = FABRIQUES[nom.rpartition(".")[2]](sources_de(nom)).encode()
    return Assemblage(
        contenu=contenu,
        empreinte=hashlib.sha256(contenu).hexdigest()[:12],
        type=TYPES[nom.rpartition(".")[2]],
    )


def assembler(nom: str) -> Assemblage:
    """The assembly of that name; read again at each call while one develops (DEBUG)."""
    if settings.DEBUG:
        _assembler.cache_clear()
    return _assembler(nom)


def adresse(nom: str) -> str:
    """`style.css` → `/style.3f2a….css`."""
    return "/" + adresse_de(nom, assembler(nom).empreinte)
