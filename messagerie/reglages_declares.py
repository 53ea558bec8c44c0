"""The settings that this room declares: who may write to whom, a cell of the table each."""

from itertools import product

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import Choix, Declaration, Ordre

from .droits.regles import ADMIS, CHOIX, DEFAUTS, Droit, Qualite, code
from .lectures.regles_phrases import AUX, ENTRE_PARENTS, LES

ENTRE_EUX = _("Les parents d’une classe se voient")
ECRIRE = "messages"  # the rubric where they stand

REGLAGES = [
    Declaration(
        code(auteur, cible),
        ENTRE_EUX if (auteur, cible) == ENTRE_PARENTS else format_lazy("{} {}", LES[auteur], AUX[cible]),
        _("Qui écrit le premier, qui répond seulement, qui ne peut pas écrire."),
        Choix([(droit, Droit(droit).label) for droit in ADMIS[auteur, cible]]),
        DEFAUTS[auteur, cible],
        ordre=Ordre.AU_PLUS,
        borne=_("au plus : %(valeur)s"),
        rubrique=ECRIRE,
    )
    for auteur, cible in product(Qualite, Qualite)
    if (auteur, cible) in CHOIX
]
