"""Which Chromium the tests drive, and how it is started.

Debian's headless shell first: the same engine without a desktop browser's windows around it, which cost more than the pages
(on the carnet's tests 45 seconds of processor with the whole browser, 20 with the shell). It has no notifications: what is pushed
to a device is tested with the whole browser.
"""

import os
import shutil
from pathlib import Path

ENTIERS = ("chromium", "chromium-browser", "google-chrome")
NOMS = ("chromium-headless-shell", *ENTIERS)
PAQUETS = NOMS[:2]  # of Debian
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# A microphone that is a machine's, and nobody asked.
SONORE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


def installe(*, entier: bool = False) -> str | None:
    """Path of the one that this machine has, or that ENT_CHROMIUM names; `entier`: one that shows notifications."""
    demande = os.environ.get("ENT_CHROMIUM")
    if demande and not (entier and demande.endswith(NOMS[0])):
        return demande
    return next(filter(None, map(shutil.which, ENTIERS if entier else NOMS)), None)


def lancer(genre, *options: str, entier: bool = False):
    """A browser; `genre` is Playwright's Chromium."""
    chemin = installe(entier=entier) or f"/usr/bin/{PAQUETS[entier]}"
    return genre.launch(executable_path=Path(chemin), args=[*OPTIONS, *options])


def peser(page) -> list[float]:
    """The list fills with the bytes of each answer of what the page is made of, headers too; not of what its scripts fetch by themselves."""
    protocole = page.context.new_cdp_session(page)
    protocole.send("Network.enable")
    genres: dict[str, str] = {}
    octets: list[float] = []
    protocole.on("Network.requestWillBeSent", lambda demande: genres.setdefault(demande["requestId"], demande["type"]))
    protocole.on(
        "Network.loadingFinished",
        lambda fini: genres.get(fini["requestId"]) in ("Fetch", "XHR") or octets.append(fini["encodedDataLength"]),
    )
    return octets
