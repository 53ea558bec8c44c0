"""Who reads the proof of an absence, and where it is deposited: whoever told the absence, and the direction."""

from django.db.models import Q

from ent.fichiers.registres import Destination, tenus_par
from ent.socle.nombres import entier

from .droits import absences as droits
from .models import DeclarationAbsence


def des_justificatifs(personne) -> Q:
    """A household's paper, that may hold health: neither a teacher nor the other holder reads it."""
    lues = DeclarationAbsence.objects.filter(droits.justificatifs_lisibles_par(personne))
    return tenus_par(DeclarationAbsence.fichiers.through, declarationabsence=lues)


def absence(personne, cle: str) -> Destination | None:
    """The declaration of one's own child, still in force."""
    numero = entier(cle)
    siennes = DeclarationAbsence.objects.declarees_par(personne).en_vigueur().select_related("etablissement")
    dite = None if numero is None else siennes.filter(pk=numero).first()
    return Destination(dite.etablissement) if dite else None
