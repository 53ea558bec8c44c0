"""The keys of an installation: given by its environment, or drawn once for a trial."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def trousseau(nom: str, *, dans: Path, production: bool) -> list[str]:
    """Keys separated by commas: the first writes, the others are still read."""
    cles = [cle.strip() for cle in os.environ.get(nom, "").split(",") if cle.strip()]
    if production and min(map(len, cles), default=0) < 40:
        raise ImproperlyConfigured(f"{nom} doit avoir au moins 40 caractères tirés au hasard.")
    return cles or [_locale(dans, nom.removeprefix("ENT_").lower())]


def _locale(dossier: Path, nom: str) -> str:
    """A random key kept under ``var/``, so that sign-ins and slips survive a restart of a trial installation."""
    dossier.mkdir(parents=True, exist_ok=True)
    fichier = dossier / nom
    if not fichier.exists():
        # Written aside then linked: a second process starting at the same time never reads half a key.
        descripteur, brouillon = tempfile.mkstemp(dir=dossier)
        os.write(descripteur, secrets.token_urlsafe(48).encode())
        os.close(descripteur)
        with contextlib.suppress(FileExistsError):
            os.link(brouillon, fichier)
        os.unlink(brouillon)
    return fichier.read_text()
