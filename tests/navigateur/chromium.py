"""Which Chromium the tests drive, and how it is started.

Debian's headless shell first: the same engine without a desktop browser's windows around it, which cost more than the pages
(on the carnet's tests 45 seconds of processor with the whole browser, 20 with the shell).
"""

import os
import shutil
from pathlib import Path

NOMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PAQUET = NOMS[0]
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# A microphone that is a machine's, and nobody asked.
SONORE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


def installe() -> str | None:
    """Path of the one that ENT_CHROMIUM names, or that this machine has."""
    return os.environ.get("ENT_CHROMIUM") or next(filter(None, map(shutil.which, NOMS)), None)


def lancer(genre, *options: str):
    """A browser; `genre` is Playwright's Chromium."""
    return genre.launch(executable_path=Path(installe() or f"/usr/bin/{PAQUET}"), args=[*OPTIONS, *options])
