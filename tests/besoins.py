"""Tests that need a service which is not theirs: `pytestmark = pytest.mark.besoin_de("messagerie")`, or on a test.

So does, of a folder, its `conftest.py`. A test that counts or names what all of them bring says `pytest.mark.toute_la_maison`.
A product may be installed without a service (`tests/retrait.py`). A file that says so is then not read, since what it imports does not
exist; a test, not played; nor one of the whole house. Where every service is installed nothing is left out, and `tests/test_retrait.py` holds it.
"""

import ast
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

DU_FICHIER = re.compile(r"^pytestmark = [^\n]*?(?:\n +[^\n]*?)*?besoin_de\(([^)]*)\)", re.MULTILINE)
SANS = "ENT_SANS_SERVICE"  # the service that was taken away from this copy
PARTOUT = re.compile(r"besoin_de\(([^)]*)\)")


def _nommes(arguments: str) -> set[str]:
    return set(re.findall(r'"([^"]+)"', arguments))


def du_fichier(source: str) -> set[str]:
    """What the whole file needs."""
    return set().union(*map(_nommes, DU_FICHIER.findall(source)))


def partout(source: str) -> set[str]:
    """What the file or one of its tests needs."""
    return set().union(*map(_nommes, PARTOUT.findall(source)))


def sans_objet(chemin: Path, installes: Collection[str]) -> bool:
    """A file, or a folder of tests."""
    fichier = chemin / "conftest.py" if chemin.is_dir() else chemin
    return fichier.suffix == ".py" and fichier.is_file() and bool(du_fichier(fichier.read_text()) - set(installes))


def importes(fichier: Path, racine: Path, services: Collection[str]) -> set[str]:
    """Services that reading this file of tests imports, by itself or by others of `tests`; what a test imports as it is played is its own to say."""
    vus: set[Path] = set()
    trouves: set[str] = set()
    restent = [fichier]
    while restent:
        lu = restent.pop()
        vus.add(lu)
        paquet = lu.relative_to(racine).parts[:-1]
        for nom in _importe(ast.parse(lu.read_text()), paquet):
            trouves |= {service for service in services if f"{nom}.".startswith(f"{service}.")}
            chemin = racine / nom.replace(".", "/")
            for autre in (chemin.with_suffix(".py"), chemin / "__init__.py"):
                if nom.startswith("tests.") and autre.is_file() and autre not in vus:
                    restent.append(autre)
    return trouves


def _importe(noeud: ast.AST, paquet: tuple[str, ...]) -> Iterator[str]:
    """Each module named outside a function, and each name taken from it, which may be a module."""
    for enfant in ast.iter_child_nodes(noeud):
        if isinstance(enfant, ast.Import):
            yield from (alias.name for alias in enfant.names)
        elif isinstance(enfant, ast.ImportFrom):
            debut = paquet[: len(paquet) - enfant.level + 1] if enfant.level else ()
            module = ".".join([*debut, *([enfant.module] if enfant.module else [])])
            yield from (module, *(f"{module}.{alias.name}" for alias in enfant.names))
        elif not isinstance(enfant, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _importe(enfant, paquet)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    from django.conf import settings

    return sans_objet(collection_path, settings.SERVICES) or None  # None: whatever others say


def pytest_collection_modifyitems(config, items) -> None:
    from django.conf import settings

    vains = [
        item
        for item in items
        if {service for marque in item.iter_markers("besoin_de") for service in marque.args} - set(settings.SERVICES)
        or (os.environ.get(SANS) and item.get_closest_marker("toute_la_maison"))
    ]
    if vains:
        config.hook.pytest_deselected(items=vains)
        items[:] = [item for item in items if item not in vains]
