"""What helps to write and to follow: undo, visas, calendar addresses."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Classe, Etablissement, Personne

from .. import droits


class GesteQuerySet(models.QuerySet["Geste"]):
    def faits_par(self, personne):
        return self.filter(auteur=personne)


class Geste(models.Model):
    """An act on several items at once, with what is needed to undo it: the state of each before and after."""

    class Nature(models.TextChoices):
        DECALER = "decaler", _("Décaler d’un jour de classe")
        REPETER = "repeter", _("Répéter")
        DUPLIQUER = "dupliquer", _("Dupliquer")
        RETIRER = "retirer", _("Retirer")
        CORRIGER = "corriger", _("Corriger les suivants")

    QUI_CREENT = (Nature.REPETER, Nature.DUPLIQUER)

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    auteur = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    nature = models.CharField(max_length=9, choices=Nature)
    donnees = models.JSONField(default=dict)
    fait_le = models.DateTimeField(default=timezone.now)
    annule_le = models.DateTimeField(null=True, blank=True)

    objects = GesteQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.nature} {self.pk}"


class VisaQuerySet(models.QuerySet["Visa"]):
    def visibles_par(self, personne):
        return self.filter(droits.visas_visibles_par(personne))


class Visa(models.Model):
    """A directeur, or an inspector received by them, read a week of a class's cahier."""

    class Nature(models.TextChoices):
        DIRECTION = "direction", _("Visa de la direction")
        INSPECTION = "inspection", _("Visa de l’inspection")

    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, related_name="visas")
    date_lundi = models.DateField()
    nature = models.CharField(max_length=10, choices=Nature, default=Nature.DIRECTION)
    par = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    # Who inspected, as the direction writes it: an inspector has no account here.
    nom_inspection = models.CharField(_("nom de l’inspecteur ou de l’inspectrice"), max_length=120, blank=True)
    mot = models.CharField(_("un mot"), max_length=500, blank=True)
    appose_le = models.DateTimeField(default=timezone.now)

    objects = VisaQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"visa {self.pk}"


class AbonnementAgendaQuerySet(models.QuerySet["AbonnementAgenda"]):
    def pris_par(self, personne):
        return self.filter(personne=personne, revoque_le=None)


class AbonnementAgenda(models.Model):
    """A private calendar address of a person. It opens a list of what is to be done, nothing else, until revoked."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    # The device it is for, in its owner's words.
    nom = models.CharField(max_length=60)
    derriere_la_cle = models.BooleanField(default=False)  # the session that made it had given the second key
    cree_le = models.DateTimeField(default=timezone.now)
    revoque_le = models.DateTimeField(null=True, blank=True)

    objects = AbonnementAgendaQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"agenda {self.pk}"
