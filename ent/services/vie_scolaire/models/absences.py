"""Absences that are told, by a family or by the school for it; and those of all, that nobody is asked about."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import dits_par_un_autre
from ent.annuaire.models import Classe, Etablissement, Personne

from ..demi_journees import Moment
from ..droits import absences as droits


class Motif(models.TextChoices):
    """The motives that L131-8 holds legitimate, in the words of a family; any other is for the school to judge."""

    MALADIE = "maladie", _("Malade")
    REUNION = "reunion", _("Réunion de famille")
    TRANSPORTS = "transports", _("Transports")
    RESPONSABLES = "responsables", _("Déplacement familial")
    AUTRE = "autre", _("Autre")


class Duree(models.TextChoices):
    JOURNEE = "journee", _("Journée")
    MATIN = "matin", _("Matin")
    APRES_MIDI = "apres_midi", _("Après-midi")
    RETARD = "retard", _("Retard")


def moments_dits(duree: str, heure: dt.time | None, ecole: Etablissement) -> set[str]:
    """The half-days of which this says something. A lateness is of the one that its hour falls in: of the morning where it gives none."""
    if duree == Duree.RETARD:
        return {Moment.APRES_MIDI if heure and heure >= ecole.apres_midi_debut else Moment.MATIN}
    return set(Moment) if duree == Duree.JOURNEE else {duree}


def couvre(moment: str) -> Q:
    """Durations that hold this half-day. A lateness explains no absence."""
    return Q(duree__in=[Duree.JOURNEE, moment])


class DeclarationAbsenceQuerySet(models.QuerySet["DeclarationAbsence"]):
    def declarees_par(self, personne):
        return self.filter(droits.declarations_de(personne))

    def dites_en_leur_nom_par(self, confiees):
        """`confiees`: `droits.confiees_par` of who confided them."""
        return self.filter(droits.declarations_en_leur_nom(confiees))

    def dirigees_par(self, personne):
        return self.filter(droits.declarations_dirigees_par(personne))

    def lisibles_par_l_equipe(self, personne, ids) -> set[int]:
        """Of what was told, what this person may read today: of the pupils whom they teach, or of the school they direct; of their own child, what they told."""
        siennes = self.filter(~dits_par_un_autre(personne), pk__in=ids, eleve__in=personne.portee.eleves_du_travail)
        return set(siennes.order_by().values_list("pk", flat=True))

    def en_vigueur(self):
        return self.filter(retiree_le=None)

    def qui_recouvrent(
        self, eleve: Personne, etablissement, debut: dt.date, fin: dt.date, duree: str, heure: dt.time | None = None
    ) -> list["DeclarationAbsence"]:
        """What anybody told of one of these half-days. One query."""
        dites = self.en_vigueur().filter(eleve=eleve, etablissement=etablissement, debut__lte=fin, fin__gte=debut)
        lues = dites.select_related("eleve", "etablissement").order_by("debut", "pk")
        moments = moments_dits(duree, heure, etablissement)
        return [dite for dite in lues if dite.moments & moments]

    def contredites_par(self, personne, *quoi) -> list["DeclarationAbsence"]:
        """Of `qui_recouvrent`, what this person told, or somebody in their place: another adult's stays theirs, and is never shown to them."""
        confiees = droits.confiees_par(personne)
        return [dite for dite in self.qui_recouvrent(*quoi) if droits.se_remplace_par(personne, dite, confiees)]

    def du(self, jour: dt.date):
        return self.en_vigueur().filter(debut__lte=jour, fin__gte=jour)

    def couvrant(self, jour: dt.date, moment: str):
        """What explains that half-day."""
        return self.du(jour).filter(couvre(moment))


