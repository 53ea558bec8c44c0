"""Run beside the server (`serveur.lire`): every kind of page that a persona reaches by links, its status, what it is made of."""

import json
import re
from collections.abc import Hashable
from hashlib import blake2b
from heapq import heapify, heappop, heappush
from html.parser import HTMLParser
from pathlib import Path

from tests.navigateur import couleurs

SANS_PAGE = re.compile(r"\.(pdf|csv|svg|png)$|/sortir|/static/|#")
SANS_FIN = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DESSINS = {"path", "g", "circle", "rect", "use", "line", "polygon", "polyline", "ellipse"}
ETATS = {"hidden", "required", "disabled", "readonly", "checked", "open", "multiple"}
# Elements whose words are in no text.
ECRITS = {"input", "select", "textarea"}


def genre(chemin: str) -> str:
    """One page per kind: ids are alike, and the names of schools and of articles."""
    sans_nom = re.sub(r"/(ecoles|actualites|projets)/[^/]+", r"/\1/n", chemin.split("?")[0])
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "n", sans_nom)


def sorte(chemin: str) -> str:
    """What is judged as one: settings have each their page, drawn by one template, and what sets two apart are components."""
    return re.sub(r"/[a-z_]+(\.[a-z_-]+)+/$", "/reglage/", genre(chemin))


