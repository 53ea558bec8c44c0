"""The settings that this room declares: comments under what a class tells, the colours of a school's site."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import Choix, Declaration, OuiNon

from .themes import Palette

JOURNAL, SITE = "journal", "site"

REGLAGES = [
    Declaration(
        "pages.commentaires",
        _("Commentaires des familles"),
        _("Les enseignants peuvent ouvrir un billet du journal aux commentaires ; fermés, ce qui est écrit reste lu."),
        OuiNon(),
        defaut=True,
        rubrique=JOURNAL,
    ),
    Declaration(
        "pages.palette",
        _("Couleurs du site"),
        _("Celles du site public de l’école ; chacune se lit bien, de jour comme de nuit."),
        Choix(Palette.choices),
        Palette.TABLEAU.value,
        rubrique=SITE,
    ),
]
