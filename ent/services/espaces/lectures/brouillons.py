"""Where what one types in a space is kept as a draft: of a work that is hung or corrected, of a date that is written or corrected."""

from ent.annuaire.models import Etablissement, Personne

from ..models import DateDeLEspace, Espace, Oeuvre
from .pages import Fiche
from .tableau import Tableau

OEUVRE, DATE = (
    "oeuvre",
    "datespace",
)  # kinds of keys: « oeuvre:classe:7 », « oeuvre:12 », « datespace:espace:3 », « datespace:8 »


def ecole_de_l_oeuvre(personne: Personne, cible: str, numero: int) -> Etablissement | None:
    """Of the class whose work it is, to who hangs for it."""
    if cible == "classe":
        la = Espace.objects.visibles_par(personne).ouverts().filter(ecoles__classes=numero).first()
        miennes = Tableau(personne, la).miennes if la else []
        return next((une.ecole.etablissement for une in miennes if une.pk == numero), None)
    siennes = Oeuvre.objects.ecrites_par(personne).filter(pk=numero, retiree_le=None)
    sienne = None if cible else siennes.select_related("classe__ecole__etablissement").first()
    return sienne.classe.ecole.etablissement if sienne else None


def ecole_de_la_date(personne: Personne, cible: str, numero: int) -> Etablissement | None:
    """The one that carries the space, to the adults of it."""
    if cible == "espace":
        la = Espace.objects.visibles_par(personne).filter(pk=numero).select_related("etablissement").first()
    else:
        dates = DateDeLEspace.objects.visibles_par(personne).select_related("espace__etablissement")
        date = None if cible else dates.filter(pk=numero).first()
        la = date.espace if date else None
    return la.etablissement if la and Fiche(personne, la).est_adulte else None
