"""The rights matrix: every address × every persona × own school and the other school → status.

`matrice.txt` is the truth, read by people. An address that is absent from it fails the suite; so does a status that moved.
`ENT_MATRICE=nouvelles pytest tests/test_matrice.py` writes the rows of new addresses as they are, to be read before they are kept.
"""

import os
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin import urls as wagtail

from tests.matrice import COLONNES, Objets, lignes, statuts

TABLE = Path(__file__).with_name("matrice.txt")
LIGNES = [ligne.split() for ligne in TABLE.read_text().splitlines() if ligne.strip() and not ligne.startswith("#")]


@pytest.fixture(autouse=True)
def traduction(settings):
    """Offered, and away: whoever may read words is told so (422), for others the address does not exist."""
    settings.ENT_TRADUCTION_URL = "http://127.0.0.1:9"


def adresses(resolveur=None) -> set[str]:
    noms = set()
    for motif in (resolveur or get_resolver()).url_patterns:
        if isinstance(motif, URLResolver) and motif.urlconf_module is wagtail:
            continue  # tests/pages/test_site_cms.py plays each of them against another school
        if isinstance(motif, URLResolver):
            noms |= adresses(motif)
        elif isinstance(motif, URLPattern):
            noms.add(motif.name or str(motif.pattern))
    return noms


def test_every_address_has_its_rows():
    assert adresses() - {ligne[1] for ligne in LIGNES} == set()
    assert {ligne[1] for ligne in LIGNES} - adresses() == set()


def test_each_row_has_a_status_for_every_persona():
    assert [ligne[:3] for ligne in LIGNES if len(ligne) != 3 + len(COLONNES)] == []


if voulues := os.environ.get("ENT_MATRICE"):

    @pytest.mark.timeout(1200)
    def test_write_rows(d, mardi):
        """« nouvelles »: the addresses that have no row yet. « toutes », or a regular expression: these again."""
        connues = {ligne[1] for ligne in LIGNES}
        motif = {"nouvelles": r"\b\B", "toutes": ""}.get(voulues, voulues)
        refaites = {nom for nom in adresses() if nom not in connues or re.search(motif, nom)}
        gardees = ["{:<5}{:<40}{:<12}{}".format(*li[:3], " ".join(li[3:])) for li in LIGNES]
        gardees = [g for g in gardees if g.split()[1] in adresses() - refaites]
        rendues = sorted(gardees + lignes(d, list(refaites)), key=lambda li: (li.split()[1], li.split()[0]))
        entete = "# method, address, school of the object, then one status per persona:\n# " + " ".join(COLONNES)
        TABLE.write_text("\n".join([entete, *rendues]) + "\n")


@pytest.mark.parametrize("ligne", LIGNES, ids=lambda ligne: "-".join(ligne[:3]))
def test_statuses(ligne, d, mardi):
    methode, nom, ecole, *attendus = ligne
    obtenus = statuts(d, Objets(d, ecole), methode, nom)
    assert dict(zip(COLONNES, obtenus, strict=True)) == dict(zip(COLONNES, attendus, strict=True))
