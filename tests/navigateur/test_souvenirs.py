"""A keepsake in Chromium: a mother asks for it on her phone, takes it, and opens it without the site."""

import zipfile

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.souvenirs", "cahier_de_textes", "pages")]

VOIX = "__import__('tests.services.souvenirs.conftest', fromlist=['x']).avec_une_voix(d)"


def test_a_mother_takes_the_album_of_her_child_and_opens_it_without_the_site(appareil, serveur, tmp_path):
    serveur.faire(VOIX)
    telephone = appareil("telephone")
    page = telephone.page
    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller("/plus/")
    page.get_by_role("link", name="Garder ses souvenirs").click()
    assert examiner(page, "list") == [] and not debords(page)
    page.get_by_role("link", name="L’album d’Inès").click()
    page.get_by_role("heading", name="L’album d’Inès", level=1).wait_for()
    telephone.photographier("souvenirs-avant")
    assert examiner(page, "album") == [] and not debords(page)
    assert page.evaluate(PETITES_CIBLES, 44) == []
    page.get_by_role("button", name="Préparer l’album").click()
    lien = page.get_by_role("link", name="Télécharger")
    lien.wait_for(timeout=60_000)
    telephone.photographier("souvenirs-pret")
    assert examiner(page, "ready") == []
    with page.expect_download() as recu:
        lien.click()
    assert recu.value.suggested_filename.startswith("album-ines-")
    recu.value.save_as(tmp_path / "album.zip")
    with zipfile.ZipFile(tmp_path / "album.zip") as archive:
        archive.extractall(tmp_path / "album")

    telephone.contexte.set_offline(True)
    page.goto((tmp_path / "album/index.html").as_uri())
    page.get_by_role("heading", name="L’album d’Inès", level=1).wait_for()
    image = page.locator(".photos img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.photos img').naturalWidth > 0")
    assert page.locator("audio[controls]").count() >= 1
    assert page.evaluate("document.querySelector('audio').load() || document.querySelector('audio').src").startswith(
        "file://"
    )
    assert examiner(page, "the page of the ZIP") == []
    assert not debords(page)
    telephone.photographier("souvenirs-garde")
    image.click()
    page.wait_for_url("**/photos/*.webp")
