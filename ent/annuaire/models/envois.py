"""Pages that were sent: the same one, sent twice, makes one thing."""

from django.db import models
from django.utils import timezone

from .personnes import Personne


class EnvoiRecuQuerySet(models.QuerySet["EnvoiRecu"]):
    def envoyes_par(self, personne):
        return self.filter(auteur=personne)


class EnvoiRecu(models.Model):
    """What a page made, under the number that the page bears: written in the transaction that makes it, read by whoever sends it again.
    Or what it took away, under its address: who taps again is told that it is done.

    `empreinte` covers the number and what was typed: a page gone back to, and written otherwise, is another sending.
    """

    auteur = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    empreinte = models.CharField(max_length=64)  # SHA-256, in hexadecimal
    adresse = models.TextField(blank=True)  # where the first one led
    recu_le = models.DateTimeField(default=timezone.now, db_index=True)

    objects = EnvoiRecuQuerySet.as_manager()

    class Meta:
        ordering = ["-recu_le"]
        constraints = [models.UniqueConstraint(fields=["auteur", "empreinte"], name="envoi_recu_une_fois")]

    def __str__(self) -> str:
        return f"envoi de {self.auteur_id} vers {self.adresse}"
