"""The settings of a school as its direction keeps them: the week, and what each room declares."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import etages
from ..etages import Choix, Declaration, Entier, Etage, Heure, OuiNon
from ..lectures.reglages import Ici, reglages_de_l_ecole
from ..models import Etablissement
from .versions import AvecVersion


def champ_de(une: Declaration, **options: Any) -> forms.Field:
    """The field of a setting, by its type."""
    options = {"label": une.nom, "help_text": une.phrase} | options
    match une.genre:
        case OuiNon():
            return forms.BooleanField(required=False, **options)
        case Choix(choix):
            return forms.ChoiceField(choices=choix, widget=forms.RadioSelect, **options)
        case Heure(de, a):
            return HeureField(de, a, **options)
        case Entier(de, a):
            return forms.IntegerField(min_value=de, max_value=a, **options)


class HeureField(forms.TimeField):
    """An hour between two."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, de, a, **options) -> None:
        self.de, self.a = de, a
        super().__init__(**options)

    def validate(self, valeur) -> None:
        super().validate(valeur)
        if valeur is not None and not self.de <= valeur <= self.a:
            en_mots = Heure().en_mots
            raise ValidationError(
                _("Donnez une heure entre %(de)s et %(a)s.") % {"de": en_mots(self.de), "a": en_mots(self.a)}
            )


class ReglagesForm(AvecVersion, forms.ModelForm):
    """The week of a school, and its settings by exception: what is fixed above has no field, what follows is left alone."""

    VERBES = frozenset({"annuaire.regler_etablissement", "annuaire.regler", "annuaire.revenir_sur_un_reglage"})
    SEMAINE = ("semaine", "matin_debut", "matin_fin", "apres_midi_debut", "apres_midi_fin")

    class Meta:
        model = Etablissement
        fields = ("semaine", "matin_debut", "matin_fin", "apres_midi_debut", "apres_midi_fin")
        widgets = {"semaine": forms.RadioSelect} | {
            champ: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for champ in ("matin_debut", "matin_fin", "apres_midi_debut", "apres_midi_fin")
        }

    def __init__(self, *arguments, instance: Etablissement, **options) -> None:
        self.reglages: dict[str, Ici] = {
            ici.champ: ici for ici in reglages_de_l_ecole(instance) if not etages.est_a_part(ici.declaration)
        }
        options["initial"] = {nom: ici.valeur for nom, ici in self.reglages.items()}
        super().__init__(*arguments, instance=instance, **options)
        if instance.est_college:
            del self.fields["semaine"]  # its Wednesdays are not for it to choose
        for nom, ici in self.reglages.items():
            if ici.est_libre:
                self.fields[nom] = champ_de(ici.declaration, help_text=ici.aide)

    def corrige(self) -> tuple:
        return self.instance, "", *(f"reglage {ici.sien.pk}" for ici in self.reglages.values() if ici.sien)

    def clean(self) -> dict | None:
        propres = super().clean() or {}
        for nom, ici in self.reglages.items():
            if nom in propres and (refus := ici.refus(propres[nom])):
                self.add_error(nom, refus)
        return propres

    def champs(self) -> dict[str, Any]:
        """What of the week is to be written."""
        return {nom: self.cleaned_data[nom] for nom in self.SEMAINE if nom in self.fields}

    def choix(self) -> dict[str, Any]:
        """By code, what the school says from now on: None to follow again what is above. What is as in force is left alone."""
        return {
            ici.declaration.code: None if self.cleaned_data[nom] == ici.au_dessus.valeur else self.cleaned_data[nom]
            for nom, ici in self.reglages.items()
            if nom in self.cleaned_data and self.cleaned_data[nom] != ici.valeur
        }

    def champs_de_la_semaine(self):
        return [self[nom] for nom in self.SEMAINE if nom in self.fields]

    def rubriques(self) -> list[tuple[etages.Rubrique, list[tuple[Ici, Any]], list]]:
        """Each rubric with its settings (a field where the school may choose), and the pages of their own."""
        lues = []
        for rubrique in etages.rubriques():
            siens = [
                (ici, self[nom] if ici.est_libre else None)
                for nom, ici in self.reglages.items()
                if ici.declaration.rubrique == rubrique.nom and Etage.ECOLE in ici.declaration.etages
            ]
            ailleurs = etages.ailleurs(rubrique.nom, Etage.ECOLE, self.instance.uai)
            if siens or ailleurs:
                lues.append((rubrique, siens, ailleurs))
        return lues
