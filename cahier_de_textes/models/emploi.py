"""The timetable of a class."""

from django.db import models
from django.utils import timezone

from ent.annuaire.models import Classe, Personne

from .. import droits
from ..emploi import Creneau


class EmploiDuTempsQuerySet(models.QuerySet["EmploiDuTemps"]):
    def en_vigueur(self):
        return self.filter(remplace_le=None)

    def ecrits_par(self, personne):
        """Those that this person wrote, of the classes that they teach: what they may take back."""
        return self.filter(droits.emplois_ecrits_par(personne))


class EmploiDuTemps(models.Model):
    """What a class does each half-day of a week, as a teacher last wrote it; the former ones are kept, for « Annuler ».

    Slots are always written and read together, and no database looks for one: they stand in one field, in their order.
    """

    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, related_name="emplois_du_temps")
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    creneaux = models.JSONField(default=list)
    ecrit_le = models.DateTimeField(default=timezone.now)
    remplace_le = models.DateTimeField(null=True, blank=True)

    objects = EmploiDuTempsQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["classe"], condition=models.Q(remplace_le=None), name="emploi_en_vigueur_unique"
            )
        ]

    def __str__(self) -> str:
        return f"emploi du temps de {self.classe_id}"

    @property
    def liste(self) -> list[Creneau]:
        return [Creneau.de(brut) for brut in self.creneaux]
