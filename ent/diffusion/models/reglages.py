"""How a person likes to be told: what, where, when."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne

from .. import droits

HEURE_RESUME = dt.time(18, 0)  # once children are home, before the school's quiet hours


class ASoi(models.QuerySet):
    """Rows that a person reads and changes for themself alone."""

    def choisis_par(self, personne):
        return self.filter(droits.a_soi(personne))


class Prevenance(models.Model):
    """The hour of a person's daily e-mail. No row: the hour of everybody."""

    personne = models.OneToOneField(Personne, on_delete=models.CASCADE, primary_key=True, related_name="prevenance")
    heure_resume = models.TimeField(_("heure de l’e-mail"), default=HEURE_RESUME)

    objects = ASoi.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"prévenance de {self.personne_id}"


class Canal(models.TextChoices):
    """Where news goes, beyond the page."""

    POUSSE = "pousse", _("Téléphone")
    COURRIEL = "courriel", _("E-mail")


class Refus(models.Model):
    """A kind of news that a person does not want on a channel. What is not refused is wanted."""

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    sorte = models.CharField(max_length=40)  # ent.diffusion.sortes
    canal = models.CharField(max_length=8, choices=Canal)

    objects = ASoi.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["personne", "sorte", "canal"], name="refus_une_fois")]

    def __str__(self) -> str:
        return f"{self.sorte} / {self.canal} de {self.personne_id}"


class CreneauCalme(models.Model):
    """A person's own quiet slot: days of the week, from an hour to another (of the next day if it is not later).

    No push reaches them in it. It comes on top of the school's quiet hours, never instead.
    """

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="creneaux_calmes")
    jours = models.CharField(max_length=7)  # « 01234 »: Monday is 0
    debut = models.TimeField(_("de"))
    fin = models.TimeField(_("à"))

    objects = ASoi.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(debut=models.F("fin")), name="creneau_qui_finit"),
            models.CheckConstraint(condition=~models.Q(jours=""), name="creneau_d_un_jour"),
        ]

    def __str__(self) -> str:
        return f"{self.jours} {self.debut:%H:%M}–{self.fin:%H:%M}"

    @property
    def liste_jours(self) -> list[int]:
        return [int(j) for j in self.jours]


class Appareil(models.Model):
    """A phone, tablet or computer of a person, that agreed to be told by push.

    The device is known by `jeton`, kept in a cookie of its browser: the row goes when that person signs out there, or when
    anybody else signs in.
    """

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="appareils")
    jeton = models.CharField(max_length=32, unique=True)
    nom = models.CharField(max_length=60)  # « Chrome, Android »
    adresse = models.CharField(max_length=600, unique=True)  # of the push service
    cle = models.CharField(max_length=100)  # what is pushed is written for this device alone
    secret = models.CharField(max_length=40)
    cree_le = models.DateTimeField(auto_now_add=True)

    objects = ASoi.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"appareil {self.pk}"
