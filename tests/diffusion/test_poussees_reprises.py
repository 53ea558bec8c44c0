"""Pushes that are tried again while a school rests."""

import datetime as dt

import pytest

from ent.diffusion import expedition
from tests.diffusion.test_poussees import HEURE, MINUTE, UNE
from tests.etages import poser

pytestmark = pytest.mark.besoin_de("cahier_de_textes")  # whose kind of news is told


def test_what_a_school_at_rest_keeps_of_a_retry_is_pushed_when_it_opens(d, mardi, abonner, nouvelle, poussees, horloge):
    """On the phone that had not heard it; the tablet heard both in time."""

    def passer(instant: dt.datetime) -> list[tuple[str, str]]:
        horloge(instant)
        avant = len(poussees.recues)
        expedition.poussees_dues()
        return poussees.textes[avant:]

    poser({"calme.debut": dt.time(18, 30)}, d.maternelle)
    soir = mardi + 8 * HEURE + 28 * MINUTE
    horloge(soir)
    abonner(d.mere, "telephone")
    abonner(d.mere, "tablette")
    poussees.reponses["telephone"], poussees.entetes = 429, {"Retry-After": "300"}
    nouvelle(d.mere, 1)
    nouvelle(d.mere, 2, de=d.eleve_ms, ecole=d.maternelle)
    assert passer(soir) == [("tablette", "Travail donné. 2 nouvelles de l’école vous attendent.")]
    del poussees.reponses["telephone"]
    assert passer(soir + 5 * MINUTE) == [("telephone", UNE)]
    assert passer(soir + HEURE) == []
    assert passer(mardi + 21 * HEURE) == [("telephone", UNE)]
    assert passer(mardi + 22 * HEURE) == []
