"""Packages are locked, those that others bring too, and what runs here is what is locked."""

import re
from importlib.metadata import PackageNotFoundError, version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.test_coherence import RACINE

PAQUET = re.compile(r"^(\S+==\S+(?: ; [^\\]+)?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
VERROUS = ["requirements", "requirements-dev"]


def figes(nom: str) -> dict[str, str]:
    """Version by package, of those that this system installs."""
    lus = [Requirement(texte) for texte, _empreintes in PAQUET.findall((RACINE / f"{nom}.txt").read_text())]
    return {canonicalize_name(r.name): str(r.specifier)[2:] for r in lus if r.marker is None or r.marker.evaluate()}


@pytest.mark.parametrize("nom", VERROUS)
def test_each_line_of_a_lock_is_a_version_and_its_digests(nom):
    """And says nothing of where packages come from: that is the business of who installs."""
    texte = (RACINE / f"{nom}.txt").read_text()
    assert re.sub(r"^#.*\n", "", PAQUET.sub("", texte), flags=re.MULTILINE).strip() == ""
    assert not re.search(r"https?://|index-url|find-links|trusted-host", texte)


@pytest.mark.parametrize("nom", VERROUS)
def test_what_is_asked_for_is_locked_at_the_version_asked_for(nom):
    demandes = [Requirement(li) for li in (RACINE / f"{nom}.in").read_text().splitlines() if li and li[0] not in "#-"]
    verrou = figes(nom)
    assert {r.name: verrou.get(canonicalize_name(r.name)) for r in demandes} == {
        r.name: str(r.specifier)[2:] for r in demandes
    }


def test_both_locks_agree():
    produit, tous = figes("requirements"), figes("requirements-dev")
    assert {nom: tous.get(nom) for nom in produit} == produit


def test_what_runs_here_is_what_is_locked():
    def installee(nom: str) -> str:
        try:
            return version(nom)
        except PackageNotFoundError:
            return ""

    verrou = figes("requirements")
    assert {nom: installee(nom) for nom in verrou} == verrou
