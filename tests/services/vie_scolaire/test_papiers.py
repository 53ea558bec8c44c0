"""Sheets that families sign, in the language of who signs."""

import pytest
from django.utils.translation import gettext, override

from ent.services.vie_scolaire.actions import consentements as actions
from ent.services.vie_scolaire.feuilles import feuilles_pdf
from tests.papiers import LANGUES, pages


@pytest.mark.parametrize("langue", LANGUES)
def test_a_sheet_asks_in_the_language_of_who_signs_too(d, demander, encre, langue):
    demande = demander(classes=[d.cp_ce1])
    feuilles = actions.preparer_feuilles(demande=demande, auteur=d.directrice)
    [sienne] = [f for f in feuilles if f.responsable == d.mere_arabophone]
    sienne.responsable.langue = langue
    assert "Date et signature" in " ".join(pages(feuilles_pdf(demande, [sienne])))
    assert encre.perdues == []
    with override(langue):
        assert encre.a_dit(gettext("Date et signature (%(nom)s) :") % {"nom": d.mere_arabophone.nom_affiche})
        assert encre.a_dit(demande.get_finalite_display())
