"""Temporary help: a school opens some of its pages to one person of the operator, for two hours, and reads which they opened."""

import datetime as dt

from django.db import models
from django.utils import timezone

from .. import droits
from .liens import PERSONNE, dirige_encore
from .lieux import Etablissement

DUREE = dt.timedelta(hours=2)
ECRIT = "+"  # among the codes of pages: whoever helps may also change what they open


def dans_deux_heures() -> dt.datetime:
    return timezone.now() + DUREE


class AideQuerySet(models.QuerySet["Aide"]):
    def en_cours(self):
        """Ended by nobody, not over, opened by who still directs."""
        return self.qui_tiennent().filter(droits.aide_en_cours())

    def qui_tiennent(self):
        """Whatever their hours: who opened them directs the school today, by an account that is open. Never more than the giver holds."""
        return self.filter(dirige_encore("ouverte_par"))

    def tenues_par(self, personne):
        """Those of the schools that one directs, whoever of the direction opened them."""
        return self.filter(droits.aides_tenues_par(personne))

    def recues_par(self, personne):
        return self.filter(droits.aides_recues_par(personne))


class Aide(models.Model):
    """From when, to when, to whom; whether they may write. `pages` are the codes of what they opened so far, as « historique import »."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="aides")
    ouverte_par = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="aides_ouvertes")
    a_qui = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="aides_recues")
    pages = models.CharField(max_length=200, blank=True)
    debut = models.DateTimeField(default=timezone.now)
    fin = models.DateTimeField(default=dans_deux_heures)
    finie_le = models.DateTimeField(null=True, blank=True)
    finie_par = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AideQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"aide {self.pk}"

    @property
    def ecrit(self) -> bool:
        return ECRIT in self.pages.split()

    @property
    def est_en_cours(self) -> bool:
        """By its own hours. That who opened it still directs is asked of the database (`qui_tiennent`)."""
        return self.finie_le is None and self.fin > timezone.now()


class PageAidee(models.Model):
    """A page of a school that whoever helps it opened, and when: read by its direction."""

    aide = models.ForeignKey(Aide, on_delete=models.CASCADE, related_name="ouvertures")
    page = models.CharField(max_length=40)
    le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["le", "pk"]

    def __str__(self) -> str:
        return f"{self.aide_id} – {self.page}"
