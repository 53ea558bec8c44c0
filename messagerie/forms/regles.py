"""The form of the table: one choice by cell that is one."""

from django import forms
from django.utils.translation import gettext as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Etablissement

from ..droits.regles import ADMIS, Droit
from ..lectures.regles_phrases import AUX, LES


class ReglesForm(AvecVersion, forms.Form):
    """One field by cell that has a choice; an absent one changes nothing, an empty one follows the level above."""

    VERBES = frozenset({"messagerie.regler"})

    def __init__(self, *arguments, ecole: Etablissement | None, lues: tuple[dict, dict], **options) -> None:
        """`lues` are the cells of the school and of the territory (`lectures.regles.cellules`)."""
        siennes = lues[0] if ecole else lues[1]
        super().__init__(*arguments, initial={f"{a}-{c}": droit for (a, c), droit in siennes.items()}, **options)
        self.ecole = ecole
        for (auteur, cible), permis in ADMIS.items():
            if len(permis) > 1:
                comme_au_dessus = _("comme le territoire") if ecole else _("comme au départ")
                choix = [("", comme_au_dessus), *((droit, Droit(droit).label) for droit in permis)]
                self.fields[f"{auteur}-{cible}"] = forms.ChoiceField(
                    label=f"{LES[auteur]} {AUX[cible]}",
                    choices=choix,
                    required=False,
                    error_messages={
                        "invalid_choice": _("Un des choix n’existe pas. Rien n’a changé : choisissez à nouveau.")
                    },
                )

    def corrige(self):
        return self.ecole, ""

    def cellules(self) -> dict[tuple[str, str], str]:
        lues = {}
        for nom in self.fields:
            if nom in self.data:
                auteur, _tiret, cible = nom.partition("-")
                lues[auteur, cible] = self.cleaned_data.get(nom, "")
        return lues
