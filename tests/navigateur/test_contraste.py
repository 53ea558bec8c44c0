"""Forced colours (the contrast themes of a system): no background is left, and what is chosen, or is here, still stands out."""

from io import BytesIO

import pytest
from PIL import Image

pytestmark = pytest.mark.navigateur


def fond(element) -> tuple:
    """The colour that most of it has on the screen: what its style says is not what a forced colour makes of it."""
    image = Image.open(BytesIO(element.screenshot())).convert("RGB")
    return max(image.getcolors(image.width * image.height))[1]


PUCES = (
    ".puce:is(:has(:checked), [aria-current], [aria-pressed='true'])",
    ".puce:not(:has(:checked), [aria-current], [aria-pressed='true'])",
)
PAGES = [
    ("claire.lefort", "bureau", "/cahier/classe/1/travail/", *PUCES),
    ("claire.lefort", "bureau", "/carnet/classe/1/", *PUCES),
    ("claire.lefort", "bureau", "/messages/", ".nav a[aria-current]", ".nav a:not([aria-current])"),
    ("claire.lefort", "telephone", "/cahier/classe/1/", ".jours-tel a[aria-current]", ".jours-tel a:not([aria-current])"),
    ("nadia.belhadj", "telephone", "/", ".barre-basse a[aria-current]", ".barre-basse a:not([aria-current])"),
    ("nadia.belhadj", "telephone", "/", *PUCES),
    ("nadia.belhadj", "telephone", "/semaine/", ".jours__jour[aria-current]", ".jours__jour:not([aria-current])"),
]  # fmt: skip


def test_what_is_chosen_and_what_is_not_are_told_apart_without_backgrounds(appareil):
    fautes = []
    for qui, taille in dict.fromkeys(page[:2] for page in PAGES):
        a = appareil(taille, forced_colors="active")
        a.entrer(f"{qui}@exemple.fr")
        for _, _, chemin, choisis, autres in [page for page in PAGES if page[:2] == (qui, taille)]:
            a.aller(chemin)
            choisi, autre = (a.page.locator(quoi).locator("visible=true").first for quoi in (choisis, autres))
            if fond(choisi) == fond(autre):
                fautes.append(f"{chemin} {taille}: {choisi.inner_text()}")
    assert fautes == []
