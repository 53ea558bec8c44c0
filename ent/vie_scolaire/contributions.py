"""What image rights give to the homes: what is owed, among the first things; places of « Plus »; a kind of news."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ent.diffusion.sortes import Sorte, enregistrer_sorte
from ent.portail.registres import Entree, Tuile, enregistrer_entree, enregistrer_tuile

from .evenements import consentements as evenements
from .lectures import familles as lectures

EVENEMENTS = tuple(nom.replace(".", ":") for nom in (evenements.DEMANDE, evenements.CHANGE))


def a_repondre(request: HttpRequest) -> dict | None:
    """What this person owes for the children of the page, counted, and what they answered today."""
    if not request.suivis:
        return None
    billets = lectures.billets_du_jour(request.user, request.suivis)
    if not billets:
        return None
    return {"billets": billets, "attendus": sum(b.attendus for b in billets)}


enregistrer_tuile(
    Tuile(
        nom=lectures.TUILE,
        univers="famille",
        ordre=12,
        gabarit="vie_scolaire/consentements/tuile.html",
        contexte=a_repondre,
        evenements=EVENEMENTS,
        questions=lectures.questions,
    )
)

enregistrer_sorte(Sorte("autorisations", _("Autorisations demandées"), (evenements.DEMANDE,), 35))

for univers, url in [
    ("famille", "consentements"), ("enseignant", "consentements_suivi"), ("direction", "consentements_suivi"),
]:  # fmt: skip
    enregistrer_entree(
        Entree(
            nom=f"consentements_{univers}",
            libelle=_("Droit à l’image"),
            icone="photo",
            univers=univers,
            url_name=url,
            ordre=75,
            dans_la_barre=False,
        )
    )