class DeclarationAbsence(models.Model):
    """A child will not come, or did not: from a day to a day, whole or by half, and why. Changed, it is withdrawn and told again."""

    RECUL = 30  # days: how long why an absence happened is asked, and may be told

    class Origine(models.TextChoices):
        FAMILLE = "famille", _("la famille")
        ECOLE = "ecole", _("l’école, pour la famille")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="absences_declarees")
    eleve = models.ForeignKey(Personne, on_delete=models.CASCADE, related_name="absences_declarees")
    par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    origine = models.CharField(max_length=7, choices=Origine, default=Origine.FAMILLE)
    debut = models.DateField(_("du"))
    fin = models.DateField(_("au"))
    duree = models.CharField(max_length=10, choices=Duree, default=Duree.JOURNEE)
    motif = models.CharField(_("pourquoi"), max_length=12, choices=Motif)
    precision = models.CharField(max_length=200, blank=True)
    # Of a lateness: about when the child will be there, where who tells it knows.
    heure = models.TimeField(_("vers"), null=True, blank=True)
    fichiers = models.ManyToManyField("fichiers.Fichier", related_name="absences_declarees", blank=True)
    # What other rooms did of it (names of `SuiteDAbsence`, with commas), to be undone with it.
    suites = models.CharField(max_length=120, blank=True)
    declaree_le = models.DateTimeField(default=timezone.now)
    retiree_le = models.DateTimeField(null=True, blank=True)
    # Its motive was changed once the roll was made: when, last, and what had been told first.
    change_le = models.DateTimeField(null=True, blank=True)
    motif_avant = models.CharField(max_length=12, choices=Motif, blank=True)
    precision_avant = models.CharField(max_length=200, blank=True)
    # What the direction makes of it; while it says nothing, the motives of the law are valid and the others wait.
    valable = models.BooleanField(null=True, blank=True)
    jugee_par = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    jugee_le = models.DateTimeField(null=True, blank=True)

    objects = DeclarationAbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-debut", "-pk"]
        indexes = [models.Index(fields=["eleve", "debut"], name="declaration_par_eleve")]
        constraints = [models.CheckConstraint(condition=Q(fin__gte=models.F("debut")), name="declaration_dates")]

    def __str__(self) -> str:
        return f"{self.eleve_id} {self.debut}"

    @property
    def ses_suites(self) -> list[str]:
        return [nom for nom in self.suites.split(",") if nom]

    @property
    def est_notee(self) -> bool:
        """By the school, and not told by the family itself."""
        return self.origine == self.Origine.ECOLE

    @property
    def est_legitime(self) -> bool:
        """A motive that L131-8 names."""
        return self.motif != Motif.AUTRE

    @property
    def attend_la_direction(self) -> bool:
        return self.valable is None and not self.est_legitime

    @property
    def a_juger_lu(self) -> str:
        """What the page of who judges it bears: which motive it showed, and that nobody had answered."""
        return f"{self.change_le.isoformat() if self.change_le else ''}|{self.valable}"

    def couvre(self, jour: dt.date, moment: str) -> bool:
        return self.debut <= jour <= self.fin and self.duree in (Duree.JOURNEE, moment)

    @property
    def moments(self) -> set[str]:
        return moments_dits(self.duree, self.heure, self.etablissement)

    def du_moment(self, jour: dt.date, moment: str) -> bool:
        """Whether it says anything of that half-day, absent or late."""
        return self.debut <= jour <= self.fin and moment in self.moments


class AbsenceCollectiveQuerySet(models.QuerySet["AbsenceCollective"]):
    def lues_par(self, personne):
        return self.filter(droits.collectives_lues_par(personne))

    def en_vigueur(self):
        return self.filter(retiree_le=None)

    def du(self, jour: dt.date):
        return self.en_vigueur().filter(debut__lte=jour, fin__gte=jour)


class AbsenceCollective(models.Model):
    """A strike, a closure: no class for some, and no family asked. These half-days count nowhere."""

    class Raison(models.TextChoices):
        GREVE = "greve", _("Grève")
        FERMETURE = "fermeture", _("Fermeture")
        INTEMPERIES = "intemperies", _("Intempéries")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="absences_collectives")
    toute_l_ecole = models.BooleanField(default=True)
    classes = models.ManyToManyField(Classe, related_name="absences_collectives", blank=True)
    raison = models.CharField(_("pourquoi"), max_length=11, choices=Raison)
    debut = models.DateField(_("du"))
    fin = models.DateField(_("au"))
    # Empty: the whole day.
    moment = models.CharField(max_length=10, choices=Moment, blank=True)
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    notee_le = models.DateTimeField(default=timezone.now)
    retiree_le = models.DateTimeField(null=True, blank=True)

    objects = AbsenceCollectiveQuerySet.as_manager()

    class Meta:
        ordering = ["-debut", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(fin__gte=models.F("debut")), name="collective_dates")]

    def __str__(self) -> str:
        return f"{self.raison} {self.debut}"

    def couvre(self, jour: dt.date, moment: str) -> bool:
        return self.debut <= jour <= self.fin and self.moment in ("", moment)
