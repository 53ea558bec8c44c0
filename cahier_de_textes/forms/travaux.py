"""The form that gives a travail."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ent.annuaire import calendrier
from ent.annuaire.codes import NIVEAUX

from ..models import Travail


class TravailForm(forms.ModelForm):
    """A kind, a text, a class day; the level only where the class holds several."""

    class Meta:
        model = Travail
        fields = ["nature", "niveau", "texte", "date_pour"]
        widgets = {
            "nature": forms.RadioSelect,
            "niveau": forms.RadioSelect,
            "texte": forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
            "date_pour": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "texte": {"required": _("Écrivez ce qu’il y a à faire, par exemple « relire la page 14 ».")},
            "date_pour": {
                "required": _("Choisissez le jour pour lequel c’est à faire."),
                "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 26/11/2026."),
            },
        }

    def __init__(self, *args, etablissement, niveaux: list[str], **options) -> None:
        super().__init__(*args, **options)
        self.etablissement = etablissement
        presents = [n for n in NIVEAUX if n in niveaux]
        if len(presents) > 1:
            choix = dict(Travail._meta.get_field("niveau").choices)
            self.fields["niveau"].choices = [("", _("Toute la classe")), *((n, choix[n]) for n in presents)]
        else:
            del self.fields["niveau"]

    def clean_date_pour(self) -> dt.date:
        jour = self.cleaned_data["date_pour"]
        if jour == self.initial.get("date_pour") and self.instance.pk:
            return jour  # a text is corrected after its day as well
        if jour < timezone.localdate():
            raise forms.ValidationError(_("Ce jour est passé. Choisissez aujourd’hui ou un jour à venir."))
        if jour > timezone.localdate() + dt.timedelta(days=365):
            raise forms.ValidationError(_("Ce jour est dans plus d’un an : vérifiez l’année."))
        if not calendrier.est_jour_de_classe(self.etablissement, jour):
            raise forms.ValidationError(
                _("Pas de classe le %(jour)s. Le jour de classe suivant est le %(suivant)s.")
                % {
                    "jour": date_format(jour, "l j F"),
                    "suivant": date_format(calendrier.prochain_jour_de_classe(self.etablissement, jour), "l j F"),
                }
            )
        return jour
