"""Who answers, and when: of a school, or of the whole territory."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import droits
from .lieux import Etablissement


class InterlocuteurQuerySet(models.QuerySet["Interlocuteur"]):
    def visibles_par(self, personne):
        return self.filter(droits.interlocuteurs_visibles_par(personne))


class Interlocuteur(models.Model):
    """The person whom help leads to. Without a school, the one of the territory: for directions, for who has not come in yet."""

    etablissement = models.OneToOneField(
        Etablissement, on_delete=models.CASCADE, null=True, blank=True, related_name="interlocuteur"
    )
    nom = models.CharField(
        _("qui répond"), max_length=80, help_text=_("Un prénom et un lieu suffisent : « Marie-Jo, secrétariat ».")
    )
    telephone = models.CharField(_("téléphone"), max_length=20, blank=True)
    courriel = models.EmailField(_("adresse e-mail"), blank=True)
    par_ecrit = models.BooleanField(
        _("montrer « Écrire »"), default=True, help_text=_("Le bouton mène aux messages de l’école.")
    )
    jours = models.CharField(_("jours"), max_length=7, default="0134")  # weekdays, Monday is 0
    debut = models.TimeField(_("répond à partir de"), default=dt.time(8, 30))
    fin = models.TimeField(_("jusqu’à"), default=dt.time(16, 30))
    pause_debut = models.TimeField(_("pause, à partir de"), null=True, blank=True)
    pause_fin = models.TimeField(_("fin de la pause"), null=True, blank=True)
    aux_vacances = models.BooleanField(_("répond aussi pendant les vacances"), default=False)
    precision = models.CharField(
        _("à savoir"),
        max_length=120,
        blank=True,
        help_text=_("Une langue parlée, un lieu où venir : « en arabe aussi »."),
    )

    objects = InterlocuteurQuerySet.as_manager()

    def __str__(self) -> str:
        return self.nom

    def clean(self) -> None:
        if not self.debut < self.fin:
            raise ValidationError({"fin": _("La fin vient après le début.")})
        if (self.pause_debut is None) != (self.pause_fin is None):
            raise ValidationError({"pause_fin": _("Une pause a un début et une fin.")})
        if self.pause_debut and not self.debut < self.pause_debut < self.pause_fin < self.fin:
            raise ValidationError(
                {"pause_debut": _("La pause tient dans les heures, et sa fin vient après son début.")}
            )
        if self.etablissement_id is None and not (self.telephone or self.courriel):
            raise ValidationError(_("Donnez un téléphone ou une adresse e-mail."))
        if not (self.telephone or self.courriel or self.par_ecrit):
            raise ValidationError(_("Donnez un téléphone, une adresse e-mail, ou laissez « Écrire »."))

    def plages(self) -> list[tuple[dt.time, dt.time]]:
        """When somebody answers, on a day that is one."""
        if self.pause_debut and self.pause_fin:
            return [(self.debut, self.pause_debut), (self.pause_fin, self.fin)]
        return [(self.debut, self.fin)]
