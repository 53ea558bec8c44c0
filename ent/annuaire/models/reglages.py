"""What each level said of each setting, who said it and when."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..etages import Dit, Etage, Mode
from .liens import PERSONNE
from .lieux import Commune, Etablissement


@dataclass(frozen=True)
class Place:
    """Where one says a setting: the territory, a commune, a school."""

    commune: Commune | None = None
    ecole: Etablissement | None = None

    @property
    def etage(self) -> Etage:
        if self.ecole is not None:
            return Etage.ECOLE
        return Etage.TERRITOIRE if self.commune is None else Etage.COMMUNE

    @property
    def cles(self) -> dict[str, Any]:
        """Of its own rows."""
        return {"commune": None if self.ecole else self.commune, "etablissement": self.ecole}

    @property
    def ecoles(self) -> models.QuerySet[Etablissement]:
        """Those below, itself for a school."""
        if self.ecole is not None:
            return Etablissement.objects.filter(pk=self.ecole.pk)
        return Etablissement.objects.all() if self.commune is None else self.commune.etablissements.all()

    @property
    def objet(self) -> str:
        """What its addresses and locks name it."""
        if self.ecole is not None:
            return self.ecole.uai
        return self.commune.code_insee if self.commune else ""


class ReglageQuerySet(models.QuerySet["Reglage"]):
    def actuels(self):
        return self.filter(remplace_le=None)

    def qui_touchent(self, ecoles):
        """What rules these schools (rows): theirs, their communes', the territory's."""
        communes = {ecole.commune_id for ecole in ecoles}
        siens = Q(etablissement__in=[ecole.pk for ecole in ecoles]) | Q(commune__in=communes)
        return self.actuels().filter(siens | Q(etablissement=None, commune=None))


class Reglage(models.Model):
    """What a level said of one setting; neither commune nor school: the territory. What replaced it keeps it, so that who, when and undo are read.

    A value of None says nothing: what is above is followed. What is in force is written on each school (`reglages_en_vigueur`).
    """

    class Modes(models.TextChoices):
        LIBRE = Mode.LIBRE.value
        FIXE = Mode.FIXE.value
        BORNE = Mode.BORNE.value

    code = models.CharField(max_length=60)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, null=True, blank=True, related_name="reglages")
    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.CASCADE, null=True, blank=True, related_name="reglages"
    )
    valeur = models.JSONField(null=True)
    mode = models.CharField(max_length=5, choices=Modes, default=Modes.LIBRE)
    par = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    le = models.DateTimeField(default=timezone.now)
    remplace_le = models.DateTimeField(null=True, blank=True)

    objects = ReglageQuerySet.as_manager()

    class Meta:
        ordering = ["-le", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(commune=None) | Q(etablissement=None), name="reglage_d_un_seul_etage"),
            models.UniqueConstraint(
                fields=["code", "etablissement"],
                condition=Q(remplace_le=None) & ~Q(etablissement=None),
                name="reglage_actuel_d_une_ecole",
            ),
            models.UniqueConstraint(
                fields=["code", "commune"],
                condition=Q(remplace_le=None) & ~Q(commune=None),
                name="reglage_actuel_d_une_commune",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(remplace_le=None, commune=None, etablissement=None),
                name="reglage_actuel_du_territoire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} : {self.valeur}"

    @property
    def etage(self) -> Etage:
        if self.etablissement_id is not None:
            return Etage.ECOLE
        return Etage.TERRITOIRE if self.commune_id is None else Etage.COMMUNE

    @property
    def dit(self) -> Dit:
        return Dit(self.etage, self.valeur, self.mode, self)
