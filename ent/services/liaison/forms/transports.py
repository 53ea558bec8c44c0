"""With which school dossiers are exchanged; why one that came is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Etablissement
from ent.socle.dehors import ADRESSE_MAX, Injoignable, en_https

from ..lectures.motifs import DITS_PAR_QUELQU_UN
from ..models import Correspondant


class AdresseDuSiteForm(forms.Form):
    """Where a school receives: a site alone, since what is asked of it is put after."""

    adresse = forms.CharField(
        label=_("Adresse de son site"),
        help_text=_("Comme https://ent.exemple.fr, sans rien après."),
        max_length=min(ADRESSE_MAX, 500),
        widget=forms.URLInput(attrs={"spellcheck": "false"}),
    )

    def clean_adresse(self) -> str:
        dite = self.cleaned_data["adresse"].strip().rstrip("/")
        try:
            adresse = en_https(dite)
        except Injoignable:
            raise forms.ValidationError(
                _("Écrivez une adresse qui commence par https://, sans port ni mot de passe.")
            ) from None
        if any(signe in adresse.removeprefix("https://") for signe in "/?#"):
            raise forms.ValidationError(_("Écrivez https:// et le nom du site, sans rien après : ni page, ni dossier."))
        return adresse


class CorrespondantForm(AdresseDuSiteForm):
    etablissement = forms.ModelChoiceField(
        Etablissement.objects.none(),
        label=_("Établissement"),
        # The State's directory gives a principal here to a collège that lives elsewhere: which it is, the operator knows.
        help_text=_(
            "Qui est dirigé sur ce site y reçoit déjà : choisissez-le seulement s’il reçoit ses dossiers sur un autre."
        ),
    )
    field_order = ("etablissement", "adresse")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["etablissement"].queryset = (  # type: ignore[attr-defined]
            Etablissement.objects.filter(fermee_le=None)
            .exclude(correspondant__ferme_le__isnull=True, correspondant__isnull=False)
            .order_by("nom", "pk")
        )


class CorrigerCorrespondantForm(AvecVersion, AdresseDuSiteForm):
    VERBES = frozenset({"liaison.ouvrir_un_correspondant", "liaison.corriger_un_correspondant"})

    def __init__(self, *args: Any, correspondant: Correspondant, **options: Any) -> None:
        self.correspondant = correspondant
        super().__init__(*args, initial={"adresse": correspondant.adresse}, **options)

    def corrige(self) -> tuple:
        return self.correspondant.etablissement, f"correspondant {self.correspondant.pk}"


class RefusForm(forms.Form):
    motif = forms.ChoiceField(label=_("Pourquoi"), choices=list(DITS_PAR_QUELQU_UN.items()), widget=forms.RadioSelect)
    precision = forms.CharField(
        label=_("Un mot pour l’établissement qui l’a envoyé"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Facultatif. La direction de cet établissement le lira."),
    )
