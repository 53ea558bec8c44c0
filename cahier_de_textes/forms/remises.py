"""What a teacher answers; what a pupil sends is a form of the ground (`ent.fichiers.forms.pieces`)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.fichiers.controles import Preparation
from ent.fichiers.forms.pieces import RendreForm
from ent.fichiers.sas import juger_sur_place
from ent.socle.champs import Paragraphes

from ..models import Retour

__all__ = ["RendreForm", "RepondreForm"]


class RepondreForm(forms.Form):
    texte = forms.CharField(
        label=gettext_lazy("Un mot"),
        required=False,
        max_length=1000,
        widget=Paragraphes(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("Votre mot dépasse 1 000 caractères. Raccourcissez-le.")},
    )
    tampon = forms.ChoiceField(
        choices=[("", ""), *Retour.Tampon.choices],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Ce tampon n’existe pas.")},
    )
    son = forms.FileField(
        label=gettext_lazy("Votre voix"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
        error_messages={"empty": gettext_lazy("Ce son est vide. Enregistrez-le de nouveau.")},
    )

    def clean_son(self) -> Preparation | None:
        envoye = self.cleaned_data["son"]
        if not envoye:
            return None
        prepare = juger_sur_place(envoye, envoye.name)
        if prepare.nature != "son":
            raise ValidationError(_("Ce n’est pas un son. Enregistrez votre voix, ou choisissez un fichier de son."))
        return prepare
