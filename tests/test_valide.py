"""What no link reaches is valid too: every address of the matrix, as each persona who may read it is answered.

The pages within reach of links are judged over the demonstration: tests/navigateur/test_accessibilite.py.
"""

import pytest
from django.db import transaction
from django.urls import reverse

from tests import valide
from tests.matrice import COLONNES, TABLES, Objets, client_de
from tests.test_matrice import lues

PAGE = '<!doctype html><html lang="fr"><head><title>t</title></head><body>{}</body></html>'
# What answers to a gesture, explains a refusal, or is read. « No such page » and « not yours » are the same page everywhere: once each.
LUS = {"200", "422"}
PARTOUT = {"403", "404"}
# Wagtail's administration: its HTML is Wagtail's, in no template of ours.
DE_WAGTAIL = ("cms_", "wagtail")


SANS_FAUTE = ['<p data-hx-get="/">a</p>', '<link rel="stylesheet" href="a.css">', "<section><p>a</p></section>"]
FAUTES = {
    '<p hx-get="/">a</p>': "Attribute “hx-get” not allowed",
    '<p id="a">a</p><p id="a">b</p>': "Duplicate ID “a”.",
    '<time datetime="2026-11-24T10:00:00.123456+01:00">mardi</time>': "Bad value",
    "<ul><p>a</p></ul>": "not allowed as child of element “ul”",
}


def test_the_checker_sees_faults_and_passes_over_advice():
    trouvees = valide.fautes(
        {html: PAGE.format(html) for html in [*SANS_FAUTE, *FAUTES]} | {"fragment": next(iter(FAUTES))}
    )
    assert len(trouvees) == len(FAUTES) + 1
    for html, dit in [*FAUTES.items(), ("fragment", "Attribute “hx-get” not allowed")]:
        assert [f for f in trouvees if f.startswith(f"{html}: ") and dit in f]


@pytest.fixture(autouse=True)
def reglages(settings):
    """See `tests/test_matrice.py`."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.ENT_TRADUCTION_URL = "http://127.0.0.1:9"


def repondues(d) -> dict[str, str]:
    """« persona method address status » → HTML: for each row, the first persona who gets each status."""
    trouvees: dict[str, str] = {}
    dits: set[str] = set()
    for methode, nom, ecole, *statuts in (ligne for table in TABLES for ligne in lues(table)):
        voulus = {statut: qui for qui, statut in reversed(list(zip(COLONNES, statuts, strict=True)))}
        voulus = {statut: qui for statut, qui in voulus.items() if statut in LUS or statut in PARTOUT - dits}
        if ecole == "maternelle" or nom.startswith(DE_WAGTAIL) or not voulus:
            continue
        with transaction.atomic():
            arguments, envoi = Objets(d, ecole).arguments(nom)
            chemin = reverse(nom, args=arguments)
            for statut, qui in voulus.items():
                with transaction.atomic():
                    client = client_de(None if qui == "anonyme" else getattr(d, qui))
                    reponse = client.get(chemin) if methode == "GET" else client.post(chemin, envoi)
                    if not reponse.streaming and reponse.get("Content-Type", "").startswith("text/html"):
                        dits.add(statut)
                        trouvees[f"{qui} {methode} {nom} {statut}"] = reponse.text
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
    return trouvees


def test_every_answer_in_html_is_valid(d, mardi):
    pages = repondues(d)
    assert len(pages) > 170
    assert valide.fautes(pages) == []
