"""With which school dossiers are exchanged; why one that came is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Etablissement
from ent.socle.dehors import ADRESSE_MAX, Injoignable, en_https

from ..lectures.motifs import DITS_PAR_QUELQU_UN


class CorrespondantForm(forms.Form):
    etablissement = forms.ModelChoiceField(Etablissement.objects.none(), label=_("Établissement"))
    adresse = forms.CharField(
        label=_("Adresse de son site"),
        help_text=_("Comme https://ent.exemple.fr, sans rien après."),
        max_length=min(ADRESSE_MAX, 500),
        widget=forms.URLInput(attrs={"spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["etablissement"].queryset = (  # type: ignore[attr-defined]
            Etablissement.objects.filter(fermee_le=None).exclude(
                correspondant__ferme_le__isnull=True, correspondant__isnull=False
            )
        ).order_by("nom", "pk")

    def clean_adresse(self) -> str:
        dite = self.cleaned_data["adresse"].strip().rstrip("/")
        try:
            adresse = en_https(dite)
        except Injoignable:
            raise forms.ValidationError(
                _("Écrivez une adresse qui commence par https://, sans port ni mot de passe.")
            ) from None
        if any(signe in adresse.removeprefix("https://") for signe in "?#"):
            raise forms.ValidationError(_("Écrivez l’adresse du site seule, sans rien après."))
        return adresse


class RefusForm(forms.Form):
    motif = forms.ChoiceField(label=_("Pourquoi"), choices=list(DITS_PAR_QUELQU_UN.items()), widget=forms.RadioSelect)
    precision = forms.CharField(
        label=_("Un mot pour l’école qui l’a envoyé"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Facultatif. La direction de cette école le lira."),
    )
