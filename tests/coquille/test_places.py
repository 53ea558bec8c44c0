"""Named places of a page, which rooms fill and the page does not know."""

import pytest
from django.test import RequestFactory

from ent.coquille import places
from ent.coquille.places import Fragment, dessiner, enregistrer_fragment
from ent.coquille.reperes import enregistrer_reperes


@pytest.fixture
def essai(monkeypatch):
    monkeypatch.setattr(places, "_fragments", places.defaultdict(list))
    return RequestFactory().get("/")


def test_a_place_that_nobody_fills_is_empty(essai):
    assert dessiner("nulle.part", essai) == ""


def test_fragments_come_in_their_order_and_one_that_has_nothing_to_say_is_silent(essai):
    def dire(nom: str):
        return lambda request, objet: {"nom": f"{nom} {objet}"}

    enregistrer_fragment(Fragment("ici", "coquille/_marque.html", dire("second"), ordre=20))
    enregistrer_fragment(Fragment("ici", "coquille/_marque.html", lambda request, objet: None, ordre=15))
    enregistrer_fragment(Fragment("ici", "coquille/_marque.html", dire("premier"), ordre=10))
    enregistrer_fragment(Fragment("ailleurs", "coquille/_marque.html", dire("non")))
    page = dessiner("ici", essai, "<b>")
    assert (page.count("<a "), "non" in page) == (2, False)
    assert page.index("premier &lt;b&gt;") < page.index("second &lt;b&gt;")


def test_a_mark_that_the_frame_does_not_have_is_refused():
    with pytest.raises(ValueError, match="salon"):
        enregistrer_reperes(salon="accueil")
