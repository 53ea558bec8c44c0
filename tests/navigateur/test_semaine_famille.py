"""« Semaine » of a family: on a phone it opens on today, and days that passed are one line; at a desk nothing is folded."""

import pytest

from tests.navigateur.test_accessibilite import PETITES_CIBLES, debords, examiner

pytestmark = pytest.mark.navigateur

# Tuesday, in the tests.
LUNDI, MARDI = "#jour-2026-11-23", "#jour-2026-11-24"
SAUTS = """() => new Promise((dire) => {
  let somme = 0;
  new PerformanceObserver((vus) => vus.getEntries().forEach((vu) => (somme += vu.value))).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => dire(somme), 300);
})"""


@pytest.fixture(params=[True, False], ids=["scripts", "sans scripts"])
def telephone(request, appareil):
    a = appareil("telephone", java_script_enabled=request.param)
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/semaine/")
    return a


def est_en_vue(a, ou: str) -> bool:
    """Its title is on the screen, above the bar of places."""
    boite = a.page.locator(f"{ou} h2").bounding_box()
    return boite is not None and 0 <= boite["y"] < a.page.viewport_size["height"] * 2 / 3


def test_on_a_phone_it_opens_on_today_and_one_line_opens_what_passed(telephone):
    page = telephone.page
    telephone.photographier("semaine-aujourd-hui")
    assert est_en_vue(telephone, MARDI)
    assert not page.locator(LUNDI).is_visible()
    ligne = page.get_by_role("link", name="Jours passés : lundi", exact=True)
    if telephone.a_des_scripts:
        assert page.evaluate(SAUTS) == 0
        assert (examiner(page, "semaine"), debords(page), page.evaluate(PETITES_CIBLES, 44)) == ([], False, [])
    ligne.focus()
    page.keyboard.press("Enter")
    page.locator(f"{LUNDI} h2").wait_for()
    assert est_en_vue(telephone, LUNDI)
    assert not ligne.is_visible()
    # Each day of the row leads to its own, one that passed too.
    jours = page.get_by_role("navigation", name="Jours de la semaine")
    jours.get_by_role("link", name="mar").click()
    page.locator(LUNDI).wait_for(state="hidden")
    assert est_en_vue(telephone, MARDI)
    jours.get_by_role("link", name="lun").click()
    page.locator(f"{LUNDI} h2").wait_for()
    assert est_en_vue(telephone, LUNDI)


def test_a_week_that_is_over_is_read_whole_and_one_to_come_folds_nothing(telephone):
    for lundi in ("2026-11-16", "2026-11-30"):
        telephone.aller(f"/semaine/{lundi}/")
        assert telephone.page.locator(f"#jour-{lundi}").is_visible()
        assert telephone.page.get_by_text("Jours passés").count() == 0


def test_at_a_desk_each_day_is_a_column(appareil):
    a = appareil("bureau")
    a.entrer("nadia.belhadj@exemple.fr")
    a.aller("/semaine/")
    assert est_en_vue(a, LUNDI) and est_en_vue(a, MARDI)
    assert not a.page.get_by_text("Jours passés").is_visible()
    a.photographier("semaine-bureau")
