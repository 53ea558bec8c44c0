"""What the colours of a text go by, as the style sheets say: names of the rules that set one, a background, a size or a weight, or lay it over another."""

import re
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
FEUILLES = [f for salle in ("ent", "cahier_de_textes", "messagerie", "pages") for f in (RACINE / salle).rglob("*.css")]
REGLE = re.compile(r"([^{}]+)\{([^{}]*)\}")  # the innermost: sheets nest layers and media, and no rule
PEINT = re.compile(
    r"(?:^|[;\s])(?:position\s*:\s*(?:absolute|fixed|sticky)|(?:color|background[\w-]*|opacity|filter|backdrop-filter|mix-blend-mode|font(?:-size|-weight)?|text-shadow|--[\w-]+)\s*:)"
)
ETATS_ECRITS = {"disabled", "checked", "required", "read-only", "open"}  # pseudo-classes that an attribute says


@cache
def noms() -> frozenset[str]:
    """« .class », « tag », « [attribute] » of the selectors of such rules."""
    trouves: set[str] = set()
    for feuille in FEUILLES:
        for selecteur, declarations in REGLE.findall(re.sub(r"/\*.*?\*/", "", feuille.read_text(), flags=re.DOTALL)):
            if PEINT.search(declarations) and not selecteur.strip().startswith("@"):
                trouves |= _noms(selecteur)
    return frozenset(trouves)


def _noms(selecteur: str) -> set[str]:
    attributs = {f"[{nom}]" for nom in re.findall(r"\[([\w-]+)", selecteur)}
    etats = {f"[{nom}]" for nom in re.findall(r":([\w-]+)", selecteur) if nom in ETATS_ECRITS}
    sans = re.sub(r"\[[^\]]*\]|::?[\w-]+", " ", selecteur)
    classes = {f".{nom}" for nom in re.findall(r"\.([\w-]+)", sans)}
    return attributs | etats | classes | set(re.findall(r"(?<![\w.#-])[a-z][a-z0-9]*", re.sub(r"\.[\w-]+", " ", sans)))


def vue(tag: str, classes: list[str], attributs: list[tuple[str, str | None]]) -> str:
    """An element as these rules see it; nothing of one that they do not see."""
    connus = noms()
    vus = [tag] if tag in connus else []
    vus += sorted(f".{classe}" for classe in classes if f".{classe}" in connus)
    vus += sorted(f"[{nom}={valeur}]" for nom, valeur in attributs if f"[{nom}]" in connus)
    return " ".join(vus)
