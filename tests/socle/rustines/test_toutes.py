"""Privates of libraries are touched in `ent/socle/rustines/` alone, by patches of which each says when it was tried."""

import ast
import builtins
import importlib
import pkgutil
import platform
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from ent.socle import rustines
from tests.test_coherence import RACINE, SALLES, fichiers

MODULES = sorted(m.name for m in pkgutil.iter_modules(rustines.__path__))
# Names with an underscore that their documentation gives to whoever uses the library.
PUBLICS = {
    "_meta",
    "_state",
    "_base_manager",
    "_default_manager",
    "_db",
    "_fields",
    "_replace",
    "_asdict",
    "_make",
    "_exit",
}
REGLAGES = {"Image.MAX_IMAGE_PIXELS ="}  # Pillow documents it as a setting


def _essayees(nom: str) -> dict[str, str]:
    chemin = f"{rustines.__name__}.{nom}"
    return importlib.import_module(f"{chemin}.base" if nom == "postgresql" else chemin).ESSAYEE


@pytest.mark.parametrize("nom", MODULES)
def test_a_patch_runs_with_a_version_that_it_was_tried_with(nom):
    """Up to the second number: a correction of a library is let in, and its own test speaks."""
    for bibliotheque, essayee in _essayees(nom).items():
        installee = platform.python_version() if bibliotheque == "Python" else version(bibliotheque)
        assert installee.split(".")[:2] == essayee.split(".")[:2], f"read {nom} again with {bibliotheque} {installee}"


@pytest.mark.parametrize("nom", MODULES)
def test_a_patch_has_its_test_and_says_why(nom):
    testes = "".join(f.read_text() for f in Path(__file__).parent.glob("test_*.py") if f.name != "test_toutes.py")
    assert re.search(rf"\b{nom}\b", testes)
    source = Path(rustines.__path__[0]) / nom
    source = source / "base.py" if source.is_dir() else source.with_suffix(".py")
    assert len(ast.get_docstring(ast.parse(source.read_text())) or "") > 60


# --- And nowhere else -----------------------------------------------------------------------------------------------
def _est_prive(nom: str) -> bool:
    return nom.startswith("_") and not nom.startswith("__") and nom not in PUBLICS and nom != "_"


def _de_nous(module: str | None, niveau: int) -> bool:
    return niveau > 0 or (module or "").split(".")[0] in SALLES


def _ecrits_ici(arbres: list[ast.AST]) -> set[str]:
    """Private names that our own code gives: functions, classes, attributes of `self` or `cls`, slots."""
    noms: set[str] = set()
    for arbre in arbres:
        for n in ast.walk(arbre):
            if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                noms.add(n.name)
            elif isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store) and _de_soi(n):
                noms.add(n.attr)
            elif isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store):
                noms.add(n.id)
    return noms


def _de_soi(n: ast.Attribute) -> bool:
    return isinstance(n.value, ast.Name) and n.value.id in ("self", "cls", "soi")


def _fautes(arbre: ast.AST, a_nous: set[str]) -> list[tuple[int, str]]:
    importes = {
        alias.asname or alias.name.split(".")[0]
        for n in ast.walk(arbre)
        if isinstance(n, ast.Import) or (isinstance(n, ast.ImportFrom) and not _de_nous(n.module, n.level))
        for alias in n.names
    }
    fautes = []
    for n in ast.walk(arbre):
        if isinstance(n, ast.Attribute) and _est_prive(n.attr) and n.attr not in a_nous:
            fautes.append((n.lineno, n.attr))  # somebody's private, read or written
        elif isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store) and _vient_de(n.value, importes):
            # A class or a module of a library, changed for everybody.
            fautes += [(n.lineno, nom) for nom in [f"{ast.unparse(n)} ="] if nom not in REGLAGES]
        elif isinstance(n, ast.ImportFrom) and not _de_nous(n.module, n.level):
            fautes += [
                (n.lineno, m) for m in [*(n.module or "").split("."), *(a.name for a in n.names)] if _est_prive(m)
            ]
        elif isinstance(n, ast.Call) and getattr(n.func, "id", "") in ("getattr", "setattr", "hasattr", "delattr"):
            nom = getattr(n.args[1], "value", "")
            if isinstance(nom, str) and _est_prive(nom) and nom not in a_nous:
                fautes.append((n.lineno, nom))
    return fautes


def _vient_de(noeud: ast.AST, importes: set[str]) -> bool:
    while isinstance(noeud, ast.Attribute):
        noeud = noeud.value
    return isinstance(noeud, ast.Name) and noeud.id in importes and not hasattr(builtins, noeud.id)


def test_privates_of_libraries_are_touched_by_patches_alone():
    """The demonstration and the tests live by no rule of a room; a private of ours is the affair of its room."""
    sources = [
        f
        for f in fichiers(".py")
        if f.relative_to(RACINE).parts[0] in SALLES
        and not {"rustines", "demonstration"} & set(f.relative_to(RACINE).parts)
    ]
    arbres = {f: ast.parse(f.read_text()) for f in sources}
    a_nous = _ecrits_ici(list(arbres.values()))
    fautes = [
        f"{f.relative_to(RACINE)}:{ligne}: {nom}"
        for f, arbre in arbres.items()
        for ligne, nom in _fautes(arbre, a_nous)
    ]
    assert fautes == []


def test_the_reader_of_privates_sees_each_way_to_touch_one():
    code = """
from psycopg import _queries
from daphne.http_protocol import WebRequest
WebRequest.__init__ = None
objet._cache = 1
setattr(objet, "_autre", 2)
self._a_moi = objet._a_moi
"""
    arbre = ast.parse(code)
    noms = [nom for _ligne, nom in sorted(_fautes(arbre, _ecrits_ici([arbre])))]
    assert noms == ["_queries", "WebRequest.__init__ =", "_cache", "_autre"]
