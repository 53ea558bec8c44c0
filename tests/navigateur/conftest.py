"""A real server (daphne, SQLite, the demonstration) and a real Chromium."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests import modeles
from tests.navigateur import horloge
from tests.navigateur.chromium import lancer
from tests.navigateur.serveur import Serveur

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in this thread
expect.set_options(timeout=20_000)  # milliseconds: a machine that is busy is no fault of the page
CAPTURES = Path(os.environ.get("ENT_CAPTURES", "")) if os.environ.get("ENT_CAPTURES") else None
FILS = "__import__('tests.messagerie.fils', fromlist=['x']).Fils(d)"
TAILLES = {"telephone": (390, 844), "tablette": (1024, 768), "bureau": (1280, 800)}


@pytest.fixture(scope="package")
def machine(tmp_path_factory):
    """The server of all these tests: starting one takes seconds."""
    var = tmp_path_factory.mktemp("serveur")
    modeles.copier(var, modeles.DEMONSTRATION)
    s = Serveur(var)
    with closing(sqlite3.connect(var / modeles.BASE)) as base, base:
        # Laid for another port: the addresses of the schools' sites have the one of this server.
        base.execute("UPDATE wagtailcore_site SET port = ? WHERE hostname != 'localhost'", [s.port])
    try:
        s.demarrer()
        yield s
    finally:
        s.fermer()


@pytest.fixture(scope="module")
def serveur(machine):
    """The demonstration as it was laid: no file of tests finds what another one did, whatever their order on this machine."""
    machine.recommencer()
    return machine


@pytest.fixture(scope="package")
def playwright():
    """Started once for all these tests and closed before any other: it keeps a loop running, in which none can start."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        yield p


@pytest.fixture(scope="package")
def chromium(playwright):
    """One browser for all these tests."""
    navigateur = lancer(playwright.chromium)
    yield navigateur
    navigateur.close()


# A first page belongs to the worker once it has everything; without scripts there is none.
AUX_MAINS_DE_L_AGENT = """() => new Promise((suite) => {
  const agent = navigator.serviceWorker;
  agent.controller ? suite() : agent.addEventListener("controllerchange", () => suite(), { once: true });
})"""


# The box of what waits was gone through once more: its turn is asked for after that of this pass (boite-d-envoi.js).
BOITE_PARCOURUE = """() => {
  dispatchEvent(new Event("online"));
  return navigator.locks.request("boite-d-envoi", () => true);
}"""
# What pages do after a few seconds is done at once.
SANS_ATTENDRE = """(() => {
  const vrai = setTimeout;
  globalThis.setTimeout = (geste, duree, ...reste) => vrai(geste, duree >= 500 && duree <= 5000 ? 10 : duree, ...reste);
})()"""


def _sans_ce_qui_se_redit(page):
    """What was done is said again to screen readers, a moment later (fait.js): the text that is looked for is the page's."""
    trouver = page.get_by_text
    page.get_by_text = lambda *mots, **options: trouver(*mots, **options).and_(page.locator(":not(#annonce)"))
    return page


