"""A space between schools in Chromium: a direction opens it and invites, the other agrees, a teacher adds a visit, a parent signs up."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = [pytest.mark.navigateur, pytest.mark.besoin_de("ent.services.espaces")]


def test_two_schools_make_a_visit_together(appareil, serveur):
    une, autre = appareil("bureau"), appareil("telephone")
    une.entrer("anne.quemeneur@exemple.fr")
    une.aller("/espaces/")
    une.page.get_by_role("link", name="Ouvrir un espace").click()
    une.page.get_by_label("Nom de l’espace").fill("La grande chorale")
    une.page.get_by_label("De quoi il s’agit").fill("Chanter ensemble avant Noël.")
    une.page.get_by_role("button", name="Ouvrir l’espace").click()
    une.page.get_by_role("link", name="Inviter un établissement").click()
    assert examiner(une.page, "invite") == []
    une.page.get_by_label("Quel établissement").select_option(label="École Les Coquelicots")
    une.page.get_by_role("button", name="Inviter").click()
    une.page.get_by_text("n’a pas répondu").wait_for()
    une.page.get_by_role("link", name="Choisir qui vient").click()
    une.page.get_by_label("M. Caradec").check()
    une.page.get_by_label("CM2", exact=True).check()
    une.page.get_by_role("button", name="Enregistrer").click()
    une.page.get_by_text("CM2 (12 élèves)").wait_for()
    une.photographier("espaces-bureau")
    assert examiner(une.page, "space") == []

    autre.entrer("odile.tissier@exemple.fr")
    autre.aller("/espaces/")
    autre.page.get_by_role("link", name="La grande chorale").click()
    assert not debords(autre.page)
    assert examiner(autre.page, "invitation") == []
    autre.page.get_by_role("button", name="Oui, mon école entre").click()
    autre.page.get_by_label("Moyens").check()
    autre.page.get_by_role("button", name="Enregistrer").click()
    autre.page.get_by_text("Moyens (10 élèves)").wait_for()
    assert autre.page.evaluate(PETITES_CIBLES, 44) == []

    maitre = appareil("telephone")
    maitre.entrer("yann.caradec@exemple.fr")
    maitre.aller("/espaces/")
    maitre.page.get_by_role("link", name="La grande chorale").click()
    maitre.page.get_by_role("link", name="Ajouter une date").click()
    maitre.page.get_by_label("Quoi").fill("Visite du théâtre")
    maitre.page.get_by_label("Jour", exact=True).fill("2026-12-10")
    assert maitre.page.get_by_label("Nombre de places").is_hidden()
    maitre.page.get_by_label("Oui : chaque famille dit si son enfant vient").check()
    maitre.page.get_by_label("Nombre de places").fill("1")
    maitre.page.get_by_role("button", name="Ajouter la date").click()
    maitre.page.get_by_text("0 enfant vient").wait_for()
    assert not debords(maitre.page)
    assert examiner(maitre.page, "visit") == []

    mere = appareil("telephone")
    mere.entrer("nadia.belhadj@exemple.fr")
    mere.aller("/espaces/")
    mere.page.get_by_role("link", name="La grande chorale").click()
    mere.page.get_by_role("link", name="Visite du théâtre").click()
    mere.page.get_by_role("button", name="Oui : Sofiane").click()
    mere.page.get_by_text("une place est gardée").wait_for()
    mere.page.get_by_role("button", name="Oui : Lina-Maëlys").click()
    mere.page.get_by_text("vous êtes sur la liste d’attente").wait_for()
    mere.photographier("espaces-visite")
    assert not debords(mere.page)
    assert mere.page.evaluate(PETITES_CIBLES, 44) == []
    assert examiner(mere.page, "family") == []
    maitre.page.reload()
    maitre.page.get_by_text("1 enfant vient").wait_for()
