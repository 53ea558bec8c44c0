"""The search of the réserve."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import CHOIX_NIVEAUX, NIVEAUX_1D
from ent.annuaire.models import AnneeScolaire

from ..domaines import CHOIX_DOMAINES
from ..models import Travail


class RechercheForm(forms.Form):
    """Every criterion may be left out."""

    quoi = forms.ChoiceField(
        label=_("Chercher"),
        choices=[("seance", _("des séances")), ("travail", _("des travaux"))],
        widget=forms.RadioSelect,
        required=False,
    )
    mots = forms.CharField(label=_("Mots"), max_length=100, required=False)
    domaine = forms.ChoiceField(label=_("Domaine"), choices=[("", _("tous")), *CHOIX_DOMAINES], required=False)
    nature = forms.ChoiceField(label=_("Sorte"), choices=[("", _("toutes")), *Travail.Nature.choices], required=False)
    niveau = forms.ChoiceField(
        label=_("Niveau"),
        choices=[("", _("tous")), *(c for c in CHOIX_NIVEAUX if c[0] in NIVEAUX_1D)],
        required=False,
    )
    annee = forms.ModelChoiceField(
        AnneeScolaire.objects.order_by("-debut"), label=_("Année"), empty_label=_("toutes"), required=False
    )
    de_qui = forms.ChoiceField(
        label=_("De qui"),
        choices=[("", _("de moi et de l’école")), ("moi", _("de moi")), ("ecole", _("de l’école"))],
        required=False,
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        # One kind of item at a time: only its own criterion.
        self.fields.pop("nature" if self.data.get("quoi") != "travail" else "domaine")

    def clean_quoi(self) -> str:
        return self.cleaned_data["quoi"] or "seance"
