"""What a coupon says, typed by who teaches."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.models import Personne
from ent.socle.champs import Paragraphes

from ..models import Version
from ..parties import Partie

OUI, NON = "oui", "non"


class CouponForm(forms.Form):
    """Of one version: nothing is ticked beforehand."""

    parler = forms.BooleanField(label=_("Veut en parler d’abord"), required=False)
    precision = forms.CharField(
        label=_("Ce qui est écrit à côté"), required=False, max_length=500, widget=Paragraphes(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, version: Version, titulaires: Collection[Personne], avec_la_sante: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.titulaires = {str(t.uuid): t for t in titulaires}
        self.parties = [
            ligne["partie"] for ligne in version.contenu if avec_la_sante or ligne["partie"] != Partie.SANTE
        ]
        siens = {
            "adulte": forms.ChoiceField(
                label=_("Qui a signé"),
                choices=[(cle, t.nom_affiche) for cle, t in self.titulaires.items()],
                widget=forms.RadioSelect,
                error_messages={"required": _("Dites qui a signé.")},
            ),
            **{
                f"p-{partie}": forms.ChoiceField(
                    label=Partie(partie).label,
                    choices=[(OUI, _("Oui")), (NON, _("Non"))],
                    widget=forms.RadioSelect,
                    required=False,
                )
                for partie in self.parties
            },
        }
        self.fields = siens | self.fields

    def clean(self) -> dict:
        propres = super().clean() or {}
        for partie in self.parties:
            if not propres.get(f"p-{partie}") and not propres.get("parler"):
                self.add_error(f"p-{partie}", _("Dites oui ou non, comme sur le coupon."))
        return propres

    @property
    def dits(self) -> dict[str, bool]:
        return {partie: self.cleaned_data[f"p-{partie}"] == OUI for partie in self.parties}
