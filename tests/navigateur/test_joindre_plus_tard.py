"""A justificatif joined without network: it is said what leaves by itself, and what remains to be done."""

import pytest
from PIL import Image

from tests.navigateur.test_accessibilite import debords

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.vie_scolaire")]

# The child was absent since this morning; the page is hers to join a paper.
DECLARER = (
    "__import__('ent.services.vie_scolaire.actions.absences', fromlist=['x']).declarer_absence(eleve=d.eleve_cp, "
    "etablissement=d.elementaire, par=d.mere, debut=__import__('django.utils.timezone', fromlist=['x']).localdate(), "
    "fin=__import__('django.utils.timezone', fromlist=['x']).localdate(), duree='journee', motif='maladie').pk"
)
JOINTS = "__import__('ent.services.vie_scolaire.models', fromlist=['x']).DeclarationAbsence.objects.get(pk={}).fichiers.count()"


@pytest.fixture
def image(tmp_path):
    chemin = tmp_path / "certificat.jpg"
    Image.new("RGB", (80, 60), "white").save(chemin)
    return chemin


def test_files_leave_by_themselves_and_it_is_said_what_their_form_does(appareil, couper, serveur, image):
    """« L’envoi reprendra tout seul, même si cette page est fermée » was read of « Joindre » too, which a closed page forgets."""
    declaration = serveur.lire(DECLARER)
    joints = JOINTS.format(declaration)
    a = appareil("telephone")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller(f"/absences/{declaration}/justificatif/")
    a.page.locator("[data-pret]").wait_for()
    compte = a.page.locator("[data-depot-compte]")
    couper(a)
    a.page.locator("input[type=file]").set_input_files(image)
    compte.get_by_text("Le réseau est coupé").wait_for()
    assert "Joindre" not in compte.inner_text()
    a.page.get_by_role("button", name="Joindre", exact=True).click()
    a.page.get_by_text("Puis « Joindre » se fera, si cette page reste ouverte.").first.wait_for()
    assert not debords(a.page)
    couper.rendre()
    a.page.wait_for_url("**/absences/")
    assert serveur.lire(joints) == 1

    a.aller(f"/absences/{declaration}/justificatif/")
    a.page.locator("[data-pret]").wait_for()
    couper(a)
    a.page.locator("input[type=file]").set_input_files(image)
    compte.get_by_text("Le réseau est coupé").wait_for()
    a.page.get_by_role("button", name="Joindre", exact=True).click()
    a.aller("/messages/")  # it is closed before anything leaves
    couper.rendre()
    a.aller(f"/absences/{declaration}/justificatif/")
    compte.get_by_text("Il reste à toucher « Joindre ».").wait_for()
