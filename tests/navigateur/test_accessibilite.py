"""Every page that a persona can reach by links: axe finds nothing, nothing overflows, focus is seen, targets are large."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.navigateur.test_direct import entrer_par_les_images

pytestmark = pytest.mark.navigateur

ADULTES = [
    "anne.quemeneur", "claire.lefort", "idriss.sow", "nadia.belhadj", "mehdi.belhadj", "samira.haddad",
    "brigitte.morvan", "olivier.renard",
]  # fmt: skip
SANS_PAGE = re.compile(r"\.(pdf|csv|svg|png)$|/sortir|/static/|#")


SITE = "/ecoles/"  # public, the same for all: walked by who is not signed in, and by one who is


def modele(chemin: str) -> str:
    """One page per kind: ids are alike, and the names of schools and of articles."""
    sans_nom = re.sub(r"/(ecoles|actualites|projets)/[^/]+", r"/\1/n", chemin.split("?")[0])
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "n", sans_nom)


def explorer(appareil, depart: str, hors: str = "-") -> list[str]:
    """Paths of every kind of page reachable by links from `depart`, but for those that begin by `hors`."""
    vues: dict[str, str] = {}
    a_voir = [depart]
    while a_voir:
        chemin = a_voir.pop(0)
        if modele(chemin) in vues or chemin.startswith(hors):
            continue
        reponse = appareil.page.request.get(appareil.serveur.adresse + chemin)
        if "text/html" not in reponse.headers.get("content-type", ""):
            continue
        assert reponse.status == 200, f"{chemin} → {reponse.status}"
        vues[modele(chemin)] = chemin
        for lien in re.findall(r'href="(/[^"]*)"', reponse.text()):
            lien = lien.replace("&amp;", "&")
            if not SANS_PAGE.search(lien) and modele(lien) not in vues:
                a_voir.append(lien)
    return list(vues.values())


def examiner(page, ou: str) -> list[str]:
    fautes = Axe().run(page).response["violations"]
    return [f"{ou}: {f['id']} {f['nodes'][0]['target']} {f['nodes'][0]['html'][:120]}" for f in fautes]


def debords(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


PETITES_CIBLES = """min => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,summary')]
  .filter(e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
    return r.width && s.visibility !== 'hidden' && s.opacity !== '0' && !e.closest('p, li:not(.fil__article), td, .hors-ecran, .evitement')
      && !(e.labels && e.labels.length) && r.height < min - 1; })
  .map(e => e.outerHTML.slice(0, 100) + ' ' + Math.round(e.getBoundingClientRect().height))"""


@pytest.mark.parametrize("qui", ADULTES)
def test_pages_of_an_adult(appareil, qui):
    a = appareil("telephone")
    a.entrer(f"{qui}@exemple.fr")
    fautes = []
    chemins = explorer(a, "/", hors="-" if qui == "olivier.renard" else SITE)
    for chemin in chemins:
        a.aller(chemin)
        for largeur, theme in [(390, "light"), (1280, "dark")]:
            a.page.set_viewport_size({"width": largeur, "height": 844})
            # Nothing moves: colours that are still changing would be judged.
            a.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            ou = f"{chemin} {largeur} {theme}"
            fautes += examiner(a.page, ou)
            if largeur == 390:
                fautes += [f"{ou}: small target {c}" for c in a.page.evaluate(PETITES_CIBLES, 44)]
        a.page.set_viewport_size({"width": 320, "height": 700})
        if debords(a.page):
            fautes.append(f"{chemin}: overflows at 320 px (400 % of 1280)")
    assert fautes == []
    assert len(chemins) >= 3


def test_pages_before_signing_in(appareil):
    a = appareil("telephone")
    fautes = []
    site = explorer(a, f"{SITE}ecole-du-cerf-volant/", hors="/entrer/")
    assert len(site) >= 8
    for chemin in [*explorer(a, "/entrer/"), *site, "/hors-ligne/", "/cette-page-n-existe-pas/"]:
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


def test_the_first_load_of_the_parent_s_home_weighs_under_100_kb(appareil):
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    cookies = a.contexte.cookies()
    neuf = appareil("telephone")
    neuf.contexte.add_cookies(cookies)
    cdp = neuf.contexte.new_cdp_session(neuf.page)
    cdp.send("Network.enable")
    recus: list[int] = []
    cdp.on("Network.loadingFinished", lambda e: recus.append(e["encodedDataLength"]))
    neuf.aller("/")
    neuf.page.wait_for_load_state("networkidle")
    print(f"first load of the parent's home: {sum(recus) / 1000:.1f} kB in {len(recus)} requests")
    assert 0 < sum(recus) <= 100_000
