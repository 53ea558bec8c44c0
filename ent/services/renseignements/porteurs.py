"""Who reads the photo of somebody who may collect, and the paper of a health sheet; where a family deposits them."""

from django.db.models import Q

from ent.fichiers.registres import Destination, tenus_par
from ent.socle.nombres import entier

from . import droits
from .lectures.sante import ecoles_nommees
from .models import Autorise, FicheSante


def des_photos(personne) -> Q:
    """Who gave it, and who keeps the gate of the child's school today."""
    return tenus_par(Autorise, champ="photo", pk=Autorise.objects.lus_par(personne).values("pk"))


def des_documents(personne) -> Q:
    """Holders of authority, and who may read health there and opened the sheet today."""
    lues = FicheSante.objects.documents_lus_par(personne, ecoles_nommees(personne))
    return tenus_par(FicheSante, champ="document", pk=lues.values("pk"))


def enfant(personne, cle: str) -> Destination | None:
    """« school-child » of one's own child (ids)."""
    ecole, _tiret, eleve = cle.partition("-")
    suivi = next(
        (s for s in droits.enfants_de(personne) if (s.etablissement_id, s.eleve.pk) == (entier(ecole), entier(eleve))),
        None,
    )
    return Destination(suivi.inscription.classe.etablissement) if suivi else None
