"""Choices of a person about the shell itself."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

THEMES = [("auto", _("Comme l’appareil")), ("clair", _("Clair")), ("sombre", _("Sombre"))]


class LangueForm(forms.Form):
    langue = forms.ChoiceField(
        choices=settings.LANGUAGES,
        error_messages={
            "required": _("Choisissez une langue."),
            "invalid_choice": _("Cette langue n’est pas proposée."),
        },
    )


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(
        choices=THEMES,
        error_messages={"required": _("Choisissez un affichage."), "invalid_choice": _("Cet affichage n’existe pas.")},
    )


class ConfortForm(forms.Form):
    """One of the two choices, set or taken back."""

    choix = forms.ChoiceField(choices=[("est_grand", _("Plus grand")), ("est_lisible", _("Autre écriture"))])
    oui = forms.BooleanField(required=False)
