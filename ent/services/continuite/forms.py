"""What the operator says of a sender, and a family of an outside calendar."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Etablissement
from ent.socle.dehors import ADRESSE_MAX, Injoignable, en_https, serveur

from .lectures.acces import cles_lues
from .lectures.agendas import RAISONS
from .lectures.emetteurs import colleges
from .lignes import LIEN_MAX, origine_de
from .models import AgendaExterne, Emetteur, Plateforme

ORIGINES_MAX = 10
# Of a site, not of a calendar: no « webcal:// ».
_EN_HTTPS = _("Écrivez l’adresse du site : elle commence par https://.")
DE_LA_PLATEFORME = {
    "adresse": _EN_HTTPS,
    "sans_https": _("Cette adresse n’est pas protégée : il en faut une qui commence par https://."),
}
PRODUITS = ("PRONOTE", "École directe", "Skolengo")


class EmetteurForm(AvecVersion, forms.ModelForm):
    """The ENT of a collège."""

    VERBES = frozenset({"continuite.corriger"})

    cles = forms.CharField(
        label=_("Ses clés publiques (JWKS, Ed25519)"),
        help_text=_(
            "Demandées à l’ENT d’un collège : celles qui signent ses envois, cinq au plus, l’ancienne et la nouvelle le temps d’en changer. Un ENT qui ne fait que montrer ce que disent les écoles n’en a pas."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=5_000,
        required=False,
    )

    class Meta:
        model = Emetteur
        fields = ("etablissement", "montre", "nom", "origines", "retours", "cles")
        help_texts = {
            "nom": _("Comme les familles le connaissent : eCollège 78."),
            "origines": _("Un par ligne, comme https://college.exemple.fr. Aucun autre lien n’est suivi."),
            "retours": _(
                "Une par ligne, exacte : la page où il ramène une famille qui l’autorise à montrer ce que dit l’école d’un petit frère. Vide : il ne montre rien."
            ),
        }
        widgets = {
            **{nom: forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}) for nom in ("origines", "retours")},
            "montre": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["montre"].required = False
        self.fields["cles"].suit_un_choix = True  # asked of who sends
        if self.instance.pk:
            del self.fields["etablissement"], self.fields["montre"]  # its rows are of that collège
            self.initial["cles"] = json.dumps({"keys": self._jwks()}, indent=1) if self.instance.cles else ""
        else:
            self.fields["etablissement"].queryset = Etablissement.objects.filter(
                pk__in=[college.pk for college in colleges()]
            ).order_by("nom", "pk")

    def _jwks(self) -> list[dict[str, str]]:
        return [{"kty": "OKP", "crv": "Ed25519", **cle} for cle in self.instance.cles]

    def corrige(self) -> tuple | None:
        return (self.instance.etablissement, f"emetteur {self.instance.pk}") if self.instance.pk else None

    def clean_origines(self) -> str:
        dites = [ligne.strip().rstrip("/") for ligne in self.cleaned_data["origines"].splitlines() if ligne.strip()]
        for dite in dites:
            if origine_de(dite) != dite:
                raise forms.ValidationError(
                    _("« %(a)s » : écrivez https:// et le nom du serveur, sans rien après."), params={"a": dite[:80]}
                )
        if len(dites) > ORIGINES_MAX:
            raise forms.ValidationError(_("Dix serveurs au plus."))
        return "\n".join(dict.fromkeys(dites))

    def clean_retours(self) -> str:
        dites = [ligne.strip() for ligne in self.cleaned_data["retours"].splitlines() if ligne.strip()]
        for dite in dites:
            if origine_de(dite) is None or "#" in dite or len(dite) > LIEN_MAX:
                raise forms.ValidationError(
                    _("« %(a)s » : une adresse https entière, sans dièse."), params={"a": dite[:80]}
                )
        if len(dites) > ORIGINES_MAX:
            raise forms.ValidationError(_("Dix adresses au plus."))
        return "\n".join(dict.fromkeys(dites))

    def clean_montre(self) -> str:
        return self.cleaned_data["montre"] or Emetteur.Montre.ECOLES

    def clean_cles(self) -> list[dict[str, str]]:
        montre = self.cleaned_data.get("montre") or self.instance.montre
        if montre == Emetteur.Montre.COLLEGE and not self.cleaned_data["cles"].strip():
            return []  # it sends nothing
        try:
            return cles_lues(self.cleaned_data["cles"])
        except (ValueError, RecursionError):
            raise forms.ValidationError(
                _("Donnez une à cinq clés publiques Ed25519, chacune avec son « kid » : jamais une clé privée (« d »).")
            ) from None


class PlateformeForm(AvecVersion, forms.ModelForm):
    """An Edifice platform, or another site like this one. Its address and its kind are said once: families say yes to that server. Its secret is typed, never shown again."""

    VERBES = frozenset({"continuite.corriger_plateforme"})
    SANS_VERSION = frozenset({"secret"})

    secret = forms.CharField(
        label=_("Secret du client"),
        required=False,
        max_length=500,
        help_text=_("Il est scellé, et n’est plus jamais montré. Vide : celui qui est déjà là."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("genre", "nom", "adresse", "colleges", "client_id", "secret")

    class Meta:
        model = Plateforme
        fields = ("genre", "nom", "adresse", "colleges", "client_id")
        labels = {"adresse": _("Son adresse"), "colleges": _("Les collèges qu’elle sert")}
        help_texts = {
            "nom": _("Comme les familles la connaissent : eCollège 78."),
            "adresse": _("https:// et le nom du serveur, sans rien après. Elle ne change plus ensuite."),
            "client_id": _("Comme la plateforme nous connaît."),
            "colleges": _("D’un site fait avec ce logiciel : aucun si l’annuaire d’ici ne les connaît pas."),
        }
        widgets = {"colleges": forms.CheckboxSelectMultiple, "genre": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["genre"].required = False
        ids = [college.pk for college in colleges()]
        self.fields["colleges"].queryset = Etablissement.objects.filter(pk__in=ids).order_by("nom", "pk")
        if self.instance.pk:
            del self.fields["adresse"], self.fields["genre"]
        else:
            self.fields["secret"].required = True
            self.fields["secret"].help_text = _("Il est scellé, et n’est plus jamais montré.")

    def corrige(self) -> tuple | None:
        return (None, f"plateforme {self.instance.pk}") if self.instance.pk else None

    def clean_adresse(self) -> str:
        """Judged as what is asked is; where its name leads is judged each time."""
        adresse = self.cleaned_data["adresse"].strip().rstrip("/")
        try:
            en_https(adresse)
        except Injoignable as refus:
            raise forms.ValidationError(DE_LA_PLATEFORME.get(refus.code, RAISONS[refus.code])) from None
        if origine_de(adresse) != adresse:
            raise forms.ValidationError(
                _("« %(a)s » : écrivez https:// et le nom du serveur, sans rien après."), params={"a": adresse[:80]}
            )
        if serveur(adresse) == serveur(settings.ENT_ADRESSE):
            raise forms.ValidationError(_("C’est l’adresse de ce site : il n’a pas à se lire lui-même."))
        return adresse

    def clean_genre(self) -> str:
        return self.cleaned_data["genre"] or Plateforme.Genre.EDIFICE

    def clean(self) -> dict[str, Any]:
        lus = super().clean() or self.cleaned_data
        genre = lus.get("genre", self.instance.genre)
        if genre == Plateforme.Genre.EDIFICE and "colleges" in lus and not lus["colleges"]:
            self.add_error("colleges", _("Choisissez au moins un collège : ses familles reliront leur compte par lui."))
        return lus

    def full_clean(self) -> None:
        """A page shown again does not hold the secret: it says so, or it would be lost in silence."""
        super().full_clean()
        if self.is_bound and self.errors and self.data.get(self.add_prefix("secret")) and "secret" not in self.errors:
            self.add_error("secret", _("Tapez-le de nouveau : la page ne l’a pas gardé."))

    def dits(self) -> dict[str, Any]:
        lus = dict(self.cleaned_data)
        return {"colleges": lus.pop("colleges"), "secret": lus.pop("secret"), "champs": lus}


class DeQuiForm(forms.Form):
    """Of whom an account speaks over there: the platform does not say it, and nothing is guessed."""

    PLUSIEURS = "plusieurs"

    de_qui = forms.ChoiceField(
        label=_("De qui parle votre compte là-bas ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites de qui il parle.")},
    )

    def __init__(self, *args: Any, suivis: list, est_demande: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not est_demande:  # that site says it
            del self.fields["de_qui"]
            return
        self.fields["de_qui"].choices = [
            *((str(s.eleve.uuid), _("De %(prenom)s seulement") % {"prenom": s.eleve.prenom}) for s in suivis),
            (self.PLUSIEURS, _("De plusieurs enfants : ses lignes ne diront pas de qui")),
        ]


class AccordForm(forms.Form):
    """Which children the other ENT may show: none is chosen beforehand, since saying yes is a gesture (RGPD art. 4.11)."""

    enfants = forms.TypedMultipleChoiceField(
        label=_("De qui ?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un enfant, ou n’autorisez pas.")},
    )

    def __init__(self, *args: Any, suivis: list, **options: Any) -> None:
        super().__init__(*args, **options)
        self.suivis = {s.eleve.pk: s for s in suivis}  # once, of a child in two schools
        self.fields["enfants"].choices = [
            (pk, f"{s.eleve.prenom} · {s.inscription.classe.etablissement.nom}") for pk, s in self.suivis.items()
        ]

    @property
    def choisis(self) -> list:
        return [self.suivis[pk].eleve for pk in self.cleaned_data["enfants"]]


class AdresseForm(forms.Form):
    """The address that a product gave: read once, and never shown again."""

    adresse = forms.CharField(
        label=_("L’adresse de l’agenda (iCal)"),
        help_text=_(
            "Dans le produit du collège, à l’emploi du temps ou à l’agenda : « iCal », « exporter » ou « s’abonner »."
        ),
        max_length=ADRESSE_MAX,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "https://…"}),
    )

    def clean_adresse(self) -> str:
        try:
            adresse = en_https(self.cleaned_data["adresse"])
        except Injoignable as refus:
            raise forms.ValidationError(RAISONS[refus.code]) from None
        if serveur(adresse) == serveur(settings.ENT_ADRESSE):  # it would read itself, and say it again
            raise forms.ValidationError(RAISONS["illisible"])
        return adresse


class AgendaForm(AdresseForm):
    """The same, of a calendar that one adds."""

    nom = forms.ChoiceField(label=_("D’où vient-elle ?"), widget=forms.RadioSelect)
    field_order = ("nom", "adresse")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["nom"].choices = [*((nom, nom) for nom in PRODUITS), (str(_("Collège")), _("Collège"))]


class NomForm(AvecVersion, forms.ModelForm):
    """How one calls it."""

    VERBES = frozenset({"continuite.renommer_agenda"})

    class Meta:
        model = AgendaExterne
        fields = ("nom",)
        labels = {"nom": _("Comment l’appeler")}

    def corrige(self) -> tuple | None:
        return None, f"agenda_relie {self.instance.pk}"

    def clean_nom(self) -> str:
        return " ".join(self.cleaned_data["nom"].split())
