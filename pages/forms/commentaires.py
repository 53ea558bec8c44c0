"""The form of a comment."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.socle.champs import Paragraphes


class CommentaireForm(forms.Form):
    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    texte = forms.CharField(
        label=_("Votre commentaire"),
        max_length=1000,
        widget=Paragraphes(attrs={"rows": 3}),
        error_messages={
            "required": _("Écrivez quelques mots."),
            "max_length": _("Ce commentaire dépasse 1 000 caractères. Raccourcissez-le."),
        },
    )
