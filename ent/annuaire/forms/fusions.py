"""Which school another joins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Etablissement, Personne


class ReunirForm(forms.Form):
    """Named by its UAI, among the schools that one follows and that are open."""

    avec = forms.ModelChoiceField(
        label=_("L’école qu’elle rejoint, et qui garde son UAI"),
        queryset=Etablissement.objects.none(),
        to_field_name="uai",
    )

    def __init__(self, *arguments, personne: Personne, ecole: Etablissement, **options) -> None:
        super().__init__(*arguments, **options)
        ouvertes = Etablissement.objects.suivis_par(personne).filter(fermee_le=None).exclude(pk=ecole.pk)
        ecoles = ouvertes.exclude(nature=Etablissement.Nature.COLLEGE).select_related("commune")
        self.fields["avec"].queryset = ecoles.order_by("commune__nom", "nom", "pk")
        self.fields["avec"].label_from_instance = lambda autre: f"{autre.nom} · {autre.commune.nom} · {autre.uai}"
