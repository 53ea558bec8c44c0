"""What ends by itself: who was told that their account goes, and when it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .liens import PERSONNE
from .lieux import Etablissement


class EffacementQuerySet(models.QuerySet["Effacement"]):
    def a_venir(self):
        return self.filter(fait_le=None)


class Effacement(models.Model):
    """Somebody whose right to an account ended: told, then erased. The row stays beside a person who is nobody any more, and counts them."""

    class Genre(models.TextChoices):
        ELEVE = "eleve", _("élève")
        RESPONSABLE = "responsable", _("responsable")
        EQUIPE = "equipe", _("membre de l’équipe")
        AUTRE = "autre", _("autre compte")

    personne = models.OneToOneField(PERSONNE, on_delete=models.CASCADE, related_name="effacement")
    # Where their last tie was; none of who never had one.
    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.SET_NULL, null=True, blank=True, related_name="effacements"
    )
    genre = models.CharField(max_length=11, choices=Genre)
    date_fin = models.DateField()  # of the right
    annonce_le = models.DateTimeField()
    date_prevue = models.DateField()
    fait_le = models.DateTimeField(null=True, blank=True)

    objects = EffacementQuerySet.as_manager()

    class Meta:
        ordering = ["date_prevue", "pk"]
        indexes = [models.Index(fields=["fait_le", "date_prevue"])]

    def __str__(self) -> str:
        return f"effacement {self.pk}"
