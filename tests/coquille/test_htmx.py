"""What htmx reads is written as HTML allows: `data-hx-…`. A bare `hx-…` is an attribute that no page may hold (RGAA 8.2)."""

import re

import pytest

from tests.lancer import GABARITS, RACINE

NU = re.compile(r"(?<![\w-])hx-[a-z]")
SOURCES = sorted(p for d in GABARITS for s in ("html", "py", "js", "css") for p in (RACINE / d).rglob(f"*.{s}"))


@pytest.mark.parametrize(
    "ecrit", ['<a hx-get="/">', '[hx-trigger="load"]', 'getAttribute("hx-headers")', "'hx-on:click'"]
)
def test_a_bare_attribute_would_be_seen(ecrit):
    assert NU.search(ecrit)
    assert not NU.search(ecrit.replace("hx-", "data-hx-"))


def test_no_source_holds_a_bare_attribute_of_htmx():
    assert [
        f"{p.relative_to(RACINE)}: {ligne.strip()}"
        for p in SOURCES
        for ligne in p.read_text().splitlines()
        if NU.search(ligne)
    ] == []
    assert sum("data-hx-" in p.read_text() for p in SOURCES) > 30
