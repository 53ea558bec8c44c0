"""What a page's form answers to the outbox of a browser: words, and only where sending again does no harm."""

import uuid
from unittest.mock import ANY

import pytest
from django.urls import reverse

from cahier_de_textes.models import Seance

SEANCE = {"titre": "Les dizaines", "date": "2026-11-24", "moment": "matin"}


@pytest.fixture
def garder(d, mardi, entrer):
    """Send a séance as the outbox does."""

    def garder(qui=None, **champs):
        adresse = reverse("cahier_seance_classe", args=[d.cp_ce1.pk])
        entetes = {"X-Boite": champs.get("numero", "")}
        return entrer(qui or d.enseignante).post(adresse, SEANCE | champs, headers=entetes)

    return garder


def test_it_is_received_once_and_says_where_it_stands(garder):
    numero = str(uuid.uuid4())
    for _fois in range(2):  # the answer of the first was lost
        dit = garder(numero=numero).json()
        assert dit["recu"] == numero and dit["adresse"].startswith("/cahier/classe/")
    assert Seance.objects.count() == 1


def test_the_draft_of_its_page_goes_with_it(d, garder):
    reponse = garder(numero=str(uuid.uuid4()), **{"brouillon-cle": f"seance:classe:{d.cp_ce1.pk}"})
    assert reponse.cookies["brouillon_fini"].value == f"seance:classe:{d.cp_ce1.pk}"


@pytest.mark.parametrize(
    ("qui", "champs", "dit"),
    [
        ("enseignante", {"titre": ""}, {"phrase": "L’école demande de corriger cet envoi."}),
        ("directrice", {}, {"phrase": ANY, "perdu": True}),
        ("mere", {}, {"phrase": "", "perdu": True}),  # the box has words for it
    ],
)
def test_what_is_to_be_corrected_or_may_not_be_is_refused_in_words(d, garder, qui, champs, dit):
    """422, 403 and 404: it waits no more; its page says why, and where no page would show it again, that is said."""
    reponse = garder(getattr(d, qui), numero=str(uuid.uuid4()), **champs)
    assert (reponse.status_code, reponse.json()) == (422, dit)
    assert not Seance.objects.exists()


@pytest.mark.parametrize(
    ("qui", "champs", "statut", "oublie"),
    [
        ("enseignante", {"titre": ""}, 422, True),  # its page shows it again
        ("enseignante", {}, 302, True),  # what was in the way no longer is
        ("mere", {}, 404, False),  # nothing shows it
    ],
)
def test_an_envelope_that_is_opened_to_be_corrected_is_kept_until_a_page_has_its_words(
    d, mardi, entrer, qui, champs, statut, oublie
):
    adresse = reverse("cahier_seance_classe", args=[d.cp_ce1.pk])
    numero = str(uuid.uuid4())
    reponse = entrer(getattr(d, qui)).post(adresse, SEANCE | {"numero": numero, "envoi-relu": numero} | champs)
    assert reponse.status_code == statut
    assert ([c.value for n, c in reponse.cookies.items() if n == "envoi_relu"] == [numero]) is oublie


def test_whoever_is_out_is_no_refusal(d, mardi, client, entrer):
    """A session that ended, or somebody else's: the envelope waits for its owner."""
    adresse = reverse("cahier_seance_classe", args=[d.cp_ce1.pk])
    reponse = client.post(adresse, SEANCE, headers={"X-Boite": "1"})
    assert (reponse.status_code, reponse["Location"].split("?")[0]) == (302, "/entrer/")


def test_a_form_that_does_harm_sent_again_is_answered_by_its_page(d, mardi, entrer):
    adresse = reverse("connexion_nouveau_secret", args=[d.cp_ce1.pk, d.eleve_cp.uuid])
    assert entrer(d.enseignante).post(adresse, headers={"X-Boite": "1"}).status_code == 302


@pytest.mark.parametrize(("qui", "a_la_boite"), [("enseignante", True), ("mere", True), ("directrice", True)])
def test_only_one_s_own_device_keeps(d, mardi, entrer, qui, a_la_boite):
    client = entrer(getattr(d, qui))
    assert ('id="boite"' in client.get("/plus/").text) is a_la_boite
    client.cookies["tablette"] = "celle-de-la-classe"
    assert 'id="boite"' not in client.get("/plus/").text
