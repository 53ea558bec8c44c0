"""The number by which GAR knows a person, what was sent each night, and the list of resources as it was last read."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement, Personne

from . import droits


class NumeroGar(models.Model):
    """Of one person, for life: drawn at random, so that nothing of theirs (INE, name, public UUID) is found in it."""

    personne = models.OneToOneField(Personne, on_delete=models.CASCADE, related_name="numero_gar")
    numero = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return f"numéro {self.pk}"


class Genre(models.TextChoices):
    """The five kinds of file, in the order in which GAR reads them."""

    ETAB = "Etab", _("Écoles")
    ELEVE = "Eleve", _("Élèves")
    ENSEIGNANT = "Enseignant", _("Enseignants")
    GROUPE = "Groupe", _("Classes et groupes")
    RESP_AFF = "RespAff", _("Responsables d’affectation")


class EnvoiGarQuerySet(models.QuerySet["EnvoiGar"]):
    def tenus_par(self, personne):
        return self.filter(droits.envois_tenus_par(personne))


class EnvoiGar(models.Model):
    """What one night said of every school that opened GAR. Territory-wide; no name is kept outside its files."""

    fait_le = models.DateTimeField(default=timezone.now)
    comptes = models.JSONField(default=dict)  # by kind of file, how many
    laisses = models.JSONField(default=list)  # [reason, UAI, how many]: said, never who

    objects = EnvoiGarQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"envoi {self.pk}"


class FichierGarQuerySet(models.QuerySet["FichierGar"]):
    def tenus_par(self, personne):
        return self.filter(droits.envois_tenus_par(personne))


class FichierGar(models.Model):
    """One file of an envoi, as an object of the storage."""

    envoi = models.ForeignKey(EnvoiGar, on_delete=models.CASCADE, related_name="fichiers")
    rang = models.PositiveSmallIntegerField()
    genre = models.CharField(max_length=10, choices=Genre)
    nom = models.CharField(max_length=120)
    octets = models.PositiveIntegerField()
    cle = models.CharField(max_length=120, unique=True)

    objects = FichierGarQuerySet.as_manager()

    class Meta:
        ordering = ["rang"]
        constraints = [models.UniqueConstraint(fields=["envoi", "rang"], name="fichier_gar_une_fois")]

    def __str__(self) -> str:
        return self.nom


class ListeGarQuerySet(models.QuerySet["ListeGar"]):
    def lues_par(self, personne):
        return self.filter(droits.listes_de(personne))


class ListeGar(models.Model):
    """What one person may open in one school, as GAR last said: shown as it is while GAR is away."""

    class Panne(models.TextChoices):
        LOIN = "loin", _("Le GAR ne répond pas.")
        INCONNU = "inconnu", _("Le GAR ne vous connaît pas encore : il apprend qui est à l’école chaque nuit.")

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="+")
    ressources = models.JSONField(default=list)
    lue_le = models.DateTimeField(null=True, blank=True)  # when GAR last gave it
    demandee_le = models.DateTimeField(null=True, blank=True)  # when it was last asked
    panne = models.CharField(max_length=8, choices=Panne, blank=True)  # of the last time that it was asked

    objects = ListeGarQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["personne", "etablissement"], name="liste_gar_une_par_ecole")]

    def __str__(self) -> str:
        return f"liste {self.pk}"