class Composants(HTMLParser):
    """What axe and the style sheets can tell apart: elements with their classes, role and states, in the page or around it.

    Some rules judge what is missing: a list that is empty, a level of heading that is skipped are components too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.vus: set[str] = set()
        self.lieux: set[str] = (
            set()
        )  # of what is read: the print of its element and of all that hold it, as colours go by them
        self.fragments: set[str] = set()
        self.langue = ""
        self._pile: list[list] = []  # [name, component, whether anything is inside, how the colours see it]
        self._titre = "début"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        valeurs = dict(attrs)
        if tag == "html":
            self.langue = valeurs.get("lang") or ""
        if tag in DESSINS:
            return
        ou = "main" if tag == "main" or any(nom == "main" for nom, *_reste in self._pile) else "autour"
        classes = re.sub(
            r"\bg-[a-z]+", "", valeurs.get("class") or ""
        )  # the colour of a sticker, a drawing that is not read
        etats = sorted(n for n in valeurs if n.startswith("aria-") or n in ETATS)
        marques = [ou, tag, *classes.split(), valeurs.get("role") or "", valeurs.get("type") or "", *etats]
        composant = " ".join(m for m in marques if m)
        self.vus.add(composant)
        if "data-hx-get" in valeurs:
            self.fragments.add(genre(valeurs["data-hx-get"] or ""))
        vue = couleurs.vue(tag, classes.split(), attrs)
        if re.fullmatch("h[1-6]", tag):
            self.vus.add(f"{self._titre} puis {tag}")
            self._titre = tag
        if self._pile:
            self._pile[-1][2] = True
        if tag in ECRITS:
            self._lire(vue)
        if tag not in SANS_FIN:
            self._pile.append([tag, composant, False, vue])

    def handle_data(self, data: str) -> None:
        if self._pile and data.strip():
            self._pile[-1][2] = True
            if self._pile[-1][0] not in ("script", "style", "title"):
                self._lire()

    def _lire(self, *vue: str) -> None:
        lieu = "\n".join(dite for dite in (*(tenant for *_reste, tenant in self._pile), *vue) if dite)
        self.lieux.add(blake2b(lieu.encode(), digest_size=8).hexdigest())

    def handle_endtag(self, tag: str) -> None:
        while any(nom == tag for nom, *_reste in self._pile):
            nom, composant, rempli, _vue = self._pile.pop()
            if not rempli:
                self.vus.add(f"{composant} (vide)")
            if nom == tag:
                return


def composants(html: str) -> tuple[str, list[str], list[str], list[str]]:
    """Language of a page, its components, where what it says stands, and the fragments that it asks for again."""
    lecteur = Composants()
    lecteur.feed(html)
    return lecteur.langue, sorted(lecteur.vus), sorted(lecteur.lieux), sorted(lecteur.fragments)


def explorer(qui: str, depart: str, hors: str = "-", garder: str = "") -> list[tuple]:
    """(path, status, and what `composants` gives) of every kind of page reachable from `depart`, but for those that begin by `hors`.

    `qui` is the key of a persona in the cast, or empty: nobody. Asked of the product without a browser: it would add nothing
    to a status, and takes a hundred times as long. What the pages hold is kept in the file `garder`: path → HTML.
    """
    from django.conf import settings
    from django.test import Client

    from config.demonstration.distribution import Distribution

    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[1])
    if qui:
        client.force_login(getattr(Distribution(), qui))
    vues: dict[str, tuple] = {}
    pages = {}
    a_voir = [depart]
    while a_voir:
        chemin = a_voir.pop(0)
        if genre(chemin) in vues or chemin.startswith(hors):
            continue
        reponse = client.get(chemin, follow=True)
        if "text/html" not in reponse.headers.get("Content-Type", ""):
            continue
        html = reponse.text
        vues[genre(chemin)] = (chemin, reponse.status_code, *composants(html))
        pages[chemin] = html
        for lien in re.findall(r'href="(/[^"]*)"', html):
            lien = lien.replace("&amp;", "&")
            if not SANS_PAGE.search(lien) and genre(lien) not in vues:
                a_voir.append(lien)
    if garder:
        Path(garder).write_text(json.dumps(pages))
    return list(vues.values())


QUOI = ("clair", "contraste", "sombre", "fragments", "page")


class Visite:
    """A page that the browser opens, and what is judged there besides its layout on a phone."""

    def __init__(
        self, qui: str, chemin: str, langue: str, elements: list[str], lieux: list[str], fragments: list[str]
    ) -> None:
        self.qui, self.chemin, kind = qui, chemin, sorte(chemin)
        du_genre = {(kind, e) for e in elements if not e.startswith("autour")}
        self.besoins: dict[str, set[Hashable]] = {
            # Words and their direction change with the language, neither colours nor roles: there, each component once.
            "clair": {("kind", kind), *du_genre, *((langue, e) for e in elements)},
            # Colours go by the element and all that hold it, in a theme; a desk shows some components that a phone hides.
            "contraste": {*lieux},
            "sombre": {*lieux, *elements},
            "fragments": {(kind, f) for f in fragments},
            "page": {(kind, langue)},
        }
        self.quoi: set[str] = set()


def a_examiner(pages: list[tuple]) -> list[Visite]:
    """The fewest of these pages, as `explorer` gives them behind who reads them, that show everything of all of them. By `quoi`:

    - clair: each component of each kind of page (what stands around them, once for all), each component in each language, but for
      its colours;
    - contraste: each place where something is read, in light colours;
    - sombre: each such place in dark ones, and each component, whatever the page;
    - fragments: each that a kind of page asks for again;
    - page: each kind in each language.
    """
    visites = [Visite(qui, chemin, *reste) for qui, chemin, *reste in sorted(pages, key=lambda page: page[:2])]
    for quoi in QUOI:
        _couvrir(quoi, visites)
    return [visite for visite in visites if visite.quoi]


def _couvrir(quoi: str, visites: list[Visite]) -> None:
    """The page that shows most of what none has shown yet, as long as there is one; of two that show as much, one that is opened anyway."""
    manque = set().union(*(visite.besoins[quoi] for visite in visites))
    rangees = [(-len(visite.besoins[quoi]), not visite.quoi, rang) for rang, visite in enumerate(visites)]
    heapify(rangees)
    while manque:
        _combien, seule, rang = heappop(rangees)
        montre = len(visites[rang].besoins[quoi] & manque)
        encore = (-montre, seule, rang)
        if rangees and rangees[0] < encore:  # it showed more before others were taken
            heappush(rangees, encore)
        else:
            visites[rang].quoi.add(quoi)
            manque -= visites[rang].besoins[quoi]
