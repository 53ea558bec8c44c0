"""What this room tells people."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from ent.annuaire.models import Classe, Etablissement, Personne

MUR_ESSAYE = "connexion.mur_essaye"
DIRECTION_NOMMEE = "connexion.direction_nommee"  # of a school


def mur_essaye(classe: Classe, fois: int) -> Callable[[], str]:
    """Said in the language of who reads it."""

    def dire() -> str:
        phrase = _(
            "Mur de %(classe)s : %(n)d secrets faux sur un appareil que la classe ne connaît pas. Son adresse a pu sortir de la classe."
        )
        return phrase % {"n": fois, "classe": classe.nom}

    return dire


def direction_nommee(etablissement: Etablissement, nommee: Personne, auteur: Personne) -> Callable[[], str]:
    def dire() -> str:
        phrase = _(
            "%(ecole)s : %(auteur)s a nommé %(qui)s à la direction. Si vous ne l’attendiez pas, appelez tout de suite."
        )
        return phrase % {"qui": nommee.nom_affiche, "ecole": etablissement.nom, "auteur": auteur.nom_affiche}

    return dire
