"""What « Plus » says of authorisations: what the home says, never less."""

import pytest

from tests.portail.test_accueil import texte

from .test_autorisations_pages import relu


@pytest.mark.parametrize("qui", ["mere", "pere_separe"])
def test_it_says_that_two_answers_differ_and_what_is_still_asked(d, proposer, autoriser, entrer, qui):
    def plus() -> str:
        return texte(entrer(relu(getattr(d, qui))).get("/plus/"))

    demande = proposer()
    autoriser(demande, d.mere, d.eleve_cp)
    autoriser(demande, d.pere_separe, d.eleve_cp, accorde=False)
    assert "Autorisations vos réponses diffèrent : rien n’est autorisé" in plus()
    proposer("seul")
    assert "attendues · vos réponses diffèrent" in plus()
    autoriser(demande, d.pere_separe, d.eleve_cp)
    assert "diffèrent" not in plus()
