"""Who is on a photo, asked where it is joined."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner
from tests.pages.journal import image

pytestmark = pytest.mark.navigateur


def test_a_teacher_says_who_is_on_the_photos_of_a_mot_without_leaving_it(appareil, serveur, tmp_path):
    photos = []
    for couleur in ("teal", "brown"):
        photos.append(tmp_path / f"{couleur}.png")
        photos[-1].write_bytes(image(couleur, 400))
    telephone = appareil("telephone")
    telephone.entrer("claire.lefort@exemple.fr")
    telephone.aller(f"/carnet/classe/{serveur.lire('d.cp_ce1.pk')}/")
    page = telephone.page
    page.get_by_text("lisent", exact=True).click()
    page.get_by_label("Titre").fill("La ferme")
    page.locator(".depot input[type=file]").set_input_files(photos)
    lignes = page.locator(".depot__fichier")
    for n in range(2):
        lignes.nth(n).get_by_role("button", name="Personne n’est sur cette photo").wait_for()
    assert examiner(page, "asked in place") == [] and not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []

    # One tap where nobody is; where Inès is, why she may not be shown is said at once.
    lignes.nth(0).get_by_role("button", name="Personne n’est sur cette photo").click()
    lignes.nth(0).get_by_text("On n’y reconnaît personne").first.wait_for()
    lignes.nth(1).get_by_text("On y reconnaît des élèves").click()
    lignes.nth(1).locator("label.puce", has_text="Inès B.").click()
    lignes.nth(1).get_by_role("button", name="C’est noté").click()
    lignes.nth(1).get_by_text("Les familles ne la verront pas").first.wait_for()
    telephone.photographier("images-mot")
    assert examiner(page, "refused in place") == [] and not debords(page)

    # Sent as it is, it comes back whole; without that photo, it leaves. What was said is asked no more.
    page.get_by_role("button", name="Envoyer aux familles").click()
    page.get_by_text("ne peut pas être montrée à ces familles").first.wait_for()
    assert page.get_by_label("Titre").input_value() == "La ferme"
    lignes.nth(0).get_by_text("On n’y reconnaît personne").first.wait_for()
    lignes.nth(1).get_by_text("Garder").click()
    page.get_by_role("button", name="Envoyer aux familles").click()
    page.get_by_text("C’est parti : les familles le voient maintenant.").first.wait_for()
    assert page.get_by_text("cachée aux familles").count() == 0
