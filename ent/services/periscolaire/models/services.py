"""What a school offers around class, by its own rules."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import Audience
from ent.annuaire.calendrier import est_jour_de_classe
from ent.annuaire.models import Etablissement, Personne

from .. import droits
from ..delais import Delai


class ServicePeriscolaireQuerySet(models.QuerySet["ServicePeriscolaire"]):
    def des_familles_de(self, personne):
        return self.filter(droits.services_des_familles_de(personne))

    def diriges_par(self, personne):
        return self.filter(droits.services_diriges_par(personne))

    def lus_par(self, personne):
        return self.filter(droits.services_lus_par(personne))

    def comptes_par(self, personne):
        return self.filter(droits.services_comptes_par(personne))

    def publics(self, ids) -> dict[int, list[Audience]]:
        """A service is of its whole school."""
        return {pk: [Audience(ecole)] for pk, ecole in self.filter(pk__in=ids).values_list("pk", "etablissement_id")}


class ServicePeriscolaire(models.Model):
    """The cantine of a school, its garderie, its étude: days, hours, places, and until when one may say."""

    AVANT, APRES = dt.timedelta(minutes=45), dt.timedelta(minutes=30)  # of its hours, children are there

    class Nature(models.TextChoices):
        GARDERIE_MATIN = "garderie-matin", _("Garderie du matin")
        CANTINE = "cantine", _("Cantine")
        ETUDE = "etude", _("Étude")
        GARDERIE_SOIR = "garderie-soir", _("Garderie du soir")

    etablissement = models.ForeignKey(Etablissement, on_delete=models.CASCADE, related_name="services_periscolaires")
    nature = models.CharField(_("service"), max_length=14, choices=Nature)
    jours = models.CharField(_("jours"), max_length=5, default="0134")
    debut = models.TimeField(_("de"))
    fin = models.TimeField(_("à"))
    # Nobody counts places where it is empty.
    capacite = models.PositiveSmallIntegerField(_("places par jour"), null=True, blank=True)
    delai_ajout = models.CharField(max_length=9, default="1 09:00")
    delai_annulation = models.CharField(max_length=9, default="0 09:00")
    contact = models.CharField(_("qui appeler après l’heure"), max_length=120)
    # Each family is asked for each week; otherwise silence means « no », and nothing is asked.
    demande_reponse = models.BooleanField(_("demander une réponse à chaque famille"), default=False)
    encadrants = models.ManyToManyField(Personne, related_name="services_encadres", blank=True)
    rappele_pour = models.DateField(null=True, blank=True)  # the Monday of the week that families were last reminded of
    # By day (« 2026-11-27 »), why the school opens it not, in its words: read with the service, a day costs no query.
    jours_fermes = models.JSONField(default=dict, blank=True)
    ferme_le = models.DateTimeField(null=True, blank=True)

    objects = ServicePeriscolaireQuerySet.as_manager()

    class Meta:
        ordering = ["etablissement__nom", "debut", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["etablissement", "nature"], condition=models.Q(ferme_le=None), name="service_un_par_nature"
            ),
            models.CheckConstraint(condition=models.Q(fin__gt=models.F("debut")), name="service_heures"),
        ]

    def __str__(self) -> str:
        return str(self.get_nature_display())

    @property
    def est_repas(self) -> bool:
        return self.nature == self.Nature.CANTINE

    @property
    def ajout(self) -> Delai:
        return Delai.lu(self.delai_ajout)

    @property
    def annulation(self) -> Delai:
        return Delai.lu(self.delai_annulation)

    def ouvre_le(self, jour: dt.date) -> bool:
        return jour.isoformat() not in self.jours_fermes and self.ouvrirait_le(jour)

    def ouvrirait_le(self, jour: dt.date) -> bool:
        """By its rules, had nobody closed that day."""
        return str(jour.weekday()) in self.jours and est_jour_de_classe(self.etablissement, jour)

    def ferme_pour(self, jour: dt.date) -> str | None:
        """Why the school closed that day; None if it did not."""
        return self.jours_fermes.get(jour.isoformat())

    def garde_a(self, instant: dt.datetime) -> bool:
        """Whether children are there: those who wait for it too, before its hour, and those for whom somebody is late, after it."""
        lu = timezone.localtime(instant).replace(tzinfo=None)
        debut, fin = (dt.datetime.combine(lu.date(), heure) for heure in (self.debut, self.fin))
        return self.ouvre_le(lu.date()) and debut - self.AVANT <= lu <= fin + self.APRES

    def limite_ajout(self, jour: dt.date) -> dt.datetime:
        return self.ajout.limite(self.etablissement, jour)

    def limite_annulation(self, jour: dt.date) -> dt.datetime:
        return self.annulation.limite(self.etablissement, jour)

    def arret(self, jour: dt.date) -> dt.datetime:
        """When families can change nothing more of that day: the count is what is served."""
        return max(self.limite_ajout(jour), self.limite_annulation(jour))
