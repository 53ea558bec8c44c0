"""Who follows schools reads their state, never a content: of every address that names something of a school, those that answer them."""

import pytest

from tests.matrice import COLONNES, TABLES
from tests.test_matrice import lues

# Counts and who directs, what an import refused (without a name), settings and their register, who may write to whom, menus and what the
# kitchen counts. `fichiers_deposer` says what may be dropped where one writes.
DE_TOUS = {
    "annuaire_fiche",
    "annuaire_refus",
    "annuaire_traitements",
    "annuaire_traitements_export",
    "fichiers_deposer",
    "messagerie_regles",
}
LUES = {
    "referente": DE_TOUS
    | {
        "annuaire_reglage_commune",
        "annuaire_reglages_commune",
        "periscolaire_allergenes",
        "periscolaire_cuisine",
        "periscolaire_cuisine_papier",
        "periscolaire_menus_ecrire",
        "periscolaire_menus_papier",
        "periscolaire_menus_semaine",
    },
    "operateur": DE_TOUS
    | {
        "annuaire_aide_recue",
        "annuaire_fiche_direction",
        "annuaire_reglage_commune",
        "annuaire_reglages_commune",
        "annuaire_reunir",
        "continuite_nouveau",
        "continuite_plateforme_nouvelle",
        "liaison_cles",
        "liaison_correspondant_nouveau",
        "messagerie_incident",
    },
}


def lues_par(qui: str) -> set[str]:
    """Pages of a school that answer this person and no passer-by, in the rights matrix (each row is played by `tests/test_matrice.py`)."""
    rang, passant = (3 + COLONNES.index(cle) for cle in (qui, "anonyme"))
    lignes = [li for table in TABLES for li in lues(table) if (li[0], li[2]) == ("GET", "elementaire")]
    return {li[1] for li in lignes if li[rang] == "200" != li[passant]}


@pytest.mark.toute_la_maison
def test_who_follows_a_school_reads_its_state_and_no_content_of_it():
    assert {qui: lues_par(qui) for qui in LUES} == LUES
