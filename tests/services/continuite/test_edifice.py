"""What a timeline says, read as lines: one each, that lead to their own platform; nonsense takes nothing else away."""

import datetime as dt
import json

import pytest

from ent.services.continuite.lectures import edifice

from .entcore import MOT, nouvelle, relire


@pytest.mark.parametrize(
    ("brute", "titre", "lien"),
    [
        (
            nouvelle(message="<script>vol()</script>Un &lt;b&gt; mot\u202e\n de plus"),
            "Un <b> mot de plus",
            "/schoolbook#/word/n-1",
        ),
        (nouvelle(message="a " * 200), ("a " * 70).strip()[:139] + "…", "/schoolbook#/word/n-1"),
        (nouvelle(resourceUri="https://ailleurs.exemple.fr/x"), MOT, "/timeline/timeline"),
        (nouvelle(resourceUri="//ailleurs.exemple.fr/x"), MOT, "/timeline/timeline"),
        (nouvelle(resourceUri="javascript:alert(1)"), MOT, "/timeline/timeline"),
        (nouvelle(resourceUri="/a b"), MOT, "/timeline/timeline"),
        (nouvelle(resourceUri={"x": 1}), MOT, "/timeline/timeline"),
        (nouvelle(resourceUri="https://college.exemple.fr/blog#/view/1"), MOT, "/blog#/view/1"),
        (nouvelle(le="1795509000000"), MOT, "/schoolbook#/word/n-1"),
    ],
)
def test_a_news_is_one_line_that_leads_to_its_own_server(brute, titre, lien):
    adresse, maintenant = "https://college.exemple.fr", dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
    (lue,) = edifice.lire(_corps(brute), adresse, maintenant).nouvelles
    assert (lue.titre, lue.lien) == (titre, adresse + lien)


@pytest.mark.parametrize(
    "brute",
    [
        "x",
        5,
        None,
        {},
        nouvelle(message="<p> </p>"),
        nouvelle("<b>"),
        nouvelle(le="hier"),
        nouvelle(le="2026-09-01T08:00:00Z"),
        nouvelle(le="2027-01-01T08:00:00Z"),
    ],
)
def test_one_that_is_nonsense_takes_no_other_away(brute):
    lues = edifice.lire(
        _corps(brute, nouvelle("n-2")), "https://college.exemple.fr", dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
    )
    assert [n.identifiant for n in lues.nouvelles] == ["n-2"]


def _corps(*brutes) -> bytes:
    return json.dumps({"status": "ok", "number": len(brutes), "results": brutes}).encode()


def test_nonsense_loses_no_key_that_was_just_given(d, college, entcore, relie, horloge, monkeypatch):
    """A title of half a sign; and what nobody thought of."""
    entcore.nouvelles["u-mere"].append(nouvelle("n-2") | {"message": "\ud800"})
    relie = relire(horloge, relie, dt.timedelta(hours=2))
    assert (relie.panne, relie.fini_le) == ("illisible", None)
    monkeypatch.setattr(edifice, "nouvelles", lambda *_tout: 1 / 0)
    avant = relie.expire_le
    relie = relire(horloge, relie, dt.timedelta(days=1))
    assert (relie.panne, relie.fini_le) == ("illisible", None)
    assert relie.expire_le > avant, "the new keys are kept"
