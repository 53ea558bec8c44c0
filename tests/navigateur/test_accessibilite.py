"""Every page that a persona can reach by links: axe finds nothing, nothing overflows, focus is seen, targets are large."""

import fcntl
import json
from collections.abc import Collection

import pytest
from axe_playwright_python.base import AXE_SCRIPT as AXE

from tests import valide
from tests.navigateur.chromium import peser
from tests.navigateur.exploration import QUOI, Visite, a_examiner
from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

# Who walks, and where from: the sites of schools are public, the same for all: walked by who is not signed in, and by one who is.
SITE = "/ecoles/"
ADULTES = {
    "directrice": "anne.quemeneur", "enseignante": "claire.lefort", "remplacant": "idriss.sow", "mere": "nadia.belhadj",
    "pere_separe": "mehdi.belhadj", "mere_arabophone": "samira.haddad", "referente": "brigitte.morvan",
    "operateur": "olivier.renard",
}  # fmt: skip
# Pages that each of them reaches by links, on the demonstration. A walk that stops early would examine less.
PAGES = {
    "directrice": 61, "enseignante": 53, "remplacant": 57, "mere": 37, "pere_separe": 35, "mere_arabophone": 34,
    "referente": 16, "operateur": 32,
}  # fmt: skip
# By layout, what a visit may be for there; what goes by one of two sets alone asks axe less.
VUES = {(390, "light"): ("clair", "contraste"), (1280, "dark"): ("sombre",)}
REGLES = {
    ("clair",): {"rules": {"color-contrast": {"enabled": False}}},
    ("contraste",): {"runOnly": ["color-contrast"]},
}
PARTS = 4  # of the pages that axe examines, shared between the processes of the suite (tests/partage.py)


# Wagtail's own administration is walked and judged by axe, not by the checker: its HTML is Wagtail's, in no template of ours.
DE_WAGTAIL = "/cms/"
# Every walk: who (empty: nobody), from where, past nothing that begins so.
MARCHES = {qui: (qui, "/", "-" if qui == "operateur" else SITE) for qui in ADULTES} | {
    "eleve": ("eleve_cp", "/", SITE),
    "site": ("", f"{SITE}ecole-du-cerf-volant/", "/entrer/"),
    "portes": ("", "/entrer/", "-"),
}


@pytest.fixture(scope="module")
def exploration(serveur, tmp_path_factory, worker_id):
    """The folder of the walks: `<walk>` has what `explorer` gives, `<walk>.html` what the pages hold.

    Processes of one run share the walks, each beginning at another end: what one has walked, the other reads.
    """
    dossier = tmp_path_factory.getbasetemp()
    dossier = (dossier if worker_id == "master" else dossier.parent) / "exploration"
    dossier.mkdir(exist_ok=True)
    explorer = "__import__('tests.navigateur.exploration', fromlist=['x']).explorer"
    for nom in list(MARCHES)[:: -1 if worker_id.endswith("1") else 1]:
        with (dossier / f"{nom}.verrou").open("w") as verrou:
            fcntl.flock(verrou, fcntl.LOCK_EX)
            if not (dossier / nom).exists():
                trouvees = serveur.lire(f"{explorer}(*{MARCHES[nom]!r}, {str(dossier / nom)!r} + '.html')")
                (dossier / nom).write_text(json.dumps(trouvees))
    return dossier


@pytest.fixture(scope="module")
def pages(exploration) -> dict[str, list]:
    """By walk: every page within reach, as `explorer` gives it."""
    return {nom: json.loads((exploration / nom).read_text()) for nom in MARCHES}


# An axe of our own: Wagtail's editor loads one too, with rules of its own on what is written. By Chromium's own protocol, since
# Playwright rewrites what it evaluates (200 ms of these 500 kB); and only what is at fault comes back, not all that passed.
AXE_DES_TESTS = f"if (!window.axeDesTests) {{ {AXE}; window.axeDesTests = window.axe; }} 0"
# A colour that is changing is neither of the two that are read.
FAUTES = """async (options) => {
  await Promise.allSettled(document.getAnimations().filter((a) => a instanceof CSSTransition).map((a) => a.finished));
  const vu = await axeDesTests.run({ resultTypes: ["violations"], preload: location.protocol !== "file:", ...options });
  return vu.violations.map((f) => `${f.id} ${f.nodes[0].target} ${f.nodes[0].html.slice(0, 120)}`);
}"""


def examiner(page, ou: str, options: dict | None = None) -> list[str]:
    page.wait_for_load_state()  # words are found as soon as they are parsed: their sheets may still be coming
    if not page.evaluate("'axeDesTests' in window"):
        protocole = page.context.new_cdp_session(page)  # kept: detached, it would give back the network that a test cut
        assert "exceptionDetails" not in protocole.send("Runtime.evaluate", {"expression": AXE_DES_TESTS})
    return [f"{ou}: {faute}" for faute in page.evaluate(FAUTES, options or {})]


