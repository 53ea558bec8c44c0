"""The file of absences is of one school year (R131-6): once it is over, it goes, with the proofs that it held."""

from django.db import transaction

from ent.annuaire.journal import consigner
from ent.annuaire.models import AnneeScolaire, Etablissement
from ent.fichiers.actions import detacher
from ent.fichiers.models import Fichier
from ent.socle.dates import aujourd_hui

from ..models import AbsenceCollective, Appel, DeclarationAbsence, Evacuation


def effacer_l_annee_finie() -> None:
    """School by school, each in its transaction. Run again, it finds nothing left."""
    debut = AnneeScolaire.objects.prevue(aujourd_hui()).debut
    perimes = (
        Appel.objects.filter(jour__lt=debut),
        DeclarationAbsence.objects.filter(fin__lt=debut),
        AbsenceCollective.objects.filter(fin__lt=debut),
        Evacuation.objects.filter(ouverte_le__date__lt=debut),
    )
    ecoles: set[int] = set()
    for lignes in perimes:
        ecoles.update(lignes.order_by().values_list("etablissement_id", flat=True).distinct())
    for ecole in Etablissement.objects.filter(pk__in=ecoles):
        with transaction.atomic():
            declarees = DeclarationAbsence.objects.filter(fin__lt=debut, etablissement=ecole)
            papiers = list(Fichier.objects.filter(absences_declarees__in=declarees).distinct())
            appels = Appel.objects.filter(jour__lt=debut, etablissement=ecole).count()
            for lignes in perimes:
                lignes.filter(etablissement=ecole).delete()
            if papiers:
                detacher(fichiers=papiers)
            consigner("vie_scolaire.effacer_absences", etablissement=ecole, appels=appels)
