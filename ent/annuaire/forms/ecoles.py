"""A school that opens, and who directs it first."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ent.socle.champs import Nom

from ..actions.ecole import communes_du_territoire
from ..codes import est_partagee, valider_uai
from ..models import Etablissement, Personne
from .equipe import PARTAGEE, deja_de_l_equipe
from .versions import AvecVersion


class DirectionForm(forms.Form):
    """Who directs: all of it, or nothing when `facultative`."""

    civilite = forms.ChoiceField(label=_("Civilité"), choices=[("", "–"), *Personne.Civilite.choices], required=False)
    prenom = Nom(label=_("Prénom"), max_length=100)
    nom_de_famille = Nom(label=_("Nom de famille"), max_length=100)
    courriel = forms.EmailField(
        label=_("Adresse e-mail"),
        max_length=254,
        help_text=_(
            "Celle que la personne est seule à lire. On la demande, avec le code du papier, pour ouvrir le compte."
        ),
    )
    inviter = forms.BooleanField(
        label=_("Lui envoyer une invitation par e-mail"),
        help_text=_("Un lien, qui sert quatorze jours, ouvre son compte. Sinon, imprimez son papier."),
        required=False,
        initial=True,
    )
    # An address of somebody's, once that was said: sent again, it is wanted.
    adresse_dite = forms.CharField(widget=forms.HiddenInput, required=False)
    DE_LA_DIRECTION = ("civilite", "prenom", "nom_de_famille", "courriel", "inviter", "adresse_dite")

    def __init__(self, *arguments, etablissement: Etablissement | None = None, **options) -> None:
        """`etablissement`: the school, when it is there already and somebody may bear that name in it."""
        self.etablissement = etablissement
        super().__init__(*arguments, **options)

    def clean(self) -> dict:
        dits = super().clean()
        qui = (dits.get("prenom", ""), dits.get("nom_de_famille", ""), dits.get("courriel", ""))
        if self.etablissement and (membre := deja_de_l_equipe(self.etablissement, *qui)):
            phrase = _(
                "%(qui)s travaille déjà dans cette école. Imprimez son papier, ou demandez à la direction en place."
            )
            raise forms.ValidationError(phrase, params={"qui": membre})
        if dits.get("inviter") and est_partagee(dits.get("courriel", "")):
            self.add_error("inviter", PARTAGEE)
        self._dire_l_adresse_connue(dits.get("courriel", ""), dits.get("adresse_dite", ""))
        return dits

    def _dire_l_adresse_connue(self, courriel: str, dite: str) -> None:
        """Once, before anything is made. Whose it is stays theirs: that it is somebody's is what an account would say."""
        sienne = Q(courriel__iexact=courriel) | Q(courriel_contact__iexact=courriel)
        if not courriel or courriel == dite or not Personne.objects.filter(sienne).exists():
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("adresse_dite")] = courriel
        self.add_error(
            "courriel",
            _(
                "Cette adresse est déjà celle de quelqu’un ici. Si c’est la même personne, envoyez à nouveau : elle gardera son compte. "
                "Sinon, donnez une autre adresse."
            ),
        )

    @property
    def direction(self) -> dict[str, str] | None:
        """What `accueillir` takes; nothing when nobody is named."""
        dits = self.cleaned_data
        if not dits["prenom"]:
            return None
        return {
            "civilite": dits["civilite"],
            "prenom": dits["prenom"],
            "nom": dits["nom_de_famille"],
            "courriel_contact": dits["courriel"],
        }

    def de_la_direction(self) -> list:
        return [self[nom] for nom in self.DE_LA_DIRECTION]


class _DeLEcole(forms.Form):
    """What is said of a school, but its number."""

    nom = Nom(label=_("Nom de l’établissement"), max_length=120)
    commune = forms.ChoiceField(label=_("Commune"))
    nature = forms.ChoiceField(label=_("Nature"), choices=Etablissement.Nature, widget=forms.RadioSelect)
    circonscription = Nom(label=_("Circonscription"), max_length=80, required=False)

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.fields["commune"].choices = [("", "–"), *communes_du_territoire()]

    def clean(self) -> dict:
        dits = super().clean() or {}
        if dits.get("nature") == Etablissement.Nature.COLLEGE:
            dits["circonscription"] = ""  # typed before its nature was chosen, then hidden: a collège is of none
        return dits


class EcoleCorrigeeForm(AvecVersion, _DeLEcole):
    """Of one that was opened by mistake, while nobody and nothing is in it."""

    VERBES = frozenset({"annuaire.corriger_etablissement"})

    def __init__(self, *arguments, ecole: Etablissement, **options) -> None:
        self.ecole = ecole
        dits = {"nom": ecole.nom, "commune": ecole.commune.code_insee, "nature": ecole.nature}
        super().__init__(*arguments, initial=dits | {"circonscription": ecole.circonscription}, **options)

    def corrige(self) -> tuple:
        return (self.ecole, f"ecole {self.ecole.pk}")


class EcoleForm(_DeLEcole, DirectionForm):
    """A school that no file has said yet. Its direction may be named now, or later on its page."""

    uai = forms.CharField(
        label=_("UAI"),
        max_length=12,
        help_text=_("Sept chiffres et une lettre, qui les vérifie : 0780769M."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    DE_L_ECOLE = ("uai", "nom", "commune", "nature", "circonscription")
    field_order = [*DE_L_ECOLE, *DirectionForm.DE_LA_DIRECTION]

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        for nom in self.DE_LA_DIRECTION:
            self.fields[nom].required = False

    def clean_uai(self) -> str:
        uai = "".join(self.cleaned_data["uai"].split()).upper()
        valider_uai(uai)
        if connue := Etablissement.objects.filter(uai=uai).first():
            raise forms.ValidationError(_("Cet établissement est déjà là : %(nom)s."), params={"nom": connue.nom})
        return uai

    def clean(self) -> dict:
        dits = super().clean()
        champs = ("prenom", "nom_de_famille", "courriel")
        nomme = any(self.data.get(nom, "").strip() for nom in champs)
        for nom in champs:
            if nomme and not dits.get(nom) and not self.has_error(nom):
                self.add_error(nom, _("Pour nommer la direction, il faut son prénom, son nom et son adresse."))
        return dits

    def de_l_ecole(self) -> list:
        return [self[nom] for nom in self.DE_L_ECOLE]
