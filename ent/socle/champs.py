"""What forms of every room share."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .nombres import entier
from .textes import propre, se_voit


class Nom(forms.CharField):
    """Of somebody or something, without the signs that nobody sees: what is made of them alone is no name.

    No `maxlength`: it cuts what is pasted without a word, where the form says what is too long and keeps it all.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {nom: valeur for nom, valeur in super().widget_attrs(widget).items() if nom != "maxlength"}

    def to_python(self, value: Any) -> str:
        nom = propre(super().to_python(value))
        return nom if se_voit(nom) else ""


class Plusieurs(forms.ModelMultipleChoiceField):
    """Some of what a queryset gives, by their ids. A number that no database holds is nobody's: Django would ask for it, and fail."""

    def clean(self, value: Any) -> Any:
        if (
            self.to_field_name is None
            and isinstance(value, list | tuple)
            and any(entier(str(un)) is None for un in value)
        ):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "…"})
        return super().clean(value)


class Paragraphes(forms.Textarea):
    """Words of several lines, measured as who types them counts: a browser sends two characters for the end of a line. Where nothing would be
    seen of them, there is none: a message that is asked for words was sent empty.

    No `maxlength` either.
    """

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        valeur = super().value_from_datadict(data, files, name)
        if not isinstance(valeur, str):
            return valeur
        return valeur.replace("\r\n", "\n") if se_voit(valeur) else ""

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        contexte = super().get_context(name, value, attrs)
        contexte["widget"]["attrs"].pop("maxlength", None)
        return contexte
