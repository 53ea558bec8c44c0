"""What a direction types of September."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..codes import CHOIX_NIVEAUX
from ..models import ClassePrevue


class ClasseForm(forms.Form):
    nom = forms.CharField(label=gettext_lazy("Nom de la classe"), max_length=80)


class ArriveeForm(forms.Form):
    vers: ClassePrevue | None = None  # the class that was chosen, told by the view, which knows the plan

    ine = forms.CharField(label=gettext_lazy("INE"), max_length=11)
    naissance = forms.DateField(label=gettext_lazy("Date de naissance"))
    niveau = forms.ChoiceField(label=gettext_lazy("Niveau en septembre"), choices=CHOIX_NIVEAUX)


class JourForm(forms.Form):
    jour = forms.DateField(label=gettext_lazy("Le jour du passage"))

    def clean_jour(self):
        jour = self.cleaned_data["jour"]
        if jour <= timezone.localdate():
            raise forms.ValidationError(_("Choisissez un jour à venir, ou faites le passage maintenant."))
        return jour
