"""Run beside the server (`serveur.lire`): every kind of page that a persona reaches by links, its status, what it is made of."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

SANS_PAGE = re.compile(r"\.(pdf|csv|svg|png)$|/sortir|/static/|#")
SANS_FIN = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DESSINS = {"path", "g", "circle", "rect", "use", "line", "polygon", "polyline", "ellipse"}
ETATS = {"hidden", "required", "disabled", "readonly", "checked", "open", "multiple"}


def genre(chemin: str) -> str:
    """One page per kind: ids are alike, and the names of schools and of articles."""
    sans_nom = re.sub(r"/(ecoles|actualites|projets)/[^/]+", r"/\1/n", chemin.split("?")[0])
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "n", sans_nom)


class Composants(HTMLParser):
    """What axe and the style sheets can tell apart: elements with their classes, role and states, in the page or around it.

    Some rules judge what is missing: a list that is empty, a level of heading that is skipped are components too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.vus: set[str] = set()
        self.langue = ""
        self._pile: list[list] = []  # [name, component, whether anything is inside]
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
        if re.fullmatch("h[1-6]", tag):
            self.vus.add(f"{self._titre} puis {tag}")
            self._titre = tag
        if self._pile:
            self._pile[-1][2] = True
        if tag not in SANS_FIN:
            self._pile.append([tag, composant, False])

    def handle_data(self, data: str) -> None:
        if self._pile and data.strip():
            self._pile[-1][2] = True

    def handle_endtag(self, tag: str) -> None:
        while any(nom == tag for nom, *_reste in self._pile):
            nom, composant, rempli = self._pile.pop()
            if not rempli:
                self.vus.add(f"{composant} (vide)")
            if nom == tag:
                return


def composants(html: str) -> tuple[str, list[str]]:
    """Language of a page, and its components."""
    lecteur = Composants()
    lecteur.feed(html)
    return lecteur.langue, sorted(lecteur.vus)


def explorer(qui: str, depart: str, hors: str = "-", garder: str = "") -> list[tuple[str, int, str, list[str]]]:
    """(path, status, language, components) of every kind of page reachable from `depart`, but for those that begin by `hors`.

    `qui` is the key of a persona in the cast, or empty: nobody. Asked of the product without a browser: it would add nothing
    to a status, and takes a hundred times as long. What the pages hold is kept in the file `garder`: path → HTML.
    """
    from django.conf import settings
    from django.test import Client

    from config.demonstration.distribution import Distribution

    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[1])
    if qui:
        client.force_login(getattr(Distribution(), qui))
    vues: dict[str, tuple[str, int, str, list[str]]] = {}
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


def a_examiner(pages: list[tuple[str, str, str, list[str]]]) -> list[tuple[str, str, bool]]:
    """(who, path, whether new) of the fewest pages, the richest first, that show every component of every kind of page in its language.

    What stands around pages (bar, menus, dialogues) counts once for all of them. New: with components that this kind of page has
    shown in no language yet.
    """
    vus: dict[tuple[str, str], set[str]] = {}
    retenues = []
    for qui, chemin, langue, elements in sorted(pages, key=lambda page: (-len(page[3]), page[0], page[1])):
        autour = {e for e in elements if e.startswith("autour")}
        siens = {genre(chemin): {*elements} - autour, "autour": autour}
        nouveaux, neuve = (
            any(montres - vus.get((ou, dans), set()) for ou, montres in siens.items()) for dans in (langue, "")
        )
        for ou, montres in siens.items():
            for dans in (langue, ""):
                vus.setdefault((ou, dans), set()).update(montres)
        if nouveaux:
            retenues.append((qui, chemin, neuve))
    return retenues
