"""The look of a site, and its host."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion

from ..models import ImageDEcole, SiteDEcole


class ReglagesDuSiteForm(AvecVersion, forms.ModelForm):
    VERBES = frozenset({"pages.regler_site"})

    class Meta:
        model = SiteDEcole
        fields = ("embleme", "bandeau")

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        siennes = ImageDEcole.objects.filter(etablissement=self.instance.etablissement_id).montrables()
        self.fields["bandeau"].queryset = siennes.order_by("title", "pk")
        self.fields["bandeau"].empty_label = _("Pas d’image")

    def corrige(self):
        return self.instance.etablissement, f"site {self.instance.pk}"


class HoteForm(forms.Form):
    hote = forms.CharField(label=_("Nom d’hôte"), max_length=253, required=False)
