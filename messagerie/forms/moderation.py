"""Forms of reports and suspensions."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import AnneeScolaire
from ent.socle.champs import Paragraphes

from ..lectures.moderation import Cible
from ..models import Signalement, Suspension

PAR_DEFAUT = dt.timedelta(days=7)


class SignalementForm(forms.ModelForm):
    """The reason is a help, never a condition."""

    class Meta:
        model = Signalement
        fields = ["motif"]
        widgets = {"motif": Paragraphes(attrs={"rows": 3})}


class SuspensionForm(forms.ModelForm):
    """Who, until when, why. `cibles` are those that the page offers; one alone is not asked."""

    cible = forms.ChoiceField(
        label=_("Qui ne pourra plus écrire"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un élève ou un foyer.")},
    )

    class Meta:
        model = Suspension
        fields = ["date_fin", "motif"]
        widgets = {
            "date_fin": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "motif": Paragraphes(attrs={"rows": 2}),
        }
        help_texts = {"motif": _("La personne lira cette phrase, mot pour mot.")}
        error_messages = {
            "motif": {"required": _("Dites pourquoi : la personne lira cette phrase.")},
            "date_fin": {"required": _("Choisissez un jour."), "invalid": _("Ce jour n’existe pas.")},
        }

    def __init__(self, *arguments, cibles: list[Cible], **options) -> None:
        options.setdefault(
            "initial",
            {"date_fin": timezone.localdate() + PAR_DEFAUT, "cible": cibles[0].cle if len(cibles) == 1 else ""},
        )
        super().__init__(*arguments, **options)
        self.cibles = cibles
        self.fields["cible"].choices = [(c.cle, c.libelle) for c in cibles]

    def clean_date_fin(self) -> dt.date:
        fin = self.cleaned_data["date_fin"]
        if fin < timezone.localdate():
            raise forms.ValidationError(_("Ce jour est déjà passé."))
        if fin > AnneeScolaire.objects.pour(timezone.localdate()).fin:
            raise forms.ValidationError(_("Choisissez un jour de cette année scolaire."))
        return fin

    @property
    def choisie(self) -> Cible:
        return next(c for c in self.cibles if c.cle == self.cleaned_data["cible"])
