"""The form of a visa."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.socle.champs import Paragraphes

from ..models import Visa


class VisaForm(forms.ModelForm):
    """The direction's own, or the inspection's with the inspector's name."""

    class Meta:
        model = Visa
        fields = ["nature", "nom_inspection", "mot"]
        widgets = {"nature": forms.RadioSelect, "mot": Paragraphes(attrs={"rows": 2})}

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["nom_inspection"].suit_un_choix = True  # asked where the inspection is chosen

    def clean(self) -> dict:
        donnees = super().clean()
        if donnees.get("nature") == Visa.Nature.INSPECTION and not donnees.get("nom_inspection", "").strip():
            self.add_error("nom_inspection", _("Écrivez le nom de la personne qui a inspecté."))
        return donnees