class Appareil:
    """One device of one person: its own cookies, its own size. Any error of the page's scripts fails the test."""

    def __init__(self, chromium, serveur: Serveur, taille: str, **options) -> None:
        largeur, hauteur = TAILLES[taille]
        self.serveur = serveur
        self.a_des_scripts = options.get("java_script_enabled", True)
        self.a_un_agent = self.a_des_scripts and options.get("service_workers") != "block"
        self.contexte = chromium.new_context(
            viewport={"width": largeur, "height": hauteur}, locale="fr-FR", timezone_id="Europe/Paris", **options
        )
        self.contexte.add_init_script(horloge.DATE % (serveur.ecart * 1000))
        self.page = _sans_ce_qui_se_redit(self.contexte.new_page())
        if not self.a_des_scripts:  # scripts are stopped after the sheets were told of them: these are told too
            sans = {"features": [{"name": "scripting", "value": "none"}]}
            self.contexte.new_cdp_session(self.page).send("Emulation.setEmulatedMedia", sans)
        self.erreurs: list[str] = []
        self.page.on("pageerror", lambda e: self.erreurs.append(str(e)))
        self.page.on("console", self._console)

    def _console(self, message) -> None:
        # A refused answer, a cut network, a request given up for a newer one are the business of the test, not errors of the page.
        attendus = ("Failed to load resource", "WebSocket connection to", "htmx:sendAbort", "htmx:afterRequest")
        if message.type == "error" and not message.text.startswith(attendus):
            self.erreurs.append(message.text)

    def aller(self, chemin: str):
        adresse = chemin if chemin.startswith("http") else self.serveur.adresse + chemin
        try:
            return self.page.goto(adresse)
        except Error as ailleurs:  # the page was about to load itself again: a person types the address once more
            if "interrupted by another navigation" not in str(ailleurs):
                raise
            return self.page.goto(adresse)

    def entrer(self, courriel: str) -> None:
        """Be at home, signed in, the page in the worker's hands: as after the form, which `entrer_au_formulaire` goes through."""
        if not self.a_des_scripts:  # there is no worker to wait for
            self.entrer_au_formulaire(courriel)
            return
        self.contexte.add_cookies([self.serveur.session(courriel) | {"url": self.serveur.adresse}])
        self.aller("/")
        if self.a_un_agent:
            self.page.evaluate(AUX_MAINS_DE_L_AGENT)

    def entrer_au_formulaire(self, courriel: str, mot_de_passe: str = "Cerf-volant-2026") -> None:
        self.aller("/entrer/")
        self.page.locator("input[name=login]").fill(courriel)
        self.page.locator("input[name=password]").fill(mot_de_passe)
        self.page.get_by_role("button", name="Entrer", exact=True).click()
        self.page.wait_for_url(self.serveur.adresse + "/")

    def perdre_les_reponses(self, adresses: str) -> None:
        """The server takes what is sent there and the device never hears of it, until `page.unroute(adresses)`."""
        self.page.route(adresses, lambda route: (route.fetch(), route.abort()))

    def sans_attendre(self) -> None:
        """From the next page on, what pages do after a few seconds they do at once."""
        self.contexte.add_init_script(SANS_ATTENDRE)

    def avoir_fini(self) -> None:
        """Nothing is being asked any more: what has not been done by now will not be."""
        self.page.wait_for_load_state("networkidle")

    def parcourir_la_boite(self) -> None:
        """Everything that waits on the device, and may leave, has left. What leaves may lead the page elsewhere: that one is asked then."""
        try:
            self.page.evaluate(BOITE_PARCOURUE)
        except Error as ailleurs:
            if "Execution context was destroyed" not in str(ailleurs):
                raise
            self.page.wait_for_load_state()
            self.page.evaluate(BOITE_PARCOURUE)

    def photographier(self, nom: str) -> None:
        if CAPTURES:
            CAPTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=CAPTURES / f"{nom}.png", full_page=False)


@pytest.fixture
def appareil(chromium, serveur):
    """``appareil("telephone")`` gives a new device."""
    ouverts: list[Appareil] = []

    def ouvrir(taille: str, **options) -> Appareil:
        ouverts.append(Appareil(chromium, serveur, taille, **options))
        return ouverts[-1]

    yield ouvrir
    for a in ouverts:
        a.contexte.close()
    assert [a.erreurs for a in ouverts if a.erreurs] == []


@pytest.fixture
def fil(serveur) -> int:
    """The thread of a mother and a teacher."""
    serveur.faire(f"{FILS}.foyer()")
    return serveur.lire(f"{FILS}.foyer().pk")


@pytest.fixture
def ecole(serveur):
    from tests.navigateur.ecole import Ecole

    return Ecole(serveur)


@pytest.fixture
def couper(serveur):
    """``couper(a)`` : the network is away, for the worker too, until the end of the test or ``rendre(a)``."""
    coupes = []

    def geste(a) -> None:
        a.contexte.set_offline(True)
        if not coupes:
            serveur.couper()
        coupes.append(a)

    def rendre() -> None:
        if coupes:
            serveur.rendre()
        while coupes:
            coupes.pop().contexte.set_offline(False)

    geste.rendre = rendre
    yield geste
    rendre()
