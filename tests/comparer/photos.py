"""Photographs of the pages of one tree of the code, as still as they can be."""

import contextlib
import datetime as dt
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as Onglet

from tests.comparer.liste import ELEVE, MUR, PAGES, Page
from tests.navigateur.chromium import lancer
from tests.ports import port_libre

ICI = Path(__file__).parent
TAILLES = {"telephone": (390, 844), "tablette": (1024, 768), "bureau": (1280, 800)}
MARDI_10H = dt.datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Paris"))
MOT_DE_PASSE = "Cerf-volant-2026"
ATTENTE = 900  # seconds, for the demonstration to be laid on a busy machine

# The port of the moment is in no page (a QR code says the address); this host may do what only safe ones may.
HOTE = "ent.exemple.fr"
ADRESSE = f"http://{HOTE}"
# A page is drawn at once and whole: in tiles, edges fall otherwise from one run to the next.
IMMOBILE = [
    "--no-sandbox", "--disable-gpu", "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb",
    "--disable-partial-raster", "--disable-checker-imaging", "--disable-threaded-animation", "--disable-threaded-scrolling",
    "--disable-composited-antialiasing", "--disable-skia-runtime-opts", "--run-all-compositor-stages-before-draw",
    "--default-tile-width=2048", "--default-tile-height=8192", f"--unsafely-treat-insecure-origin-as-secure={ADRESSE}",
]  # fmt: skip

# Images come as one scrolls, and fonts when they can: all are waited for.
TOUT_EST_LA = """async () => {
  for (const i of document.images) i.loading = "eager";
  await document.fonts.ready;
  await Promise.all([...document.images].map((i) => i.decode().catch(() => {})));
}"""


def photographier(arbre: Path, var: Path, dossier: Path, motif: str = "") -> None:
    """Every page of the list (those that `motif` finds in their name) as `dossier`/name.png; their statuses beside them."""
    dossier.mkdir(parents=True, exist_ok=True)
    statuts: dict[str, int] = {}
    voulues = [p for p in PAGES if re.search(motif, p.nom)]
    with servir(arbre, var) as (adresse, entrees), sync_playwright() as p:
        chromium = lancer(p.chromium, *IMMOBILE, f"--host-resolver-rules=MAP {HOTE}:80 {adresse}")
        for (qui, appareil, theme), pages in groupby(voulues, lambda v: (v.qui, v.appareil, v.theme)):
            a_prendre = list(pages)
            contexte = _appareil(chromium, appareil, theme)
            onglet = contexte.new_page()
            if qui in (MUR, ELEVE):
                statuts |= _par_le_mur(onglet, entrees, dossier, a_prendre if qui == MUR else [])
            elif qui:
                _entrer(onglet, qui)
            for page in a_prendre if qui != MUR else []:
                reponse = onglet.goto(page.adresse, wait_until="networkidle")
                assert reponse, page
                statuts[page.nom] = reponse.status
                _prendre(onglet, dossier, page)
            contexte.close()
        chromium.close()
    (dossier / "statuts.json").write_text(json.dumps(statuts, indent=1, sort_keys=True))


@contextlib.contextmanager
def servir(arbre: Path, var: Path) -> Iterator[tuple[str, str]]:
    """The demonstration of that tree: its address, and what it printed of who comes in."""
    port = port_libre()
    entrees = var / "entrees.txt"
    hors = ("DATABASE_URL", "REDIS_URL", "ENT_TEST_REEL", "ENT_DEBUG")
    env = {cle: v for cle, v in os.environ.items() if cle not in hors} | {
        "PYTHONPATH": str(arbre),
        "PYTHONHASHSEED": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENT_VAR": str(var),
        "ENT_DOMAINES": HOTE,
        "ENT_ADRESSE": ADRESSE,
        "ENT_CLE_SECRETE": "cle secrete des photographies, pour personne",
        "ENT_CLE_CODES": "cle des codes des photographies, pour personne",
        "ENT_VAPID_PRIVEE": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
        "ENT_VAPID_CONTACT": "ent@exemple.fr",
    }
    # -P: the folder of this file is not on the path, where its modules would take the names of the product's.
    commande = [sys.executable, "-P", str(ICI / "serveur.py"), str(MARDI_10H.timestamp()), str(port), str(entrees)]
    serveur = subprocess.Popen(commande, cwd=arbre, env=env)
    try:
        limite = time.monotonic() + ATTENTE
        while not entrees.exists():
            assert serveur.poll() is None, f"The server of {arbre} ended with {serveur.returncode}."
            assert time.monotonic() < limite, f"The server of {arbre} did not start in {ATTENTE} s."
            time.sleep(0.2)
        yield f"127.0.0.1:{port}", entrees.read_text()
    finally:
        serveur.kill()
        serveur.wait()


def _appareil(chromium: Browser, taille: str, theme: str) -> BrowserContext:
    largeur, hauteur = TAILLES[taille]
    contexte = chromium.new_context(
        viewport={"width": largeur, "height": hauteur},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        base_url=ADRESSE,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        service_workers="block",
    )
    contexte.clock.set_fixed_time(MARDI_10H)
    contexte.route_web_socket("**/ws/", lambda _prise: None)  # open, and silent
    return contexte


def _entrer(onglet: Onglet, qui: str) -> None:
    onglet.goto("/entrer/")
    onglet.locator("input[name=login]").fill(f"{qui}@exemple.fr")
    onglet.locator("input[name=password]").fill(MOT_DE_PASSE)
    onglet.get_by_role("button", name="Entrer", exact=True).click()
    onglet.wait_for_url(f"{ADRESSE}/")


def _par_le_mur(onglet: Onglet, entrees: str, dossier: Path, a_prendre: list[Page]) -> dict[str, int]:
    """A pupil comes in: the wall, then the secret, photographed when they are asked for."""
    mur = re.search(r"Tablette : \S+?(/tablette/\S+)\n.*« Inès ».*: (.+)", entrees)
    assert mur
    onglet.goto(mur[1], wait_until="networkidle")
    for page in a_prendre[:1]:
        _prendre(onglet, dossier, page)
    onglet.get_by_text("Inès", exact=True).click()
    onglet.get_by_role("button", name=mur[2].split(", puis ")[0], exact=True).wait_for()
    for page in a_prendre[1:]:
        _prendre(onglet, dossier, page)
    for image in mur[2].split(", puis "):
        onglet.get_by_role("button", name=image, exact=True).click()
    onglet.wait_for_url(f"{ADRESSE}/")
    return {page.nom: 200 for page in a_prendre}


def _prendre(onglet: Onglet, dossier: Path, page: Page) -> None:
    """Once two photographs in a row are the same: nothing is still on its way."""
    onglet.evaluate(TOUT_EST_LA)
    avant = b""
    for _essai in range(10):
        photo = onglet.screenshot(full_page=True, animations="disabled", caret="hide")
        if photo == avant:
            break
        avant = photo
    else:
        raise AssertionError(f"{page.nom} does not stop moving.")
    (dossier / f"{page.nom}.png").write_bytes(photo)
