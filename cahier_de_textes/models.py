"""What is to be done: a travail, and who ticked it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import CHOIX_NIVEAUX
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne

from . import droits


class TravailQuerySet(models.QuerySet["Travail"]):
    def visibles_par(self, personne):
        return self.filter(droits.travaux_visibles_par(personne))

    def modifiables_par(self, personne):
        return self.filter(droits.travaux_modifiables_par(personne))

    def suivis_par(self, personne):
        return self.filter(droits.travaux_suivis_par(personne))

    def des_enfants_de(self, personne):
        """What this person's children (or the pupil themself) have to do, as families read it."""
        return self.filter(droits.travaux_des_enfants_de(personne))

    def presents(self):
        return self.filter(retire_le=None)


class Travail(models.Model):
    """Something to do for a day, given by a teacher to a class, to one level of it, or to a group.

    Written work at home is forbidden in primary school (circulaire of 29/12/1956): one learns, reads, brings, prepares.
    """

    class Nature(models.TextChoices):
        APPRENDRE = "apprendre", _("À apprendre")
        LIRE = "lire", _("À lire")
        APPORTER = "apporter", _("À apporter")
        PREPARER = "preparer", _("À préparer")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="travaux")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="travaux")
    groupe = models.ForeignKey(Groupe, on_delete=models.CASCADE, null=True, blank=True, related_name="travaux")
    niveau = models.CharField(_("niveau"), max_length=3, choices=CHOIX_NIVEAUX, blank=True)
    auteur = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="travaux_donnes")
    nature = models.CharField(max_length=9, choices=Nature, default=Nature.APPRENDRE)
    texte = models.CharField(_("ce qu’il y a à faire"), max_length=500)
    date_pour = models.DateField(_("pour le"))
    publie_le = models.DateTimeField(default=timezone.now)
    # When families may read it: at once, or when quiet hours end. Its author always reads it.
    visible_le = models.DateTimeField(default=timezone.now)
    retire_le = models.DateTimeField(null=True, blank=True)

    objects = TravailQuerySet.as_manager()

    class Meta:
        ordering = ["date_pour", "pk"]
        indexes = [models.Index(fields=["classe", "date_pour"]), models.Index(fields=["groupe", "date_pour"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(classe__isnull=False, groupe=None) | models.Q(classe=None, groupe__isnull=False),
                name="travail_classe_ou_groupe",
            ),
        ]

    def __str__(self) -> str:
        return f"travail {self.pk}"

    @property
    def attend(self) -> bool:
        """Quiet hours still hold it from families."""
        return self.visible_le > timezone.now()

    @property
    def destination(self) -> Classe | Groupe:
        return self.classe or self.groupe


class TravailFait(models.Model):
    """A child ticked a travail as done; unticking removes the row. It is not a judgement."""

    travail = models.ForeignKey(Travail, on_delete=models.CASCADE, related_name="faits")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="travaux_faits")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    fait_le = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["travail", "eleve"], name="travail_fait_une_fois")]

    def __str__(self) -> str:
        return f"{self.travail_id} fait par {self.eleve_id}"
