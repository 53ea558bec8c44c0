"""What a direction says: a word with a refusal, who else reads health."""

from collections.abc import Collection

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne
from ent.socle.champs import Nom
from ent.socle.dates import aujourd_hui


class RefusForm(forms.Form):
    mot = Nom(
        label=_("Pourquoi"),
        max_length=200,
        error_messages={"required": _("Dites en un mot pourquoi : la famille le lira.")},
    )


class LecteurForm(forms.Form):
    """One of the staff, from a day to a day."""

    personne = forms.ChoiceField(label=_("Qui"), error_messages={"required": _("Choisissez une personne.")})
    debut = forms.DateField(
        label=_("À partir du"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Dites à partir de quand."),
            "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 08/12/2026."),
        },
    )
    fin = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 08/12/2026.")},
        help_text=_("Laissez vide : jusqu’à ce que vous l’arrêtiez."),
    )

    def __init__(self, *args, equipe: Collection[Personne], **options) -> None:
        super().__init__(*args, initial={"debut": aujourd_hui()}, **options)
        self.equipe = {str(p.uuid): p for p in equipe}
        self.fields["personne"].choices = [("", "—"), *[(cle, p.nom_affiche) for cle, p in self.equipe.items()]]

    def clean(self) -> dict:
        propres = super().clean() or {}
        debut, fin = propres.get("debut"), propres.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", _("Ce jour vient avant le premier."))
        return propres

    @property
    def champs(self) -> dict:
        dits = self.cleaned_data
        return {"personne": self.equipe[dits["personne"]], "debut": dits["debut"], "fin": dits["fin"]}
