"""The form of the table: one choice by cell that is one."""

from django import forms
from django.utils.translation import gettext as _

from ..droits.regles import ADMIS


class ReglesForm(forms.Form):
    """One field by cell that has a choice; an absent one changes nothing, an empty one follows the level above."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        for (auteur, cible), permis in ADMIS.items():
            if len(permis) > 1:
                choix = [("", ""), *((droit, droit) for droit in permis)]
                self.fields[f"{auteur}-{cible}"] = forms.ChoiceField(
                    choices=choix,
                    required=False,
                    error_messages={
                        "invalid_choice": _("Un des choix n’existe pas. Rien n’a changé : choisissez à nouveau.")
                    },
                )

    def cellules(self) -> dict[tuple[str, str], str]:
        lues = {}
        for nom in self.fields:
            if nom in self.data:
                auteur, _tiret, cible = nom.partition("-")
                lues[auteur, cible] = self.cleaned_data[nom]
        return lues
