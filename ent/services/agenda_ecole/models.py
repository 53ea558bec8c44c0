"""Events of the agenda: once or again and again, and what is corrected of one time."""

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import CHOIX_NIVEAUX
from ent.annuaire.models import Classe, Etablissement, Groupe, Personne
from ent.annuaire.models.adressables import Adressable

from . import droits


class EvenementQuerySet(models.QuerySet["Evenement"]):
    def visibles_par(self, personne):
        return self.filter(droits.evenements_visibles_par(personne))

    def lus_en_equipe_ou_pour(self, personne, enfants):
        """By one's work, and of these children whom one follows."""
        lus = droits.evenements_pour(droits.ouverts_a(personne, enfants))
        return self.filter(droits.evenements_de_l_equipe_de(personne) | lus)

    def des_familles_de(self, personne):
        return self.filter(droits.evenements_des_familles_de(personne))

    def modifiables_par(self, personne):
        return self.filter(droits.evenements_modifiables_par(personne))

    def entre(self, debut: dt.date, fin: dt.date):
        """Those that may fall between these days; a series says more when it is unrolled."""
        return self.filter(jour__lte=fin, dernier__gte=debut)


class Evenement(Adressable, models.Model):
    """Something that happens in a class, a group or a school, whole days or with hours.

    A series says how it comes back (`rythme`, until `jusqu_au`); what differs one time is a row of its own, that names the series and
    the day it stands for (`serie`, `occurrence`).
    """

    class Rythme(models.TextChoices):
        UNE_FOIS = "", _("Une seule fois")
        HEBDO = "hebdo", _("Chaque semaine")
        QUINZAINE = "quinzaine", _("Toutes les deux semaines")
        MENSUEL = "mensuel", _("Chaque mois, à la même date")
        MENSUEL_JOUR = "mensuel_jour", _("Chaque mois, le même jour de la semaine")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="evenements")
    classe = models.ForeignKey(Classe, on_delete=models.CASCADE, null=True, blank=True, related_name="evenements")
    groupe = models.ForeignKey(Groupe, on_delete=models.CASCADE, null=True, blank=True, related_name="evenements")
    niveau = models.CharField(_("niveau"), max_length=3, choices=CHOIX_NIVEAUX, blank=True)
    auteur = models.ForeignKey(Personne, on_delete=models.SET_NULL, null=True, related_name="+")
    titre = models.CharField(_("quoi"), max_length=120)
    texte = models.CharField(_("à savoir"), max_length=1000, blank=True)
    lieu = models.CharField(_("où"), max_length=120, blank=True)
    jour = models.DateField(_("jour"))
    dernier_jour = models.DateField(_("jusqu’au"))
    # Without hours: whole days. With hours, it begins and ends the same day.
    de = models.TimeField(_("de"), null=True, blank=True)
    a = models.TimeField(_("à"), null=True, blank=True)
    rythme = models.CharField(max_length=12, choices=Rythme, blank=True, default=Rythme.UNE_FOIS)
    jusqu_au = models.DateField(null=True, blank=True)
    sauf_vacances = models.BooleanField(default=True)
    # The last day on which it may fall, kept by the actions: a page reads no series that is over.
    dernier = models.DateField()
    serie = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="corrections")
    occurrence = models.DateField(null=True, blank=True)
    publie_le = models.DateTimeField(default=timezone.now)
    visible_le = models.DateTimeField(default=timezone.now)
    modifie_le = models.DateTimeField(default=timezone.now)
    sequence = models.PositiveIntegerField(default=0)
    annule_le = models.DateTimeField(null=True, blank=True)
    mot = models.CharField(max_length=200, blank=True)  # why it is cancelled

    est_redit = False  # just corrected, and families are told: for who corrects it

    COLONNES = droits.EVENEMENTS
    objects = EvenementQuerySet.as_manager()

    class Meta:
        ordering = ["jour", "de", "pk"]
        indexes = [
            models.Index(fields=["etablissement", "dernier", "jour"]),
            models.Index(fields=["classe", "dernier", "jour"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["serie", "occurrence"], condition=models.Q(serie__isnull=False), name="evenement_une_correction"
            ),
            models.CheckConstraint(
                condition=models.Q(dernier_jour__gte=models.F("jour")), name="evenement_dans_l_ordre"
            ),
        ]

    def __str__(self) -> str:
        return f"événement {self.pk}"

    @property
    def est_une_serie(self) -> bool:
        return bool(self.rythme)

    @property
    def est_annule(self) -> bool:
        return self.annule_le is not None

    @property
    def attend(self) -> bool:
        """Still held from families by quiet hours."""
        return self.visible_le > timezone.now()
