"""The rules of a school, and what its direction decides: suspensions, reports, incidents. And one's absences."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.models import Etablissement, Personne

from ..droits import regles as droits
from .messages import Message


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def moderes_par(self, personne):
        return self.filter(droits.suspensions_moderees_par(personne))

    def subies_par(self, personne):
        """Those that keep this person, or a child they answer for, from writing today."""
        return self.filter(droits.suspensions_subies_par(personne))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """Of pupils: a suspension holds in the whole school."""
        lignes = self.filter(pk__in=ids).order_by().values_list("pk", "etablissement_id", "personne_id")
        return {pk: [Audience.d_un_eleve(ecole, eleve)] for pk, ecole, eleve in lignes}


class SignalementQuerySet(models.QuerySet["Signalement"]):
    def moderes_par(self, personne):
        return self.filter(droits.signalements_moderes_par(personne))

    def faits_par(self, personne):
        return self.filter(droits.signalements_faits_par(personne))

    def lisibles(self, personne, messages) -> set[int]:
        """Of these reported messages (ids), those that this person moderates today."""
        siens = self.moderes_par(personne).filter(message__in=messages)
        return set(siens.order_by().values_list("message_id", flat=True))


class Suspension(models.Model):
    """A person may not write in a school until a day, for a reason that they read. They go on reading."""

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="suspensions")
    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="suspensions")
    motif = models.CharField(_("raison"), max_length=300)
    date_fin = models.DateField(_("jusqu’au"))
    par = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    posee_le = models.DateTimeField(default=timezone.now)
    levee_le = models.DateTimeField(null=True, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["-posee_le", "-pk"]
        indexes = [models.Index(fields=["personne", "etablissement"])]

    def __str__(self) -> str:
        return f"suspension {self.pk}"


class Signalement(models.Model):
    """A reader asks the direction to look at a message. The direction then reads it, and what stands around it."""

    class Suite(models.TextChoices):
        EN_ATTENTE = "", _("à lire")
        SANS_SUITE = "sans_suite", _("sans suite")
        RETIRE = "retire", _("message retiré")
        SUSPENDU = "suspendu", _("auteur suspendu")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="signalements")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="signalements")
    par = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="+")
    motif = models.CharField(_("ce qui ne va pas"), max_length=500, blank=True)
    fait_le = models.DateTimeField(default=timezone.now)
    suite = models.CharField(max_length=10, choices=Suite, blank=True)
    traite_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    traite_le = models.DateTimeField(null=True, blank=True)

    objects = SignalementQuerySet.as_manager()

    class Meta:
        ordering = ["-fait_le", "-pk"]
        constraints = [models.UniqueConstraint(fields=["message", "par"], name="signalement_une_fois")]

    def __str__(self) -> str:
        return f"signalement {self.pk}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visibles_par(self, personne):
        return self.filter(droits.incidents_visibles_par(personne))

    def en_cours(self):
        return self.filter(fini_le=None)


class Incident(models.Model):
    """Stolen accounts, threats (March 2024): one act silences pupils, or all but the direction, in a school or the territory.

    While it lasts nothing written may be corrected nor taken back: what was said stays as evidence.
    """

    class Portee(models.TextChoices):
        ELEVES = "eleves", _("les élèves ne peuvent plus écrire")
        TOUS = "tous", _("seule la direction peut écrire")

    etablissement = models.ForeignKey(
        Etablissement, on_delete=models.CASCADE, null=True, blank=True, related_name="incidents"
    )
    portee = models.CharField(_("ce qui est coupé"), max_length=6, choices=Portee, default=Portee.ELEVES)
    motif = models.CharField(_("ce qui se passe"), max_length=300)
    par = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    declare_le = models.DateTimeField(default=timezone.now)
    fini_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    fini_le = models.DateTimeField(null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-declare_le", "-pk"]
        constraints = [
            # 0 stands for the territory.
            models.UniqueConstraint(
                Coalesce("etablissement", 0), condition=models.Q(fini_le=None), name="incident_un_a_la_fois"
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def declarees_par(self, personne):
        return self.filter(droits.absences_de(personne))

    def du_jour(self):
        aujourd_hui = timezone.localdate()
        return self.filter(debut__lte=aujourd_hui, fin__gte=aujourd_hui)


class Absence(models.Model):
    """An adult is away: who writes to them alone is told so, once per thread, in their own words."""

    personne = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="absences")
    debut = models.DateField(_("du"))
    fin = models.DateField(_("au"))
    texte = models.CharField(_("ce que lira qui vous écrit"), max_length=300)
    dite_dans = models.ManyToManyField("messagerie.Fil", related_name="+", blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["debut", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(fin__gte=models.F("debut")), name="absence_dates")]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Traduction(models.Model):
    """What a machine made of a message in a language, shown under the original, which stays."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="traductions")
    revision = models.PositiveIntegerField()  # of the message that was translated
    langue = models.CharField(max_length=5)
    texte = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["message", "langue"], name="traduction_une_par_langue")]

    def __str__(self) -> str:
        return f"{self.langue} de {self.message_id}"
