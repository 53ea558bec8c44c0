"""The form of the table of a school: one choice by cell that is one."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.lectures.reglages import Ici
from ent.annuaire.models import Etablissement

from ..droits.regles import CODES


class ReglesForm(AvecVersion, forms.Form):
    """A cell that is absent changes nothing, an empty one follows the level above; what is fixed above has no field."""

    VERBES = frozenset({"annuaire.regler", "annuaire.revenir_sur_un_reglage"})

    def __init__(self, *arguments, ecole: Etablissement, reglages: Mapping[str, Ici], **options) -> None:
        """`reglages`: the cells as they stand there (`lectures.regles.cellules`)."""
        self.ecole = ecole
        self.reglages = {code.removeprefix(CODES): ici for code, ici in reglages.items() if ici.est_libre}
        initiales = {nom: self._dit(ici) for nom, ici in self.reglages.items()}
        super().__init__(*arguments, initial=initiales, **options)
        for nom, ici in self.reglages.items():
            self.fields[nom] = forms.ChoiceField(
                label=ici.declaration.nom,
                choices=[("", _("comme au-dessus")), *ici.declaration.genre.choix],
                required=False,
                error_messages={
                    "invalid_choice": _("Un des choix n’existe pas. Rien n’a changé : choisissez à nouveau.")
                },
            )

    @staticmethod
    def _dit(ici: Ici) -> str:
        """What the school says itself."""
        return ici.sien.valeur if ici.sien and ici.sien.valeur is not None else ""

    def corrige(self) -> tuple:
        return self.ecole, "", *(f"reglage {ici.sien.pk}" for ici in self.reglages.values() if ici.sien)

    def clean(self) -> dict | None:
        propres = super().clean() or {}
        for nom, ici in self.reglages.items():
            if propres.get(nom) and (refus := ici.refus(propres[nom])):
                self.add_error(nom, refus)
        return propres

    def tapees(self) -> dict[str, str | None]:
        """By code, what was chosen in the cells that were sent: None to follow."""
        return {
            ici.declaration.code: self.cleaned_data.get(nom) or None
            for nom, ici in self.reglages.items()
            if nom in self.data
        }

    def choix(self) -> dict[str, str | None]:
        """Of these, what changes what the school says."""
        deja = {ici.declaration.code: self._dit(ici) or None for ici in self.reglages.values()}
        return {code: valeur for code, valeur in self.tapees().items() if valeur != deja[code]}

    def tout_suivre(self) -> dict[str, None]:
        """By code, all that the school says of its own, to follow again."""
        return {ici.declaration.code: None for ici in self.reglages.values() if self._dit(ici)}
