"""What this room tells people."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from ent.annuaire.models import Classe

MUR_ESSAYE = "connexion.mur_essaye"


def mur_essaye(classe: Classe, fois: int) -> Callable[[], str]:
    """Said in the language of who reads it."""

    def dire() -> str:
        phrase = _(
            "Mur de %(classe)s : %(n)d secrets faux sur un appareil que la classe ne connaît pas. Son adresse a pu sortir de la classe."
        )
        return phrase % {"n": fois, "classe": classe.nom}

    return dire
