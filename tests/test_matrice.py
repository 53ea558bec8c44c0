"""The rights matrix: every address × every persona × own school and the other school → status.

The `matrice.txt` of each room is the truth, read by people. An address that is absent from it fails the suite; so does a status that moved.
`ENT_MATRICE=nouvelles pytest tests/test_matrice.py` writes the rows of new addresses as they are, to be read before they are kept.
"""

import os
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.matrice import COLONNES, DOSSIER, TABLES, Objets, lignes, statuts, un_par_reponse
from tests.seconde_base import SEULE


@pytest.fixture(autouse=True)
def sessions_en_cookies(settings):
    """See `tests/matrice.py`: each persona signs in once."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


def lues(table: Path) -> list[list[str]]:
    return [ligne.split() for ligne in table.read_text().splitlines() if ligne.strip() and not ligne.startswith("#")]


LIGNES = [ligne for table in TABLES for ligne in lues(table)]


@pytest.fixture(autouse=True)
def traduction(settings):
    """Offered, and away: whoever may read words is told so (422), for others the address does not exist."""
    settings.ENT_TRADUCTION_URL = "http://127.0.0.1:9"


def adresses(resolveur=None, table: Path | None = None) -> dict[str, Path]:
    """Each name, and the table of the room whose addresses hold it."""
    noms: dict[str, Path] = {}
    for motif in (resolveur or get_resolver()).url_patterns:
        if isinstance(motif, URLResolver) and _module(motif) == "wagtail.admin.urls":
            continue  # tests/pages/test_site_cms.py plays each of them against another school
        if isinstance(motif, URLResolver):
            noms |= adresses(motif, _table_de(motif) or table)
        elif isinstance(motif, URLPattern):
            noms[motif.name or str(motif.pattern)] = table
    return noms


def _module(resolveur: URLResolver) -> str:
    return getattr(resolveur.urlconf_module, "__name__", "")  # a list of addresses has none


def _table_de(resolveur: URLResolver) -> Path | None:
    """Of the room that this module of addresses belongs to; a library's addresses are those of the room that includes them."""
    chemin = _module(resolveur).removeprefix("ent.").split(".")[:-1]
    table = DOSSIER.joinpath(*chemin, "matrice.txt")
    return table if chemin and table.parent.is_dir() else None


def test_every_address_has_its_rows():
    assert {(nom, table) for nom, table in adresses().items()} == {
        (li[1], table) for table in TABLES for li in lues(table)
    }


def test_each_row_has_a_status_for_every_persona():
    assert [ligne[:3] for ligne in LIGNES if len(ligne) != 3 + len(COLONNES)] == []


if voulues := os.environ.get("ENT_MATRICE"):

    @pytest.mark.timeout(1200)
    def test_write_rows(d, mardi):
        """« nouvelles »: the addresses that have no row yet. « toutes », or a regular expression: these again."""
        connues = {ligne[1] for ligne in LIGNES}
        motif = {"nouvelles": r"\b\B", "toutes": ""}.get(voulues, voulues)
        refaites = {nom for nom in adresses() if nom not in connues or re.search(motif, nom)}
        gardees = ["{:<5}{:<40}{:<12}{}".format(*li[:3], " ".join(li[3:])) for li in LIGNES if li[1] in adresses()]
        gardees = [g for g in gardees if g.split()[1] not in refaites]
        rendues = sorted(gardees + lignes(d, list(refaites)), key=lambda li: (li.split()[1], li.split()[0]))
        entete = "# method, address, school of the object, then one status per persona:\n# " + " ".join(COLONNES)
        for table in {*TABLES, *adresses().values()}:
            siennes = [ligne for ligne in rendues if adresses()[ligne.split()[1]] == table]
            table.write_text("\n".join([entete, *siennes]) + "\n")


# Everybody is asked for by SQLite; the second database, where it is played for what it may answer otherwise (tests/seconde_base.py).
# The statements of the other school are those of the first one.
ENTIERE = not SEULE or bool(os.environ.get("ENT_ENTIER"))
# What is asked of an address (GET, POST) is asked of the same objects, which cost as much to lay as all the answers.
JOUEES: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
for _methode, _nom, _ecole, *_attendus in LIGNES:
    if ENTIERE or _ecole != "maternelle":
        JOUEES.setdefault((_nom, _ecole), {})[_methode] = dict(zip(COLONNES, _attendus, strict=False))


@pytest.mark.parametrize(("nom", "ecole"), [pytest.param(*de_quoi, id="-".join(de_quoi)) for de_quoi in JOUEES])
def test_statuses(nom, ecole, d, mardi):
    """And each page that is opened has its help and one way back."""
    attendus = JOUEES[nom, ecole]
    demandes = {methode: COLONNES if ENTIERE else un_par_reponse(ecrits) for methode, ecrits in attendus.items()}
    fautes: list[str] | None = [] if ENTIERE else None
    obtenus = statuts(d, Objets(d, ecole), nom, demandes, fautes)
    for methode, qui in demandes.items():
        lus = dict(zip(qui, obtenus[methode], strict=True))
        assert (methode, lus) == (methode, {cle: attendus[methode][cle] for cle in qui})
    assert not fautes


def test_one_by_answer_is_somebody_of_each_place_who_is_let_in_and_of_each_refusal():
    lus = {
        "anonyme": "302",
        "mere": "200",
        "pere_separe": "200",
        "mere_arabophone": "404",
        "enseignante": "200",
        "enseignant": "404",
    }
    assert un_par_reponse(lus) == ["anonyme", "mere", "mere_arabophone", "enseignante"]
