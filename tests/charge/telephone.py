"""What a parent waits for, on a simulated slow phone, and what Lighthouse says of the pages that people meet most.

The demonstration, by its own server; Chromium held to a quarter of the processor, 400 kb/s and 400 ms before each answer. « First »: a
session opened, and nothing of the site on the device yet. « Next »: the same device, a moment later. What is readable: the largest thing
of the first screen is painted (LCP). Lighthouse is of npm, at its own settings for phones, installed in `.venv` when npm is there.
"""

import json
import shutil
import statistics
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import modeles
from tests.navigateur import appel
from tests.navigateur.chromium import OPTIONS, installe, lancer, peser
from tests.navigateur.serveur import Serveur
from tests.ports import port_libre

from .resultats import Carnet
from .services import RACINE

ESSAIS = 5  # openings of the home
JUGES = 3  # of each page; the median is kept
RESEAU = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
PROCESSEUR = 4
ECRAN = {"width": 390, "height": 844}
PARENT, ENSEIGNANTE = "nadia.belhadj@exemple.fr", "claire.lefort@exemple.fr"
PEINT = """() => new Promise((dire) => {
  new PerformanceObserver((vu) => dire(vu.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
})"""
# Whose, where it begins, and the link that leads there from it.
PAGES = {
    "accueil": (PARENT, "/", ""),
    "fil": (PARENT, "/notifications/", ""),
    "jour": (PARENT, "/cahier/jour/", ""),
    "semaine": (PARENT, "/semaine/", ""),
    "conversation": (PARENT, "/messages/", "main a[href*='/messages/fil/']"),
    "mot": (PARENT, "/", "main a[href^='/carnet/']"),
    "appel": (ENSEIGNANTE, "/", "main a[href^='/appel/']"),
    "menus": (PARENT, "/periscolaire/menus/", ""),
    "rendez_vous": (PARENT, "/rendez-vous/", ""),
}
NOTES = ("performance", "accessibility", "best-practices")
TEMPS = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")  # milliseconds, but for the last
PAQUETS = ("node@22", "lighthouse@13.5.0")
OUTIL = RACINE / ".venv" / "lighthouse"


def mesurer(carnet: Carnet) -> None:
    print("\ntéléphone lent : 400 kb/s, 400 ms, un quart du processeur", flush=True)
    with demonstration() as serveur, sync_playwright() as p:
        navigateur = lancer(p.chromium)
        mesurer_l_accueil(carnet, navigateur, serveur)
        mesurer_l_appel(carnet, navigateur, serveur)
        navigateur.close()
        mesurer_par_lighthouse(carnet, p, serveur)


@contextmanager
def demonstration():
    with tempfile.TemporaryDirectory(prefix="ent-telephone-") as dossier:
        modeles.copier(Path(dossier), modeles.DEMONSTRATION)
        serveur = Serveur(Path(dossier))
        try:
            serveur.demarrer()
            yield serveur
        finally:
            serveur.fermer()


@contextmanager
def appareil(navigateur: Browser, serveur: Serveur, qui: str):
    contexte = navigateur.new_context(viewport=ECRAN, locale="fr-FR", timezone_id="Europe/Paris")
    contexte.add_cookies([serveur.session(qui) | {"url": serveur.adresse}])
    yield contexte.new_page()
    contexte.close()


def mesurer_l_accueil(carnet: Carnet, navigateur: Browser, serveur: Serveur) -> None:
    temps, suivants, poids = [], [], []
    for _essai in range(ESSAIS):
        with appareil(navigateur, serveur, PARENT) as page:
            octets = peser(page)
            ralentir(page)
            page.goto(serveur.adresse, wait_until="load")
            temps.append(page.evaluate(PEINT) / 1000)
            page.wait_for_load_state("networkidle")  # the photos came, and the worker has what it keeps
            poids.append(sum(octets) / 1000)
            page.goto("about:blank")
            page.goto(serveur.adresse, wait_until="load")
            suivants.append(page.evaluate(PEINT) / 1000)
    carnet.noter("poids_accueil", max(poids), "ko", "≤ 80")
    carnet.noter("accueil_lent_premier", statistics.median(temps), "s", "≤ 2.0")
    carnet.noter("accueil_lent_suivant", statistics.median(suivants), "s", "≤ 0.8")


def ralentir(page: Page) -> None:
    protocole = page.context.new_cdp_session(page)
    protocole.send("Network.enable")
    protocole.send("Network.emulateNetworkConditions", RESEAU)
    protocole.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSEUR})


def mesurer_l_appel(carnet: Carnet, navigateur: Browser, serveur: Serveur) -> None:
    appel.etre_trente(serveur)
    with appareil(navigateur, serveur, ENSEIGNANTE) as page:
        page.goto(serveur.adresse)
        carnet.noter("appel_30", appel.cocher(page) + appel.envoyer(page), "s", "< 20")


def mesurer_par_lighthouse(carnet: Carnet, p, serveur: Serveur) -> None:
    if not (OUTIL / "node_modules/lighthouse").exists():
        if not shutil.which("npm"):
            print("  lighthouse : sauté, il faut npm", flush=True)
            return
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(OUTIL), *PAQUETS], check=True
        )
    port = port_libre()
    notes: list[float] = []
    with tempfile.TemporaryDirectory() as profil:
        contexte = p.chromium.launch_persistent_context(
            profil,
            executable_path=installe(entier=True),
            args=[*OPTIONS, f"--remote-debugging-port={port}"],
            locale="fr-FR",
        )
        for nom, (qui, depart, lien) in PAGES.items():
            contexte.clear_cookies()
            contexte.add_cookies([serveur.session(qui) | {"url": serveur.adresse}])
            adresse = serveur.adresse + depart
            if lien:
                page = contexte.new_page()
                page.goto(adresse)
                adresse = serveur.adresse + page.locator(lien).first.get_attribute("href")
                page.close()
            dites = juger(adresse, port)
            print(f"  {nom:<14} " + ", ".join(f"{quoi} {note:.0f}" for quoi, note in dites.items()), flush=True)
            notes += [dites[quoi] for quoi in NOTES]
        contexte.close()
    carnet.noter("lighthouse_min", min(notes), "sur 100", "≥ 95")


def juger(adresse: str, port: int) -> dict[str, float]:
    """By Lighthouse in the browser of that port, which is signed in: the three notes, out of 100, and what makes the first."""
    rapports = [lighthouse(adresse, port) for _essai in range(JUGES)]
    assert all(rapport["finalDisplayedUrl"].startswith(adresse) for rapport in rapports)
    notes = {quoi: [100 * rapport["categories"][quoi]["score"] for rapport in rapports] for quoi in NOTES}
    temps = {quoi: [rapport["audits"][quoi]["numericValue"] for rapport in rapports] for quoi in TEMPS}
    return {quoi: statistics.median(vus) for quoi, vus in (notes | temps).items()}


def lighthouse(adresse: str, port: int) -> dict:
    modules = OUTIL / "node_modules"
    commande = [
        str(modules / "node/bin/node"),
        str(modules / "lighthouse/cli/index.js"),
        adresse,
        f"--port={port}",
        "--output=json",
        "--quiet",
        "--disable-storage-reset",
        f"--only-categories={','.join(NOTES)}",
    ]
    fini = subprocess.run(commande, capture_output=True, text=True, check=False, timeout=180)
    if fini.returncode:
        raise SystemExit(f"Lighthouse n’a pas jugé {adresse} :\n{fini.stderr[-2000:]}")
    return json.loads(fini.stdout)
