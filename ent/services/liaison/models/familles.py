"""What a family was shown, and what each holder of authority answered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne
from ent.fichiers.models import Fichier

from ..parties import Partie
from .dossiers import Dossier


class Version(models.Model):
    """A dossier as it was shown: what the family reads and, part by part, exactly what goes. The last one counts.

    `contenu`: [{"partie": …, "empreinte": …, "contenu": {…}}], in the order of `Partie`.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="versions")
    numero = models.PositiveIntegerField()
    contenu = models.JSONField()
    montree_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    montree_le = models.DateTimeField(
        default=timezone.now
    )  # in quiet hours, when they end: until then the one before counts

    class Meta:
        ordering = ["-numero"]
        constraints = [models.UniqueConstraint(fields=["dossier", "numero"], name="version_une_fois")]

    def __str__(self) -> str:
        return f"version {self.numero} du dossier {self.dossier_id}"


class FichierDeVersion(models.Model):
    """A file that a version shows, in which part."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="fichiers")
    fichier = models.ForeignKey(Fichier, on_delete=models.CASCADE, related_name="+")
    partie = models.CharField(max_length=12, choices=Partie)
    empreinte = models.CharField(
        max_length=64
    )  # of what was shown (`Fichier.empreinte`): blurred since, it is another image

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "fichier", "partie"], name="fichier_une_fois_par_version")
        ]

    def __str__(self) -> str:
        return f"fichier de la version {self.version_id}"


class Avis(models.Model):
    """What one holder said of one part, as it was worded when they read it (`empreinte`): other words, and it counts no more."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="avis")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    partie = models.CharField(max_length=12, choices=Partie)
    empreinte = models.CharField(max_length=64)
    accorde = models.BooleanField()
    sur_papier = models.BooleanField(default=False)
    saisi_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")  # of paper
    dit_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "personne", "partie"], name="avis_un_par_partie")]

    def __str__(self) -> str:
        return f"avis {self.pk}"


class Retour(models.Model):
    """Where one holder stands: what they read, what they answered to the whole, the word that they add, which goes in their own name."""

    class Choix(models.TextChoices):
        OUI = "oui", _("oui, envoyez-le")
        SAUF = "sauf", _("oui, sans une partie")
        GENE = "gene", _("une phrase me gêne")
        PARLER = "parler", _("parlons-en d’abord")
        NON = "non", _("non")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="retours")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    version_lue = models.PositiveIntegerField(default=0)
    lu_le = models.DateTimeField(null=True, blank=True)
    choix = models.CharField(max_length=6, choices=Choix, blank=True)
    precision = models.TextField(blank=True)  # what troubles them, when they would talk: for who teaches and the head
    mot = models.TextField(blank=True)  # to the next school
    repondu_le = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "personne"], name="retour_un_par_titulaire")]

    def __str__(self) -> str:
        return f"retour {self.pk}"
