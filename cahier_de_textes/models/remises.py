"""What a pupil hands in, and what the teacher answers."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne

from .. import droits
from .travaux import Travail


class RemiseQuerySet(models.QuerySet["Remise"]):
    def visibles_par(self, personne):
        return self.filter(droits.remises_visibles_par(personne))


class Remise(models.Model):
    """One try of a pupil at a travail. Several tries are kept, the latest is the one looked at.

    `uuid` is chosen by the device: what is sent again after a cut is found, not stored twice.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    travail = models.ForeignKey(Travail, on_delete=models.CASCADE, related_name="remises")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="remises")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    texte = models.TextField(_("ce que tu veux dire"), max_length=2000, blank=True)
    remis_le = models.DateTimeField(default=timezone.now)

    objects = RemiseQuerySet.as_manager()

    class Meta:
        ordering = ["-remis_le", "-pk"]
        indexes = [models.Index(fields=["travail", "eleve"])]

    def __str__(self) -> str:
        return f"remise {self.pk}"


class Retour(models.Model):
    """What a teacher answers to a try: a word, a sound or a stamp; the pupil and the family read it."""

    class Tampon(models.TextChoices):
        BRAVO = "bravo", _("Bravo !")
        TRES_BIEN = "tres_bien", _("Très bien")
        EN_PROGRES = "en_progres", _("Tu progresses")
        ENCORE = "encore", _("Essaie encore")
        VU = "vu", _("J’ai vu")

    remise = models.ForeignKey(Remise, on_delete=models.CASCADE, related_name="retours")
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    texte = models.TextField(_("un mot"), max_length=1000, blank=True)
    tampon = models.CharField(max_length=10, choices=Tampon, blank=True)
    fait_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"retour {self.pk}"
