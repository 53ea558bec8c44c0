"""Who reads the files of dossiers: who prepares, the pupil for their page, the holders of authority for what was shown."""

from django.db.models import Q
from django.utils import timezone

from ent.fichiers.registres import tenus_par

from .models import Dossier, FichierDePiece, FichierDeVersion, Piece, Version


def des_pieces(personne) -> Q:
    prepares = Piece.objects.filter(dossier__in=Dossier.objects.prepares_par(personne).order_by().values("pk"))
    de_lui = Piece.objects.filter(
        de_l_eleve=True, dossier__in=Dossier.objects.de_l_eleve(personne).order_by().values("pk")
    )
    return tenus_par(FichierDePiece, piece=prepares.order_by().values("pk")) | tenus_par(
        FichierDePiece, piece=de_lui.order_by().values("pk")
    )


def des_versions(personne) -> Q:
    """Who prepares, and their family."""
    prepares = Version.objects.filter(dossier__in=Dossier.objects.prepares_par(personne).order_by().values("pk"))
    return tenus_par(FichierDeVersion, version=prepares.order_by().values("pk")) | montrees(personne)


def montrees(personne) -> Q:
    """Those that a family was shown: of works of one child, read by their holders alone."""
    lues = Version.objects.filter(
        montree_le__lte=timezone.now(), dossier__in=Dossier.objects.lus_par(personne).order_by().values("pk")
    )
    return tenus_par(FichierDeVersion, version=lues.order_by().values("pk"))
