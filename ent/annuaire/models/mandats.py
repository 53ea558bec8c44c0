"""Powers that a direction confides to somebody of its school, from a day to a day."""

from django.db import models
from django.utils import timezone

from .. import droits
from .liens import PERSONNE, dirige_encore
from .lieux import Etablissement


class MandatQuerySet(models.QuerySet["Mandat"]):
    def en_vigueur(self):
        """Between their days, ended by nobody, given by who still directs. That who received them still works there is in `Portee.mandats`."""
        return self.qui_tiennent().filter(droits.mandat_en_cours())

    def qui_tiennent(self):
        """Whatever their days: who gave them directs the school today, by an account that is open. Never more than the giver holds."""
        return self.filter(dirige_encore("confie_par"))

    def a_venir_ou_en_cours(self):
        """What a direction sees as confided: those of today, and those that begin later."""
        return self.qui_tiennent().filter(fini_le=None, fin__gte=timezone.localdate())

    def recus_par(self, personne):
        """One's own, to be read and given back."""
        return self.filter(droits.mandats_recus_par(personne))

    def tenus_par(self, personne):
        """Those that this person confides, changes and takes back, whoever of the direction gave them."""
        return self.filter(droits.mandats_tenus_par(personne))


class Mandat(models.Model):
    """What somebody may do in a school in the place of its direction. Changed, it ends and another begins: what was confided stays written.

    `pouvoirs` are the codes of `ent.annuaire.pouvoir`, as « absences import ».
    """

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="mandats")
    confie_par = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="mandats_donnes")
    personne = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="mandats_recus")
    pouvoirs = models.CharField(max_length=400)
    debut = models.DateField()
    fin = models.DateField()
    confie_le = models.DateTimeField(default=timezone.now)
    fini_le = models.DateTimeField(null=True, blank=True)
    fini_par = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MandatQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["personne", "etablissement"], condition=models.Q(fini_le=None), name="mandat_ouvert_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.personne_id} – {self.pouvoirs}"

    @property
    def codes(self) -> list[str]:
        return self.pouvoirs.split()
