"""Two taps where one was meant: the second finds what the first did, and never a page that is not there."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cahier_de_textes.actions import travaux as actions
from cahier_de_textes.actions.commun import Public
from cahier_de_textes.models import Seance, Travail
from ent.annuaire.models import EntreeJournal
from ent.diffusion.models import Notification
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


@pytest.mark.parametrize("nom", ["travail", "seance"])
def test_who_corrects_what_a_colleague_withdrew_meanwhile_reads_so(d, mardi, entrer, nom):
    """Their page was open: the address is not false, and what they typed waits in their draft."""
    ecrit = donner(d) if nom == "travail" else ecrire(d)
    suite = "" if nom == "travail" else "seance_"
    client, page = entrer(d.enseignante), reverse(f"cahier_{suite}modifier", args=[ecrit.pk])
    assert client.get(page).status_code == 200
    client.post(reverse(f"cahier_{suite}retirer", args=[ecrit.pk]))
    for reponse in (client.post(page, {"texte": "Relire la page 3"}), client.get(page)):
        assert (reponse.status_code, "puis corrigez-l" in reponse.text) == (403, True)
    assert entrer(d.enseignant).get(page).status_code == 404, "to who teaches it not, nothing is there"


def test_a_travail_that_is_withdrawn_while_it_is_corrected_is_told_to_nobody(d, mardi):
    """Given to more by its correction, it would be told to families who read it no more."""
    travail = donner(d, eleves=[d.eleve_cp])
    lu = Travail.objects.select_related("etablissement", "classe", "groupe").get(pk=travail.pk)
    actions.retirer_travail(travail=travail, auteur=d.enseignante)
    with pytest.raises(PermissionDenied, match="Remettez-le"):
        actions.corriger_travail(
            travail=lu,
            auteur=d.enseignante,
            nature="lire",
            texte="Relire",
            date_pour=travail.date_pour,
            public=Public(classe=d.cp_ce1),
        )
    assert not Notification.objects.filter(objet_id=travail.pk).exists()
    assert Travail.objects.get().texte != "Relire"
