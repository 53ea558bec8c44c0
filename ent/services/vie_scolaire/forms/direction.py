"""What a direction notes: a strike, a closure; why a child was absent, after a call."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Classe
from ent.socle.champs import Nom, Plusieurs

from ..demi_journees import Moment
from ..models import AbsenceCollective, Motif


class CollectiveForm(forms.Form):
    raison = forms.ChoiceField(label=_("Pourquoi"), choices=AbsenceCollective.Raison, widget=forms.RadioSelect)
    debut = forms.DateField(label=_("Premier jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    fin = forms.DateField(label=_("Dernier jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    moment = forms.ChoiceField(
        label=_("Quand"),
        choices=[("", _("Toute la journée")), *Moment.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    classes = Plusieurs(
        label=_("Quelles classes"),
        queryset=Classe.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucune : toute l’école."),
    )
    # The absences that the page listed, of which one says that this is why.
    dues = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, etablissement, **options) -> None:
        super().__init__(*args, **options)
        self.fields["classes"].queryset = Classe.objects.filter(etablissement=etablissement, fermee_le=None)

    def clean_dues(self) -> set[int]:
        return {int(lu) for lu in re.findall(r"\d{1,18}", self.cleaned_data["dues"])}

    def clean(self) -> dict:
        propres = super().clean()
        if propres.get("debut") and propres.get("fin") and propres["fin"] < propres["debut"]:
            self.add_error("fin", ValidationError(_("Le dernier jour vient avant le premier.")))
        return propres


class MotifForm(forms.Form):
    """What a family said on the phone."""

    motif = forms.ChoiceField(label=_("Pourquoi"), choices=Motif)
    precision = Nom(label=_("En quelques mots"), max_length=200, required=False)
