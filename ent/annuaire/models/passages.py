"""« Passage d'année »: the classes of September as a direction prepares them, who goes where, and what undoes it once done."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.socle.tri import COLLATION

from ..codes import CHOIX_NIVEAUX
from .liens import PERSONNE
from .lieux import AnneeScolaire, Classe, Etablissement


class Passage(models.Model):
    """One school's way into one year: prepared, then done at once or on its day, and undone whole for a fortnight."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="passages")
    annee = models.ForeignKey(AnneeScolaire, on_delete=models.PROTECT, related_name="+")
    prepare_par = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, related_name="+")
    prepare_le = models.DateTimeField(default=timezone.now)
    # The day on which it is done by itself; the eve, families read the class.
    jour = models.DateField(_("le jour du passage"), null=True, blank=True)
    fait_le = models.DateTimeField(null=True, blank=True)
    fait_par = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    trace = models.JSONField(default=dict, blank=True)  # what undoes it (`actions.passages`)
    # The school ends: its pupils are placed by the plan of the one that it joins, whose turn closes it (`actions.fusions`).
    rejoint = models.ForeignKey(Etablissement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Of its team, who works in that one from then on.
    suivent = models.ManyToManyField(PERSONNE, related_name="+", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["etablissement", "annee"], name="passage_unique_par_annee")]

    def __str__(self) -> str:
        return f"passage {self.pk}"


class ClassePrevue(models.Model):
    """A class of September: its name, its levels, and who will teach there, if that is known."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="classes")
    nom = models.CharField(_("nom"), max_length=80, db_collation=COLLATION)
    niveaux = models.CharField(_("niveaux"), max_length=60, blank=True)  # « CP,CE1 »
    enseignant = models.ForeignKey(PERSONNE, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The school that it comes from, when that one joins.
    vient_de = models.ForeignKey(Etablissement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # What it became; kept when the passage is undone, so that what was written there is found again.
    classe = models.ForeignKey(Classe, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["passage", "nom"], name="classe_prevue_unique_par_nom")]

    def __str__(self) -> str:
        return self.nom


class PlacePrevue(models.Model):
    """Where a pupil goes: a class of September at a level, or out of the school (no class)."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="places")
    eleve = models.ForeignKey(PERSONNE, on_delete=models.CASCADE, related_name="+")
    de = models.ForeignKey(Classe, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")  # none: arrives
    niveau_actuel = models.CharField(max_length=3, choices=CHOIX_NIVEAUX, blank=True)
    vers = models.ForeignKey(ClassePrevue, on_delete=models.SET_NULL, null=True, blank=True, related_name="places")
    niveau = models.CharField(_("niveau"), max_length=3, choices=CHOIX_NIVEAUX, blank=True)
    # ONDE's « Décision de passage » placed them, and nobody since.
    vient_d_onde = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["passage", "eleve"], name="place_prevue_unique_par_eleve")]

    def __str__(self) -> str:
        return f"{self.eleve_id} – {self.vers_id}"

    @property
    def est_maintenu(self) -> bool:
        return bool(self.vers_id and self.niveau and self.niveau == self.niveau_actuel)
