"""Tests that need a service which is not theirs: `pytestmark = pytest.mark.besoin_de("messagerie")`, or on a test.

A product may be installed without a service (`tests/retrait.py`). A file that says so is then not read, since what it imports does not
exist; a test, not played. Where every service is installed nothing is left out, and `tests/test_retrait.py` holds it.
"""

import re
from collections.abc import Collection
from pathlib import Path

DU_FICHIER = re.compile(r"^pytestmark = [^\n]*?(?:\n +[^\n]*?)*?besoin_de\(([^)]*)\)", re.MULTILINE)
PARTOUT = re.compile(r"besoin_de\(([^)]*)\)")


def _nommes(arguments: str) -> set[str]:
    return set(re.findall(r'"([^"]+)"', arguments))


def du_fichier(source: str) -> set[str]:
    """What the whole file needs."""
    return set().union(*map(_nommes, DU_FICHIER.findall(source)))


def partout(source: str) -> set[str]:
    """What the file or one of its tests needs."""
    return set().union(*map(_nommes, PARTOUT.findall(source)))


def sans_objet(fichier: Path, installes: Collection[str]) -> bool:
    return fichier.suffix == ".py" and bool(du_fichier(fichier.read_text()) - set(installes))


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    from django.conf import settings

    return sans_objet(collection_path, settings.SERVICES) or None  # None: whatever others say


def pytest_collection_modifyitems(config, items) -> None:
    from django.conf import settings

    vains = [
        item
        for item in items
        if {service for marque in item.iter_markers("besoin_de") for service in marque.args} - set(settings.SERVICES)
    ]
    if vains:
        config.hook.pytest_deselected(items=vains)
        items[:] = [item for item in items if item not in vains]
