"""A place of its own for stored objects, and deposits in the cast's classes."""

import uuid
from pathlib import Path

import pytest
from django.core.files.storage import storages

from ent.fichiers import actions
from ent.fichiers.registres import Destination
from tests.fichiers.fabriques import photo, televerse


@pytest.fixture(autouse=True)
def prives(settings, tmp_path) -> Path:
    """Where this test's objects are."""
    dossier = tmp_path / "prives"
    settings.STORAGES = settings.STORAGES | {
        "fichiers": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": dossier, "file_permissions_mode": 0o600},
        }
    }
    yield dossier
    storages._storages.clear()


@pytest.fixture
def objets(prives):
    """``objets()``: the objects stored, by path."""
    return lambda: sorted(f for f in prives.rglob("*") if f.is_file())


@pytest.fixture
def classe(d) -> Destination:
    return Destination(d.elementaire, d.cp_ce1)


@pytest.fixture
def deposer(d, classe):
    """``deposer(d.enseignante)``: a photo kept in the CP-CE1, or what is given."""

    def faire(deposant, contenu: bytes | None = None, nom: str = "photo.jpg", destination=classe, envoi=None):
        return actions.deposer(
            deposant=deposant,
            envoi=envoi or uuid.uuid4(),
            contenu=televerse(nom, photo() if contenu is None else contenu),
            nom=nom,
            destination=destination,
        )[0]

    return faire
