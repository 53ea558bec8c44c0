"""An evacuation, drill or not: who was seen at the meeting point, by whom, when. It counts, and judges nobody."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne

from ..droits import evacuations as droits


class EvacuationQuerySet(models.QuerySet["Evacuation"]):
    def lues_par(self, personne):
        return self.filter(droits.evacuations_lues_par(personne))

    def en_cours(self):
        return self.filter(finie_le=None)

    def en_cours_ou_a_reprendre(self):
        """The one that runs first, else those that ended a short while ago, last first."""
        recentes = Q(finie_le=None) | Q(finie_le__gte=timezone.now() - Evacuation.REPRISE)
        return self.filter(recentes).order_by(F("finie_le").desc(nulls_first=True), "-pk")


class Evacuation(models.Model):
    """One at a time in a school: the first phone that counts opens it, the direction ends it."""

    REPRISE = dt.timedelta(hours=1)  # ended by mistake, it is taken up again

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="evacuations")
    ouverte_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    ouverte_le = models.DateTimeField(default=timezone.now)
    finie_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    finie_le = models.DateTimeField(null=True, blank=True)

    objects = EvacuationQuerySet.as_manager()

    class Meta:
        ordering = ["-ouverte_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement"], condition=Q(finie_le=None), name="evacuation_une_a_la_fois"
            )
        ]

    def __str__(self) -> str:
        return f"{self.etablissement_id} {self.ouverte_le}"

    @property
    def se_reprend_jusqu_a(self) -> dt.datetime | None:
        return self.finie_le + self.REPRISE if self.finie_le else None


class PointageEvacuation(models.Model):
    """A pupil, seen by one person, or seen and taken back (`vu` is false). One row a witness: seen by one is seen, and each takes back
    their own word alone.
    """

    evacuation = models.ForeignKey(Evacuation, on_delete=models.CASCADE, related_name="pointages")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    vu = models.BooleanField()
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    le = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evacuation", "eleve", "par"], name="pointage_unique")]

    def __str__(self) -> str:
        return f"{self.evacuation_id} – {self.eleve_id}"


class PointageAdulte(models.Model):
    """An adult, as one person said of them: of the school (`adulte`), or passing, under the name that somebody gave on the spot. One row a
    witness, as of pupils.
    """

    class Etat(models.TextChoices):
        VU = "vu", _("là")
        ABSENT = "absent", _("absent aujourd’hui")
        CHERCHE = "cherche", _("pas encore vu")

    evacuation = models.ForeignKey(Evacuation, on_delete=models.CASCADE, related_name="pointages_adultes")
    adulte = models.ForeignKey(Personne, on_delete=models.CASCADE, null=True, related_name="+")
    nom = models.CharField(max_length=60, blank=True)
    # The name without case nor accents: two phones that write the same name count one person.
    cle = models.CharField(max_length=60, blank=True)
    etat = models.CharField(max_length=8, choices=Etat)
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    le = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evacuation", "adulte", "par"], name="pointage_adulte_unique"),
            models.UniqueConstraint(
                fields=["evacuation", "cle", "par"], condition=~Q(cle=""), name="pointage_passage_unique"
            ),
            models.CheckConstraint(
                condition=Q(adulte=None) & ~Q(cle="") | Q(adulte__isnull=False, cle=""), name="adulte_ou_passage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evacuation_id} – {self.adulte_id or self.nom}"


class PassageEvacuation(models.Model):
    """How many adults without a name one counts beside oneself. Each counts their own: the sum may say one twice, and forgets none."""

    evacuation = models.ForeignKey(Evacuation, on_delete=models.CASCADE, related_name="passages")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    combien = models.PositiveSmallIntegerField()
    le = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["evacuation", "par"], name="passage_unique")]

    def __str__(self) -> str:
        return f"{self.evacuation_id} – {self.combien}"
