"""Two taps where one was meant: the second finds what the first did, and never a page that is not there."""

import pytest
from django.urls import reverse

from cahier_de_textes.models import Seance, Travail
from ent.annuaire.models import EntreeJournal
from tests.cahier_de_textes.test_actions import donner
from tests.cahier_de_textes.test_seances import ecrire


@pytest.mark.parametrize("nom", ["travail", "seance"])
def test_withdrawn_and_put_back_by_two_taps_each(d, mardi, entrer, nom):
    travail = nom == "travail"
    ecrit = donner(d) if travail else ecrire(d)
    client, suite = entrer(d.enseignante), "" if travail else "seance_"
    for geste, reste in (("retirer", 0), ("remettre", 1)):
        reponses = [client.post(reverse(f"cahier_{suite}{geste}", args=[ecrit.pk])) for _tap in range(2)]
        assert [r.status_code for r in reponses] == [302, 302]
        assert reponses[0]["Location"] == reponses[1]["Location"]
        assert (Travail if travail else Seance).objects.presents().count() == reste
        assert EntreeJournal.objects.filter(verbe=f"cahier_de_textes.{geste}_{nom}").count() == 1


def test_of_a_series_nothing_is_done_that_no_button_said(d, mardi, entrer):
    travail = donner(d)
    reponse = entrer(d.enseignante).post(reverse("cahier_serie", args=["travail", travail.pk]))
    assert reponse.status_code == 422
    assert Travail.objects.presents().exists()
