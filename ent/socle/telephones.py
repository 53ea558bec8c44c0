"""Telephone numbers as people type them: kept as they are written, called by the link that holds them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NUMERO_ATTENDU = _("Écrivez un numéro de téléphone, comme 01 30 12 34 56.")
# Figures, and what parts them in France and abroad (« +33 (0)1 30 12 34 56 »).
ECRIT = re.compile(r"\+?\(?[0-9](?:[ .()/\u00a0\u202f-]*[0-9])*")


def est_un_numero(brut: str) -> bool:
    """Ten figures from 0, as in France; or from 8 to 15 after a « + », as E.164 has it."""
    if not ECRIT.fullmatch(brut):
        return False
    chiffres = "".join(signe for signe in brut if signe.isdigit())
    return 8 <= len(chiffres) <= 15 if brut.startswith("+") else len(chiffres) == 10 and chiffres[0] == "0"


class Telephone(forms.CharField):
    """A number, or nothing where it may be empty."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 30)
        options["widget"] = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        propre = super().clean(value)
        if propre and not est_un_numero(propre):
            raise ValidationError(NUMERO_ATTENDU, code="telephone")
        return propre
