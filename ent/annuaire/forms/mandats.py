"""What a direction confides to a member of its team."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import AnneeScolaire, Etablissement, Mandat, Personne
from ..pouvoir import pouvoirs
from .versions import AvecVersion

UN_MOIS = dt.timedelta(days=30)


def dernier_jour() -> dt.date:
    """The year ends what was confided in it."""
    return AnneeScolaire.objects.prevue(timezone.localdate()).fin


class PouvoirsForm(AvecVersion, forms.Form):
    """Which powers, from when, until when. Nothing is ticked beforehand, and it lasts a month unless one says otherwise."""

    VERBES = frozenset(
        {
            "annuaire.confier_des_pouvoirs",
            "annuaire.reprendre_des_pouvoirs",
            "annuaire.rendre_des_pouvoirs",
            "annuaire.redonner_des_pouvoirs",
        }
    )
    SANS_VERSION = frozenset({"debut", "fin"})

    pouvoirs = forms.MultipleChoiceField(
        label=_("Pouvoirs"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un pouvoir.")},
    )
    debut = forms.DateField(label=_("À partir du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    fin = forms.DateField(label=_("Jusqu’au"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, etablissement: Etablissement, membre: Personne, mandat: Mandat | None, **options) -> None:
        self.etablissement, self.membre, self.mandat = etablissement, membre, mandat
        jour, self.limite = timezone.localdate(), dernier_jour()
        initial = {
            "pouvoirs": mandat.codes if mandat else [],
            "debut": mandat.debut if mandat else jour,
            "fin": mandat.fin if mandat else min(jour + UN_MOIS, self.limite),
        }
        super().__init__(*args, initial=initial, **options)
        self.fields["pouvoirs"].choices = [(p.code, p.nom) for p in pouvoirs(etablissement.nature)]
        self.fields["fin"].help_text = _("Au plus tard à la fin de l’année scolaire.")

    def corrige(self):
        return (self.etablissement, f"mandat {self.mandat.pk}" if self.mandat else "")

    def detail(self) -> list[tuple]:
        """Each power with its box."""
        cases = {case.data["value"]: case for case in self["pouvoirs"]}
        return [(p, cases[p.code]) for p in pouvoirs(self.etablissement.nature)]

    def clean_fin(self) -> dt.date:
        fin = self.cleaned_data["fin"]
        if fin < timezone.localdate():
            raise forms.ValidationError(_("Ce jour est passé : choisissez aujourd’hui ou plus tard."))
        if fin > self.limite:
            raise forms.ValidationError(_("Au plus tard à la fin de l’année scolaire."))
        return fin

    def clean(self) -> dict:
        dits = super().clean()
        debut, fin = dits.get("debut"), dits.get("fin")
        if debut and fin and debut > fin:
            self.add_error("fin", _("La fin vient avant le début."))
        return dits
