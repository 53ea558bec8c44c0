"""Who reads the files of the room: whoever reads what holds them."""

from django.db.models import Q

from ent.fichiers.registres import tenus_par

from .models import Dossier, FichierDeVersion


def des_versions(personne) -> Q:
    """Those that a family was shown: of works of one child, read by their holders alone."""
    return tenus_par(FichierDeVersion, version__dossier=Dossier.objects.lus_par(personne))
