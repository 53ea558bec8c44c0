"""What a form says is wrong leaves once it is corrected, on the screen and for who listens."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.navigateur


def test_what_is_wrong_leaves_field_by_field_and_the_box_with_the_last(appareil):
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page = telephone.page
    page.goto(f"{page.url.rstrip('/')}/absences/prevenir/")
    page.get_by_role("button", name="Prévenir").click()
    boite, fautes = page.locator("main [role=alert]"), page.locator(".erreur")
    expect(fautes).to_have_count(2)
    expect(boite).to_contain_text("corrigez ce qui est marqué")
    page.locator(".puce", has_text="Malade").click()
    expect(fautes).to_have_text(["À corriger : Choisissez un enfant."])
    assert page.locator("[name=motif][aria-invalid]").count() == 0
    expect(boite.get_by_role("link")).to_have_text(["Qui ?"])
    ines = page.locator(".puce", has_text="Inès")
    ines.evaluate("puce => scrollTo(0, puce.getBoundingClientRect().top + scrollY - 80)")
    avant = ines.bounding_box()["y"]
    ines.click()
    expect(fautes).to_have_count(0)
    expect(boite).to_have_count(0)
    assert page.locator("[name=eleves][aria-invalid]").count() == 0
    telephone.photographier("absence-corrigee")
    assert abs(ines.bounding_box()["y"] - avant) < 2, "what one touches stays under the finger"


def test_a_field_of_the_shell_says_no_more_that_it_is_wrong(appareil):
    """Tied to its input by aria-describedby, and to the box by a link."""
    telephone = appareil("telephone")
    telephone.entrer("nadia.belhadj@exemple.fr")
    page = telephone.page
    page.goto(f"{page.url.rstrip('/')}/absences/prevenir/")
    page.locator(".puce", has_text="Inès").click()
    for puce in ("Autre", "Retard"):
        page.locator(".puce", has_text=puce).last.click()
    expect(page.locator(".phrase-lue")).to_contain_text("arrivera en retard")
    page.get_by_role("button", name="Prévenir").click()
    champ = page.get_by_label("En quelques mots")
    expect(champ).to_have_attribute("aria-describedby", "id_precision_error")
    champ.press_sequentially("Panne")
    expect(page.locator("#id_precision_error")).to_have_count(0)
    for attribut in ("aria-describedby", "aria-invalid"):
        assert champ.get_attribute(attribut) is None
    expect(page.locator("main [role=alert]")).to_have_count(0)
    assert telephone.erreurs == []