def test_axe_says_what_is_at_fault(appareil):
    page = appareil("telephone").page
    page.set_content("<html lang=fr><title>t</title><main><h1>t</h1><img src='data:,'></main>")
    assert examiner(page, "ici") == ['ici: image-alt img <img src="data:,">']


def debords(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


PETITES_CIBLES = """min => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,summary')]
  .filter(e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
    return r.width && s.visibility !== 'hidden' && s.opacity !== '0' && !e.closest('p, li:not(.fil__article), td, .hors-ecran, .evitement')
      && !(e.labels && e.labels.length) && r.height < min - 1; })
  .map(e => e.outerHTML.slice(0, 100) + ' ' + Math.round(e.getBoundingClientRect().height))"""

# A sentence that what stands beside it squeezed to a word or two a line.
SERRES = """() => [...document.querySelectorAll('main *')].filter((e) => {
    const dit = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join(' ');
    if (dit.length < 24) return false;
    const lignes = document.createRange();
    lignes.selectNodeContents(e);
    const boites = [...lignes.getClientRects()].filter((b) => b.width > 1);
    return new Set(boites.map((b) => Math.round(b.top))).size > 4 && Math.max(...boites.map((b) => b.width)) < 90;
  }).map((e) => e.outerHTML.slice(0, 100))"""


# Each fragment that the page asks for again, asked for and put in its place: no id may then stand twice.
REPRENDRE = """async () => {
  const tard = (lieu) => new Promise((suite, refus) => setTimeout(refus, 10000, `no answer: ${lieu.outerHTML.slice(0, 200)}`));
  for (const lieu of document.querySelectorAll("[data-hx-get]"))
    if (lieu.isConnected) await Promise.race([htmx.ajax("GET", lieu.getAttribute("data-hx-get"), { source: lieu }), tard(lieu)]);
  await new Promise((suite) => setTimeout(suite, 50));
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return ids.filter((id, rang) => ids.indexOf(id) !== rang);
}"""


@pytest.mark.parametrize("qui", ADULTES)
def test_every_page_within_reach_of_an_adult_answers(pages, qui):
    assert [(chemin, statut) for chemin, statut, *_reste in pages[qui] if statut != 200] == []
    assert len(pages[qui]) >= PAGES[qui]


def test_every_page_within_reach_is_valid(exploration):
    """By the Nu checker (RGAA 8.2), over the whole demonstration. What no link reaches: tests/test_valide.py."""
    html = {
        f"{nom} {chemin}": page
        for nom in MARCHES
        for chemin, page in json.loads((exploration / f"{nom}.html").read_text()).items()
        if not chemin.startswith(DE_WAGTAIL)
    }
    assert len(html) >= sum(PAGES.values()) - 8
    assert valide.fautes(html) == []


@pytest.fixture(scope="module")
def visites(pages) -> list[Visite]:
    """Pages of adults, those of one beside one another."""
    return a_examiner([(qui, chemin, *reste) for qui in ADULTES for chemin, _statut, *reste in pages[qui]])


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_of_adults(appareil, visites, part):
    """Each kind of page with each set of components, once: on a phone in light colours. On a desk in dark ones, each place of a text.

    In a second language, which changes words and their direction but neither colours nor roles, on a phone: each kind is laid out.
    """
    siennes = visites[part * len(visites) // PARTS : (part + 1) * len(visites) // PARTS]
    appareils: dict = {}
    fautes = []
    for visite in siennes:
        if visite.qui not in appareils:
            # Nothing judged here depends on a worker, which would keep each of these pages once more.
            appareils[visite.qui] = appareil("telephone", service_workers="block")
            appareils[visite.qui].entrer(f"{ADULTES[visite.qui]}@exemple.fr")
        fautes += regarder(appareils[visite.qui], visite.chemin, visite.quoi)
    assert fautes == []
    assert len(siennes) >= 100


def test_every_kind_of_page_and_every_component_is_shown_to_axe(pages, visites):
    """Those that are opened hold what all of them hold."""
    toutes = [(chemin, *reste) for qui in ADULTES for chemin, _statut, *reste in pages[qui]]
    for quoi in QUOI:
        montres = set().union(*(visite.besoins[quoi] for visite in visites if quoi in visite.quoi))
        assert montres == set().union(*(Visite("", *page).besoins[quoi] for page in toutes))
    assert {visite.qui for visite in visites} == {*ADULTES}
    assert len({visite.chemin for visite in visites if "clair" in visite.quoi}) < len(toutes)


# What WCAG 1.4.12 lets a reader ask of the space between letters, words, lines and paragraphs: nothing may be lost by it.
ESPACER = """() => {
  const feuille = new CSSStyleSheet();
  feuille.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [feuille];
}"""


def regarder(a, chemin: str, quoi: Collection[str]) -> list[str]:
    """Faults of this page: of its layout whatever is asked, and by `quoi` as in `a_examiner`."""
    fautes, page = [], a.page
    assert a.aller(chemin).status == 200
    for (largeur, theme), vues in VUES.items():
        siennes = tuple(vue for vue in vues if vue in quoi)
        if siennes or largeur == 390:
            page.set_viewport_size({"width": largeur, "height": 844})
            # Nothing moves: colours that are still changing would be judged.
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            ou = f"{chemin} {largeur} {theme}"
            fautes += examiner(page, ou, REGLES.get(siennes)) if siennes else []
            if largeur == 390:
                fautes += [f"{ou}: small target {c}" for c in page.evaluate(PETITES_CIBLES, 44)]
                fautes += [f"{ou}: squeezed {c}" for c in page.evaluate(SERRES)]
    page.set_viewport_size({"width": 320, "height": 700})
    if debords(page):
        fautes.append(f"{chemin}: overflows at 320 px (400 % of 1280)")
    if "page" in quoi:
        page.evaluate(ESPACER)
        fautes += [f"{chemin}: overflows at 320 px, letters spaced"] * debords(page)
    if "fragments" in quoi:
        fautes += [f"{chemin}: « {i} » twice once its fragments are back" for i in page.evaluate(REPRENDRE)]
    return fautes


def test_what_a_change_of_class_refuses_is_read_on_a_desk_and_on_a_phone(appareil, serveur):
    """No link leads to a refusal. On a screen wider than a page, the sheet stands under the bar."""
    uai, eleve = serveur.lire("[d.elementaire.uai, str(d.eleve_cp.uuid)]")
    a, fautes = appareil("bureau"), []
    a.page.set_viewport_size({"width": 1366, "height": 900})
    a.entrer("anne.quemeneur@exemple.fr")
    a.aller(f"/annuaire/{uai}/eleve/{eleve}/")
    marges = "() => { const { left, right } = document.querySelector('main').getBoundingClientRect(); return [left, innerWidth - right]; }"
    gauche, droite = a.page.evaluate(marges)
    assert gauche == droite > 0
    a.page.get_by_role("link", name="Changer de classe").click()
    a.page.get_by_role("button", name="Changer de classe").click()
    a.page.get_by_text("Choisissez la nouvelle classe.").first.wait_for()
    for largeur, theme in ((1366, "light"), (1366, "dark"), (390, "light")):
        a.page.set_viewport_size({"width": largeur, "height": 900})
        a.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        fautes += examiner(a.page, f"{largeur} {theme}")
    fautes += a.page.evaluate(PETITES_CIBLES, 44)
    a.page.set_viewport_size({"width": 320, "height": 700})
    assert not debords(a.page) and fautes == []


def test_pages_before_signing_in(appareil, pages):
    a = appareil("telephone")
    fautes = []
    site, portes = pages["site"], pages["portes"]
    assert [(chemin, statut) for chemin, statut, *_reste in [*site, *portes] if statut != 200] == []
    assert len(site) >= 8
    for chemin in dict.fromkeys([*(c for c, *_reste in [*portes, *site]), "/hors-ligne/", "/cette-page-n-existe-pas/"]):
        a.aller(chemin)
        fautes += examiner(a.page, chemin)
        a.page.set_viewport_size({"width": 320, "height": 700})
        if debords(a.page):
            fautes.append(f"{chemin}: overflows at 320 px")
        a.page.set_viewport_size({"width": 390, "height": 844})
    assert fautes == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_a_pupil_on_the_classroom_tablet(appareil, serveur, theme):
    a = appareil("tablette", color_scheme=theme)
    jeton = serveur.lire("d.cp_ce1.jeton_tablette")
    fautes = []

    def regarder(ou: str) -> None:
        fautes.extend(examiner(a.page, ou))
        fautes.extend(f"{ou}: small target {c}" for c in a.page.evaluate(PETITES_CIBLES, 72))

    a.aller(f"/tablette/{jeton}/")
    regarder("the wall")
    a.page.get_by_text("Inès", exact=True).click()
    a.page.get_by_role("heading", name="Touche tes 3 images").wait_for()
    regarder("the secret")
    entrer_par_les_images(a, serveur, jeton)
    regarder("the day")
    assert fautes == []


def test_focus_is_seen_on_every_stop_of_the_parent_s_home(appareil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    sans = []
    for _ in range(40):
        a.page.keyboard.press("Tab")
        vu = a.page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return 'fin';
            const contour = n => n && parseFloat(getComputedStyle(n).outlineWidth) >= 2 && getComputedStyle(n).outlineStyle !== 'none';
            return contour(e) || contour(e.closest('label')) ? '' : e.outerHTML.slice(0, 120); }"""
        )
        if vu == "fin":
            break
        if vu:
            sans.append(vu)
    assert sans == []


def test_the_first_load_of_the_parent_s_home_weighs_under_80_kb(appareil):
    """With its photos. What its scripts ask for afterwards, for the day without network or because something is new, is no part of it."""
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    neuf = appareil("telephone")
    neuf.contexte.add_cookies(a.contexte.cookies())
    octets = peser(neuf.page)
    neuf.aller("/")
    neuf.page.wait_for_load_state("networkidle")
    print(f"first load of the parent's home: {sum(octets) / 1000:.1f} kB in {len(octets)} requests")
    assert 0 < sum(octets) <= 80_000
