"""What an outing was before it was corrected: to which day and which place each answer was given."""

from django.db import models
from django.utils import timezone

from ent.annuaire.models import Personne

from .consentements import DemandeConsentement


class VersionSortie(models.Model):
    """What families read until `corrigee_le`. Answers given meanwhile stand for it, and for what followed while nobody was asked again (`tour`)."""

    demande = models.ForeignKey(DemandeConsentement, on_delete=models.CASCADE, related_name="versions")
    tour = models.PositiveSmallIntegerField()
    titre = models.CharField(max_length=80)
    lieu = models.CharField(max_length=120, blank=True)
    debut = models.DateField()
    fin = models.DateField()
    depart_a = models.TimeField(null=True, blank=True)
    retour_a = models.TimeField(null=True, blank=True)
    repondre_avant = models.DateField(null=True, blank=True)
    texte = models.TextField(max_length=2000, blank=True)
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    corrigee_le = models.DateTimeField(default=timezone.now)

    CHAMPS = ("titre", "lieu", "debut", "fin", "depart_a", "retour_a", "repondre_avant", "texte")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.demande_id} jusqu’au {self.corrigee_le}"
