"""A school that opens, and who directs it first."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.socle.textes import propre

from ..actions.ecole import communes_du_territoire
from ..codes import valider_uai
from ..models import Etablissement, Personne


class DirectionForm(forms.Form):
    """Who directs: all of it, or nothing when `facultative`."""

    civilite = forms.ChoiceField(label=_("Civilité"), choices=[("", "–"), *Personne.Civilite.choices], required=False)
    prenom = forms.CharField(label=_("Prénom"), max_length=100)
    nom_de_famille = forms.CharField(label=_("Nom de famille"), max_length=100)
    courriel = forms.EmailField(
        label=_("Adresse e-mail"),
        help_text=_("Celle de l’école, par exemple. On la demande, avec le code du papier, pour ouvrir le compte."),
    )
    DE_LA_DIRECTION = ("civilite", "prenom", "nom_de_famille", "courriel")

    @property
    def direction(self) -> dict[str, str] | None:
        """What `accueillir` takes; nothing when nobody is named."""
        dits = self.cleaned_data
        if not dits["prenom"]:
            return None
        return {
            "civilite": dits["civilite"],
            "prenom": propre(dits["prenom"]),
            "nom": propre(dits["nom_de_famille"]),
            "courriel_contact": dits["courriel"],
        }

    def de_la_direction(self) -> list:
        return [self[nom] for nom in self.DE_LA_DIRECTION]


class EcoleForm(DirectionForm):
    """A school that no file has said yet. Its direction may be named now, or later on its page."""

    uai = forms.CharField(
        label=_("UAI"),
        max_length=12,
        help_text=_("Sept chiffres et une lettre, qui les vérifie : 0780769M."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    nom = forms.CharField(label=_("Nom de l’école"), max_length=120)
    commune = forms.ChoiceField(label=_("Commune"))
    nature = forms.ChoiceField(label=_("Nature"), choices=Etablissement.Nature, widget=forms.RadioSelect)
    circonscription = forms.CharField(label=_("Circonscription"), max_length=80, required=False)
    DE_L_ECOLE = ("uai", "nom", "commune", "nature", "circonscription")
    field_order = [*DE_L_ECOLE, *DirectionForm.DE_LA_DIRECTION]

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.fields["commune"].choices = [("", "–"), *communes_du_territoire()]
        for nom in self.DE_LA_DIRECTION:
            self.fields[nom].required = False

    def clean_uai(self) -> str:
        uai = "".join(self.cleaned_data["uai"].split()).upper()
        valider_uai(uai)
        if connue := Etablissement.objects.filter(uai=uai).first():
            raise forms.ValidationError(_("Cette école est déjà là : %(nom)s."), params={"nom": connue.nom})
        return uai

    def clean_nom(self) -> str:
        return propre(self.cleaned_data["nom"])

    def clean(self) -> dict:
        dits = super().clean()
        nomme = [nom for nom in ("prenom", "nom_de_famille", "courriel") if self.data.get(nom, "").strip()]
        for nom in ("prenom", "nom_de_famille", "courriel"):
            if nomme and nom not in nomme:
                self.add_error(nom, _("Pour nommer la direction, il faut son prénom, son nom et son adresse."))
        return dits

    def de_l_ecole(self) -> list:
        return [self[nom] for nom in self.DE_L_ECOLE]
