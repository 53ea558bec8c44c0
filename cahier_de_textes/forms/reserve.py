"""The search of the réserve."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire import matieres
from ent.annuaire.codes import CHOIX_NIVEAUX, NIVEAUX_1D
from ent.annuaire.models import AnneeScolaire, Personne

from ..domaines import CHOIX_DOMAINES, COLLEGE
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
    domaine = forms.ChoiceField(label=_("Domaine"), required=False)
    nature = forms.ChoiceField(label=_("Sorte"), choices=[("", _("toutes")), *Travail.Nature.choices], required=False)
    niveau = forms.ChoiceField(label=_("Niveau"), required=False)
    annee = forms.ModelChoiceField(
        AnneeScolaire.objects.order_by("-debut"), label=_("Année"), empty_label=_("toutes"), required=False
    )
    de_qui = forms.ChoiceField(
        label=_("De qui"),
        choices=[("", _("de moi et de l’école")), ("moi", _("de moi")), ("ecole", _("de l’école"))],
        required=False,
    )

    def __init__(self, *args, personne: Personne, **options) -> None:
        super().__init__(*args, **options)
        niveaux, domaines = _de_ses_ecoles(personne)
        self.fields["niveau"].choices = [("", _("tous")), *(c for c in CHOIX_NIVEAUX if c[0] in niveaux)]
        self.fields["domaine"].choices = [("", _("tous")), *domaines]
        # One kind of item at a time: only its own criterion.
        self.fields.pop("nature" if self.data.get("quoi") != "travail" else "domaine")

    def clean_quoi(self) -> str:
        return self.cleaned_data["quoi"] or "seance"


def _de_ses_ecoles(personne: Personne) -> tuple[set[str], list[tuple[str, str]]]:
    """Levels and domains of the schools where one teaches: of écoles, of collèges, or of both."""
    ecoles, colleges = personne.portee.etablissements_d_enseignement, personne.portee.colleges
    niveaux: set[str] = set()
    domaines: list[tuple[str, str]] = []
    if not ecoles <= colleges:
        niveaux, domaines = niveaux | set(NIVEAUX_1D), [*domaines, *CHOIX_DOMAINES]
    if ecoles & colleges:
        niveaux, domaines = niveaux | COLLEGE, [*domaines, *matieres.choix(matieres.MATIERES)]
    return niveaux, domaines
