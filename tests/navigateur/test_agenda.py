"""The agenda in Chromium: a teacher writes what comes back, corrects one time, cancels another; a mother reads it by day."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.agenda_ecole")]


def test_what_comes_back_is_written_once_and_corrected_one_time(appareil, serveur):
    bureau, telephone = appareil("bureau"), appareil("telephone")
    bureau.entrer("claire.lefort@exemple.fr")
    bureau.aller("/agenda/")
    bureau.page.get_by_role("link", name="Écrire dans l’agenda : CP-CE1", exact=True).click()
    bureau.page.get_by_label("Quoi").fill("Escalade")
    bureau.page.get_by_label("Jour", exact=True).fill("2026-12-01")
    bureau.page.locator("[name=de]").fill("10:00")
    assert bureau.page.get_by_label("Pas pendant les vacances").is_hidden()
    bureau.page.get_by_label("Revient").select_option("hebdo")
    assert bureau.page.get_by_label("Pas pendant les vacances").is_visible()
    bureau.photographier("agenda-ecrire")
    assert examiner(bureau.page, "write") == []
    bureau.page.get_by_role("button", name="Écrire dans l’agenda").click()
    bureau.page.get_by_text("C’est écrit : les familles le voient.").first.wait_for()
    assert bureau.page.locator(".agenda-puce", has_text="Escalade").count() == 3  # 1, 8 and 15: then come holidays
    bureau.photographier("agenda-mois")
    assert examiner(bureau.page, "month") == []

    bureau.page.locator(".agenda-puce", has_text="Escalade").nth(1).click()
    bureau.page.get_by_label("Un mot aux familles").fill("Le gymnase est fermé.")
    bureau.page.get_by_role("button", name="Annuler et prévenir").click()
    bureau.page.get_by_text("C’est annulé : les familles le savent.").first.wait_for()
    assert examiner(bureau.page, "event") == []

    telephone.entrer("nadia.belhadj@exemple.fr")
    telephone.aller("/agenda/?mois=2026-12")
    jours = telephone.page.locator(".agenda-jours")
    assert jours.locator(".agenda-date--annulee", has_text="Escalade").count() == 1
    assert jours.locator(".agenda-date", has_text="Escalade").count() == 3
    assert telephone.page.locator(".agenda-grille").is_hidden()
    telephone.photographier("agenda-telephone")
    assert examiner(telephone.page, "days") == []
    assert not debords(telephone.page)
    assert telephone.page.evaluate(PETITES_CIBLES, 44) == []
    jours.locator(".agenda-date--annulee", has_text="Escalade").click()
    telephone.page.get_by_text("Le gymnase est fermé.").first.wait_for()
    assert telephone.page.get_by_role("button", name="Rétablir").count() == 0
    assert not debords(telephone.page)


def test_it_is_read_and_written_without_scripts(appareil):
    telephone = appareil("telephone", java_script_enabled=False)
    telephone.entrer("odile.tissier@exemple.fr")
    telephone.aller("/agenda/")
    telephone.page.get_by_role("link", name="Écrire dans l’agenda : École Les Coquelicots", exact=True).click()
    telephone.page.get_by_label("Quoi").fill("Galette")
    telephone.page.get_by_label("Jour", exact=True).fill("2026-12-02")
    telephone.page.get_by_role("button", name="Écrire dans l’agenda").click()
    telephone.page.locator(".agenda-jours").get_by_text("Galette").first.wait_for()
