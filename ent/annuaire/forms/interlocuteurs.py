"""Who answers, as the direction says it for a school, the operator for the territory."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.socle.champs import Nom
from ent.socle.telephones import NUMERO_ATTENDU, est_un_numero

from ..models import Etablissement, Interlocuteur
from .versions import AvecVersion

COURT = re.compile(r"3[0-9] ?[0-9]{2}")  # « 39 75 »: that of a town, where a family would write ten figures
JOURS = [
    ("0", _("lundi")), ("1", _("mardi")), ("2", _("mercredi")), ("3", _("jeudi")), ("4", _("vendredi")), ("5", _("samedi")),
]  # fmt: skip


class InterlocuteurForm(AvecVersion, forms.ModelForm):
    VERBES = frozenset({"annuaire.dire_qui_repond"})
    QUI = ("nom", "telephone", "courriel", "par_ecrit", "precision")
    QUAND = ("jours", "debut", "fin", "pause_debut", "pause_fin", "aux_vacances")

    jours = forms.MultipleChoiceField(
        label=_("jours"),
        choices=JOURS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez un jour au moins.")},
    )

    class Meta:
        model = Interlocuteur
        fields = (
            "nom", "telephone", "courriel", "par_ecrit", "precision", "jours", "debut", "fin", "pause_debut", "pause_fin", "aux_vacances",
        )  # fmt: skip
        field_classes = {"nom": Nom}
        help_texts = {"par_ecrit": _("Le bouton écrit à la direction.")}
        widgets = {
            champ: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for champ in ("debut", "fin", "pause_debut", "pause_fin")
        } | {"telephone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})}

    def __init__(self, *arguments, instance: Interlocuteur, **options) -> None:
        options["initial"] = {"jours": list(instance.jours)}
        super().__init__(*arguments, instance=instance, **options)
        if instance.etablissement_id is None:  # « Écrire » leads to the messages of a school
            del self.fields["par_ecrit"]

    def corrige(self) -> tuple[Etablissement | None, str]:
        return self.instance.etablissement, ""

    def clean_telephone(self) -> str:
        telephone = self.cleaned_data["telephone"].strip()
        if telephone and not (est_un_numero(telephone) or COURT.fullmatch(telephone)):
            raise forms.ValidationError(NUMERO_ATTENDU)
        return telephone

    def clean_jours(self) -> str:
        return "".join(sorted(self.cleaned_data["jours"]))

    def _lu(self, nom: str):
        return list(self.instance.jours) if nom == "jours" else super()._lu(nom)

    def champs_de_qui(self):
        return [self[nom] for nom in self.QUI if nom in self.fields]

    def champs_de_quand(self):
        return [self[nom] for nom in self.QUAND]
