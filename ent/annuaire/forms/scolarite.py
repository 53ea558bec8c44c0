"""The other class of a pupil."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..codes import CHOIX_NIVEAUX
from ..models import Classe, Etablissement, Inscription


class ChangerForm(forms.Form):
    """From which of their classes, when they are in several; to which other of the school, at which level."""

    depuis = forms.ChoiceField(label=_("Classe quittée"), widget=forms.RadioSelect)
    classe = forms.ChoiceField(label=_("Nouvelle classe"))
    niveau = forms.ChoiceField(label=_("Niveau"), choices=[("", "–"), *CHOIX_NIVEAUX], required=False)

    def __init__(self, *args, etablissement: Etablissement, inscriptions: list[Inscription], **options) -> None:
        self.inscriptions = {str(i.pk): i for i in inscriptions}
        siennes = [i.classe_id for i in inscriptions]
        ouvertes = etablissement.classes.filter(fermee_le=None, annee=inscriptions[0].classe.annee)
        self.ouvertes = {str(c.pk): c for c in ouvertes.exclude(pk__in=siennes).order_by("nom", "pk")}
        premiere = inscriptions[0]
        super().__init__(*args, initial={"depuis": str(premiere.pk), "niveau": premiere.niveau}, **options)
        self.fields["depuis"].choices = [(pk, i.classe.nom) for pk, i in self.inscriptions.items()]
        self.fields["classe"].choices = [("", "–"), *((pk, c.nom) for pk, c in self.ouvertes.items())]
        if len(inscriptions) == 1:
            self.fields["depuis"].widget = forms.HiddenInput()

    @property
    def inscription(self) -> Inscription:
        return self.inscriptions[self.cleaned_data["depuis"]]

    @property
    def choisie(self) -> Classe:
        return self.ouvertes[self.cleaned_data["classe"]]
