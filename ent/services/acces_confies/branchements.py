"""What confided accesses plug into the rest of the product, once, when they start."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from ent.annuaire.journal import enregistrer_phrases
from ent.annuaire.registres import enregistrer_acte_confie, enregistrer_changement_de_classe, enregistrer_liens_changes
from ent.annuaire.registres.ecole import PageDEcole, RayonDEcole, enregistrer_page_d_ecole
from ent.coquille.aide import enregistrer_aides
from ent.coquille.assemblages import completer, enregistrer_assemblage
from ent.coquille.places import Fragment, enregistrer_fragment
from ent.diffusion.registres import enregistrer_public, enregistrer_redites_possibles
from ent.diffusion.sortes import Rubrique, Sorte, enregistrer_sorte, famille
from ent.portail.registres import (
    TOUTE_SALLE,
    Constat,
    Entree,
    Rang,
    Rayon,
    Tuile,
    enregistrer_constat,
    enregistrer_entree,
    enregistrer_tuile,
)

from . import actions, evenements, lectures, tuiles
from .actions import dire_un_acte, fermer_avec_l_ecole, fermer_ce_qui_ne_tient_plus, rouvrir_avec_l_ecole
from .aides import AIDES
from .verbes import REPRISES, VERBES

enregistrer_phrases("acces_confies", VERBES, sorte=("ecole", _("École, équipe et familles")), reprises=REPRISES)
enregistrer_aides(AIDES)
enregistrer_liens_changes(fermer_ce_qui_ne_tient_plus)
enregistrer_changement_de_classe(fermer_avec_l_ecole, rouvrir_avec_l_ecole)
enregistrer_acte_confie(dire_un_acte)
enregistrer_sorte(Sorte("acces_confies", _("Accès confiés"), evenements.DITS, Rubrique.AUTRES, pour=famille))
for nature in evenements.DITS:
    enregistrer_public(nature, evenements.publics)
for nature in actions.DIRE:
    enregistrer_redites_possibles(nature, partial(actions.redites, nature))
enregistrer_redites_possibles(evenements.ACTE, actions.actes_redits)
enregistrer_tuile(
    Tuile(
        nom="acces",
        univers="famille",
        rang=Rang.SANS_LIEN,
        gabarit="acces_confies/tuile.html",
        contexte=tuiles.recus,
    )
)
enregistrer_entree(
    Entree(
        "acces_confies",
        _("Accès confiés"),
        "cle",
        "famille",
        "acces_confies",
        Rayon.DECIDER,
        d_un_enfant=True,
        salle=TOUTE_SALLE,
        etat=tuiles.etat,
    )
)
enregistrer_constat(
    Constat(
        "desaccords",
        _("Désaccords sur un accès confié"),
        60,
        lectures.desaccords,
        geste=tuiles.desaccord,
        urgence=8,
        url_name="acces_confies_ecole",
    )
)
enregistrer_fragment(Fragment("eleve.fiche", "acces_confies/_de_l_eleve.html", tuiles.de_l_eleve, ordre=40))
enregistrer_page_d_ecole(
    PageDEcole("acces_confies", _("Accès confiés"), "cle", RayonDEcole.GENS, "acces_confies_ecole", ordre=50)
)
enregistrer_assemblage("acces.css", "acces_confies/css/acces.css", apres="style.css")
completer("script.js", "acces_confies/js/acces.js")
