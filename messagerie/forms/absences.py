"""The form of an absence."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.socle.champs import Paragraphes

from ..models import Absence

UN_AN = dt.timedelta(days=366)


class AbsenceForm(forms.ModelForm):
    class Meta:
        model = Absence
        fields = ["debut", "fin", "texte"]
        jour = {"required": _("Choisissez un jour."), "invalid": _("Ce jour n’existe pas.")}
        widgets = {
            "debut": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "fin": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "texte": Paragraphes(attrs={"rows": 3}),
        }
        error_messages = {
            "debut": jour,
            "fin": jour,
            "texte": {"required": _("Écrivez ce que lira qui vous écrit.")},
        }

    def clean(self) -> dict:
        donnees = super().clean()
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", _("Le retour vient après le départ."))
        elif fin and fin < timezone.localdate():
            self.add_error("fin", _("Ces jours sont déjà passés."))
        elif fin and fin > timezone.localdate() + UN_AN:
            self.add_error("fin", _("Choisissez un jour dans l’année qui vient."))
        return donnees

    def validate_constraints(self) -> None:
        """Left to the action, under lock: the constraint of the model has no sentence for people."""
