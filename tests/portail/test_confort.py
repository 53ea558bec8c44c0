"""How a pupil likes to read: kept with the pupil."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from ent.coquille.assemblages import assembler


def _corps(page: str) -> str:
    return re.search(r'<body class="([^"]*)"', page)[1]


def test_larger_type_and_the_reading_font_follow_the_pupil_and_not_the_tablet(d, mardi, entrer):
    tablette = entrer(d.eleve_cp)
    assert _corps(tablette.get("/").text) == "eleve"
    tablette.post("/confort/", {"choix": "est_grand", "oui": "1"})
    tablette.post("/confort/", {"choix": "est_lisible", "oui": "1"})
    assert _corps(tablette.get("/").text) == "eleve confort--grand confort--lisible"
    tablette.force_login(d.eleve_ce1)
    assert _corps(tablette.get("/").text) == "eleve"
    assert _corps(entrer(d.eleve_cp).get("/").text) == "eleve confort--grand confort--lisible"


def test_a_comfort_is_taken_back_by_the_same_button(d, mardi, entrer):
    tablette = entrer(d.eleve_cp)
    tablette.post("/confort/", {"choix": "est_grand", "oui": "1"})
    assert tablette.post("/confort/", {"choix": "est_grand", "suite": "/cahier/"})["Location"] == "/cahier/"
    assert _corps(tablette.get("/").text) == "eleve"
    assert tablette.post("/confort/", {"choix": "est_admin", "oui": "1"}).status_code == 302


def test_the_reading_font_is_small_and_named_once_in_the_style_sheet():
    noms = re.findall(r"url\(/static/(coquille/polices/[\w-]+\.woff2)\)", assembler("style.css").contenu.decode())
    assert noms == ["coquille/polices/atkinson-normale.woff2", "coquille/polices/atkinson-grasse.woff2"]
    assert sum(Path(finders.find(nom)).stat().st_size for nom in noms) < 20_000
