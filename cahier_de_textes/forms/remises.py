"""What a pupil sends, and what a teacher answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Retour


class RendreForm(forms.Form):
    """A number drawn by the device, and words. A child reads the errors."""

    uuid = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("La page est trop vieille. Ouvre-la encore une fois."),
            "invalid": _("La page est trop vieille. Ouvre-la encore une fois."),
        },
    )
    texte = forms.CharField(
        label=_("J’écris"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("C’est trop long. Écris un peu moins.")},
    )


class RepondreForm(forms.Form):
    texte = forms.CharField(
        label=_("Un mot"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("Votre mot dépasse 1 000 caractères. Raccourcissez-le.")},
    )
    tampon = forms.ChoiceField(
        choices=[("", ""), *Retour.Tampon.choices],
        required=False,
        error_messages={"invalid_choice": _("Ce tampon n’existe pas.")},
    )
