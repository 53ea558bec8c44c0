"""Whose browsers are told of a portfolio: the child, those who answer for them, those who teach them."""

from ent.annuaire.droits import en_cours
from ent.annuaire.models import Affectation, Responsabilite

from ..models.portfolio import EntreePortfolio

PORTFOLIO_CHANGE = "pages.portfolio_change"


def lecteurs(entree: EntreePortfolio) -> set[int]:
    liens = Responsabilite.objects.filter(en_cours(), enfant=entree.eleve_id)
    adultes = liens.exclude(autorite=Responsabilite.Autorite.SANS).order_by().values_list("adulte_id", flat=True)
    enseignants = Affectation.objects.filter(
        en_cours(), en_cours("classe__inscriptions__"), classe__inscriptions__eleve=entree.eleve_id
    )
    return {entree.eleve_id, *adultes, *enseignants.order_by().values_list("enseignant_id", flat=True)}
