"""What the product proposes to ask: each reads it in their language, while the school left it as it was."""

import pytest
from django.urls import reverse
from django.utils import translation

from ent.portail.actions import choisir_langue
from ent.services.vie_scolaire.models import textes
from tests.portail.test_accueil import texte

from .test_autorisations_pages import relu

PROPOSE = "À la fin de la classe, et de la garderie ou de l’étude, mon enfant peut rentrer sans adulte."


@pytest.mark.parametrize(
    ("langue", "dit"),
    [
        ("fr", PROPOSE),
        ("fr-simple", "Après la classe, mon enfant peut rentrer sans adulte."),
        ("en", "my child may go home without an adult."),
        ("tr", "çocuğum"),
    ],
)
def test_what_the_product_proposed_to_ask_is_read_in_each_ones_language(d, proposer, entrer, langue, dit):
    """One consents to what one reads; left as it was by the school, it is not its words but ours."""
    demande = proposer("seul", texte=f" {PROPOSE}\r\n")
    choisir_langue(personne=relu(d.mere), langue=langue.partition("-")[0])
    client = entrer(relu(d.mere))
    if langue == "fr-simple":
        client.cookies["confort"] = "facile"
    for ou in ("/", reverse("autorisation_famille", args=[demande.pk, d.eleve_cp.uuid])):
        assert dit in texte(client.get(ou))
    proposer("seul", texte=f"{PROPOSE} À 16 h.")
    assert f"{PROPOSE} À 16 h." in texte(client.get("/")), "the school’s own words stay as written"


def test_it_is_proposed_in_french_whatever_its_direction_reads_and_known_of_a_college(d, mardi, entrer):
    choisir_langue(personne=d.directrice, langue="tr")
    page = entrer(relu(d.directrice)).get(reverse("autorisations_demander", args=[d.elementaire.pk, "seul"])).text
    assert PROPOSE in page
    for propose in textes.FACILES:
        for est_college in (False, True):
            assert textes.est_propose(textes.propose_par(propose, est_college))
    with translation.override("en"):
        assert textes.a_lire("À la fin des cours, mon enfant peut rentrer sans adulte.").startswith(
            "At the end of lessons"
        )
