"""What a pupil hands in, and what the teacher answers."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Personne

from .. import droits
from .travaux import Travail


class RemiseQuerySet(models.QuerySet["Remise"]):
    def visibles_par(self, personne):
        return self.filter(droits.remises_visibles_par(personne))

    def des_enfants_de(self, personne):
        """What this person's children (or the pupil themself) handed in."""
        return self.filter(droits.remises_des_enfants_de(personne))

    def corrigees_par(self, personne):
        """What the pupils one teaches handed in, of what is still given."""
        return self.filter(droits.remises_corrigees_par(personne))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Whom each of these is for: who handed it in, whatever class they are in since."""
        lignes = self.filter(pk__in=ids).order_by().values_list("pk", "travail__etablissement_id", "eleve_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in lignes}


class Remise(models.Model):
    """One try of a pupil at a travail. Several tries are kept, the latest is the one looked at.

    `uuid` is chosen by the device: what is sent again after a cut is found, not stored twice.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    travail = models.ForeignKey(Travail, on_delete=models.CASCADE, related_name="remises")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="remises")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    texte = models.TextField(_("ce que tu veux dire"), max_length=2000, blank=True)
    fichiers = models.ManyToManyField("fichiers.Fichier", related_name="remises", blank=True)
    remis_le = models.DateTimeField(default=timezone.now)

    est_tu = False  # read by somebody who is not shown its words

    objects = RemiseQuerySet.as_manager()

    class Meta:
        ordering = ["-remis_le", "-pk"]
        indexes = [models.Index(fields=["travail", "eleve"])]

    def __str__(self) -> str:
        return f"remise {self.pk}"

    @property
    def avec(self) -> Personne | None:
        """The adult who handed it in for the pupil: what they wrote is not to be read as the child's. Nobody, to who is not shown its words."""
        return None if self.est_tu or self.par_id == self.eleve_id else self.par

    @property
    def mot_ailleurs(self) -> bool:
        """An adult of another household wrote beside it."""
        return self.est_tu and self.par_id is not None


class RetourQuerySet(models.QuerySet["Retour"]):
    def visibles_par(self, personne):
        return self.filter(droits.retours_visibles_par(personne))

    def lisibles(self):
        """What the pupil and the family may read now."""
        return self.filter(visible_le__lte=timezone.now())

    def ecrits_par(self, personne):
        """One's own answers, while one still teaches there."""
        return self.filter(droits.retours_ecrits_par(personne))


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
    son = models.ForeignKey(
        "fichiers.Fichier", on_delete=models.SET_NULL, null=True, blank=True, related_name="retours"
    )
    fait_le = models.DateTimeField(default=timezone.now)
    # When the pupil and the family may read it: at once, or when quiet hours end.
    visible_le = models.DateTimeField(default=timezone.now)

    objects = RetourQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"retour {self.pk}"

    @property
    def attend(self) -> bool:
        return self.visible_le > timezone.now()
