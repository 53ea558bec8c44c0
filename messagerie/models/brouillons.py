"""A mot as it stood while its author was typing."""

from django.db import models
from django.utils import timezone

from ent.annuaire.models import Etablissement, Personne


class BrouillonMotQuerySet(models.QuerySet["BrouillonMot"]):
    def ecrits_par(self, personne):
        return self.filter(auteur=personne)


class BrouillonMot(models.Model):
    """The form of a mot, raw fields not yet checked by anyone (`ent.portail.brouillons`); its author's alone.

    `cle` names the form (« mot:classe:7 », « mot:12 »). It disappears once the form is sent.
    """

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    auteur = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    cle = models.CharField(max_length=80)
    champs = models.JSONField(default=list)
    modifie_le = models.DateTimeField(default=timezone.now)

    objects = BrouillonMotQuerySet.as_manager()

    class Meta:
        ordering = ["-modifie_le"]
        constraints = [models.UniqueConstraint(fields=["auteur", "cle"], name="brouillon_mot_par_formulaire")]

    def __str__(self) -> str:
        return f"brouillon {self.cle}"
