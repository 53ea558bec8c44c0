"""`make captures`: the screenshots of the README, from the demonstration, in docs/captures."""

import os
import re
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.reglages")
django.setup()

from tests.navigateur.chromium import lancer  # noqa: E402
from tests.navigateur.conftest import Appareil  # noqa: E402  (its server is one of the product)
from tests.navigateur.serveur import Serveur  # noqa: E402

DOSSIER = Path(__file__).resolve().parent.parent / "docs" / "captures"
# (name, size, e-mail, path, theme)
PAGES = [
    ("mere-telephone", "telephone", "nadia.belhadj", "/", "light"),
    ("mere-sombre-telephone", "telephone", "nadia.belhadj", "/", "dark"),
    ("mere-arabe-telephone", "telephone", "samira.haddad", "/", "light"),
    ("semaine-bureau", "bureau", "nadia.belhadj", "/semaine/", "light"),
    ("journee-bureau", "bureau", "claire.lefort", "/", "light"),
    ("enseignante-bureau", "bureau", "claire.lefort", "/cahier/classe/1/", "light"),
    ("enseignante-telephone", "telephone", "claire.lefort", "/cahier/classe/1/", "light"),
    ("cahier-telephone", "telephone", "nadia.belhadj", "/cahier/jour/", "light"),
    ("message-telephone", "telephone", "nadia.belhadj", "/messages/fil/1/", "light"),
    ("carnet-bureau", "bureau", "claire.lefort", "/carnet/mot/1/", "light"),
    ("journal-telephone", "telephone", "nadia.belhadj", "/journal/", "light"),
    ("site-bureau", "bureau", "nadia.belhadj", "/ecoles/ecole-du-cerf-volant/", "light"),
    ("directrice-bureau", "bureau", "anne.quemeneur", "/", "light"),
    ("operateur-bureau", "bureau", "olivier.renard", "/", "light"),
    ("referente-bureau", "bureau", "brigitte.morvan", "/", "light"),
]

# Images are asked for as one comes near them: those of the screen are waited for.
IMAGES_VUES = """() => Promise.all([...document.images].filter((i) => i.getBoundingClientRect().top < innerHeight)
  .map((i) => i.decode().catch(() => {})))"""


def main(dossier: Path = DOSSIER) -> None:
    dossier.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as p:
        serveur = Serveur(Path(var))
        serveur.gerer("migrate", "--verbosity", "0")
        entrees = serveur.gerer("semer_demonstration", "--adresse", serveur.adresse)
        serveur.demarrer()
        chromium = lancer(p.chromium)
        try:
            for nom, taille, qui, chemin, theme in PAGES:
                a = Appareil(
                    chromium, serveur, taille, color_scheme=theme, device_scale_factor=2 if taille == "telephone" else 1
                )
                a.entrer(f"{qui}@exemple.fr")
                a.aller(chemin)
                a.page.evaluate(IMAGES_VUES)
                a.page.screenshot(path=dossier / f"{nom}.png")
                a.contexte.close()
            tablette(chromium, serveur, entrees, dossier)
        finally:
            chromium.close()
            serveur.fermer()


def tablette(chromium, serveur: Serveur, entrees: str, dossier: Path) -> None:
    """The wall, the secret, the pupil's day."""
    mur = re.search(r"Tablette : (\S+)\n.*« Inès ».*: (.+)", entrees)
    assert mur
    a = Appareil(chromium, serveur, "tablette")
    a.aller(mur[1])
    a.page.screenshot(path=dossier / "mur-tablette.png")
    a.page.get_by_text("Inès", exact=True).click()
    a.page.screenshot(path=dossier / "secret-tablette.png")
    for image in mur[2].split(", puis "):
        a.page.get_by_role("button", name=image, exact=True).click()
    a.page.wait_for_url(serveur.adresse + "/")
    a.page.screenshot(path=dossier / "eleve-tablette.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOSSIER)
