"""What a family keeps of a journal: an archive made for one reader, and the offer made before the journal is erased."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Classe, Etablissement, Personne


class ArchiveJournalQuerySet(models.QuerySet["ArchiveJournal"]):
    def demandees_par(self, personne):
        """One's own: an archive holds what its reader might read, nobody else opens it."""
        return self.filter(demandee_par=personne)


class ArchiveJournal(models.Model):
    """The journal of a class as one reader may read it of one child, in a ZIP or a book. Kept a day, erased at once when what may be
    shown of a pupil of the class changes, and judged again each time it is taken.
    """

    wagtail_reference_index_ignore = True

    class Nature(models.TextChoices):
        ZIP = "zip", _("Dossier ZIP")
        LIVRE = "livre", _("Livre à imprimer")

    class Etat(models.TextChoices):
        EN_COURS = "en_cours", _("en cours")
        PRETE = "prete", _("prête")
        ECHOUEE = "echouee", _("pas faite")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="archives_de_journaux")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, related_name="archives_de_journal")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    demandee_par = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    nature = models.CharField(max_length=5, choices=Nature)
    etat = models.CharField(max_length=8, choices=Etat, default=Etat.EN_COURS)
    faits = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cle = models.CharField(max_length=120, blank=True)  # in the storage; random, never shown
    octets = models.BigIntegerField(default=0)
    # What it holds (`lectures.archives.ce_que_tiennent`). None of one that did not say it: it is made again.
    tenu = models.JSONField(null=True, blank=True)
    demandee_le = models.DateTimeField(default=timezone.now)

    objects = ArchiveJournalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"archive {self.pk}"


class OffreArchive(models.Model):
    """The families of a class were told to keep its journal; nothing is erased before."""

    wagtail_reference_index_ignore = True
    classe = models.OneToOneField(Classe, on_delete=models.CASCADE, related_name="offre_archive")
    faite_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"offre d’archive {self.classe_id}"
