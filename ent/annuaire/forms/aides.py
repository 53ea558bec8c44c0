"""To whom a school opens itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..lectures.aides import aidants


class AideForm(forms.Form):
    """One person of the operator; who reads only, unless one says otherwise."""

    a_qui = forms.ChoiceField(label=_("À qui"), widget=forms.RadioSelect)
    ecrit = forms.BooleanField(
        label=_("Cette personne peut aussi changer les réglages et faire l’import"), required=False
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.gens = {str(p.uuid): p for p in aidants()}
        self.fields["a_qui"].choices = [(uuid, p.nom_affiche) for uuid, p in self.gens.items()]

    @property
    def choisie(self):
        return self.gens[self.cleaned_data["a_qui"]]
