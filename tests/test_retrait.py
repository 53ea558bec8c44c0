"""Taking a service's folder away with its line in the settings leaves a product that starts."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import besoins, retrait

FICHIERS = sorted((retrait.RACINE / "tests").rglob("*.py"))


@pytest.mark.entier
@pytest.mark.timeout(900)  # databases of this product are laid at the first run
@pytest.mark.parametrize("service", settings.SERVICES)
def test_the_product_starts_without_it(service, tmp_path):
    arbre, var = tmp_path / "code", tmp_path / "var"
    retrait.copier(service, arbre)
    assert [d for d in retrait.dossiers(service) if (arbre / d).exists()] == []
    fini = subprocess.run(
        [sys.executable, "-m", "tests.retrait", "--vivre"],
        cwd=arbre,
        env=retrait.environnement(service, var),
        capture_output=True,
        text=True,
        check=False,
    )
    assert fini.returncode == 0, fini.stdout + fini.stderr[-6000:]


def test_each_service_has_its_folder_and_its_tests():
    assert [d for s in settings.SERVICES for d in retrait.dossiers(s) if not (retrait.RACINE / d).is_dir()] == []


def test_no_test_is_left_out_where_every_service_is_installed():
    """A name that is not one of the settings would hide a test for ever."""
    nommes = {
        str(f): inconnus for f in FICHIERS if (inconnus := besoins.partout(f.read_text()) - {*settings.SERVICES, "x"})
    }
    assert nommes == {}
    assert [f for f in FICHIERS if besoins.sans_objet(f, settings.SERVICES)] == []


def test_a_file_that_imports_the_service_of_another_room_says_that_it_needs_it():
    """Else, without that service, pytest reads nothing more of the other rooms. Files of the whole house are not played there (`DU_TOUT`)."""
    du_tout = {retrait.RACINE / "tests" / nom for nom in retrait.DU_TOUT}
    fautes = {}
    for fichier in FICHIERS:
        if fichier.name in ("conftest.py", "matrice.py") or (
            fichier.name.startswith("test_") and not du_tout & {fichier, *fichier.parents}
        ):
            relatif = str(fichier.relative_to(retrait.RACINE))
            siens = {s for s in settings.SERVICES if relatif.startswith(retrait.dossiers(s)[1])}
            importes = besoins.importes(fichier, retrait.RACINE, settings.SERVICES)
            if manquent := importes - siens - besoins.du_fichier(fichier.read_text()):
                fautes[relatif] = manquent
    assert fautes == {}


def test_a_test_of_the_whole_house_is_played_where_nothing_was_taken_away():
    assert besoins.SANS not in os.environ


def test_a_file_that_needs_an_absent_service_is_not_read(tmp_path):
    fichier = tmp_path / "test_x.py"
    fichier.write_text('import pytest\nfrom x import y\n\npytestmark = pytest.mark.besoin_de("x")\n')
    assert besoins.sans_objet(fichier, ["z"])
    assert not besoins.sans_objet(fichier, ["x", "z"])
    fichier.write_text('pytestmark = [\n    pytest.mark.reel,\n    pytest.mark.besoin_de("x"),\n]\n')
    assert besoins.sans_objet(fichier, ["z"])
    fichier.write_text('pytestmark = pytest.mark.reel\n\n\n@pytest.mark.besoin_de("x")\ndef test_un(): ...\n')
    assert not besoins.sans_objet(fichier, ["z"])
