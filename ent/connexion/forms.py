"""Forms of « coming in »: they judge the shape of what is typed; whether it opens anything is the views' question."""

import re

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateDeuxiemeCleForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .actions import demander_un_mot_de_passe
from .derivation import ALPHABET, LONGUEUR_CODE

AIDE_MOT_DE_PASSE = _("Au moins 10 caractères. Trois mots faciles à retenir font un bon mot de passe.")
DEJA_UN_COMPTE = _(
    "Cette adresse a déjà un compte. Entrez avec elle, puis choisissez « Ajouter un enfant » et tapez ce même code."
)
PREUVE_FAUSSE = _(
    "Ce code et cette réponse ne vont pas ensemble. Vérifiez les deux, ou demandez un nouveau papier à l’école."
)


def adresse_incomplete(adresse: str) -> bool:
    """« nadia@exemple »: the end of the domain is missing, which a phone's keyboard makes easy."""
    _nom, arobase, domaine = adresse.partition("@")
    return bool(arobase) and "." not in domaine


ADRESSE_INCOMPLETE = _("Il manque la fin de l’adresse, par exemple « .fr ».")


class CodeForm(forms.Form):
    """A code and what only its owner can add: a child's birth date, or, at work, the e-mail that the school knows."""

    code = forms.CharField(
        label=_("Code du papier"),
        help_text=_("8 lettres et chiffres, en grand sur le papier."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Tapez le code écrit sur le papier.")},
    )
    naissance = forms.DateField(
        label=_("Date de naissance de l’enfant"),
        help_text=_("Par exemple 14/03/2019. Si vous avez plusieurs enfants dans l’école, celle de l’un d’eux."),
        input_formats=["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Écrivez la date de naissance de l’enfant, comme 14/03/2019."),
            "invalid": _("Cette date n’existe pas. Écrivez-la comme 14/03/2019."),
        },
    )
    courriel = forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=_("Celle que l’école connaît, à la place de la date de naissance."),
        required=False,
        error_messages={"invalid": _("Cette adresse n’est pas complète, par exemple prenom.nom@exemple.fr.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_code(self) -> str:
        code = re.sub(r"[\s\-·.]", "", self.cleaned_data["code"]).upper()
        manque = LONGUEUR_CODE - len(code)
        if manque > 0:
            phrase = ngettext(
                "Il manque %(n)d caractère. Le code en a 8.", "Il manque %(n)d caractères. Le code en a 8.", manque
            )
            raise forms.ValidationError(phrase % {"n": manque})
        if manque < 0:
            phrase = ngettext(
                "Il y a %(n)d caractère de trop. Le code en a 8.",
                "Il y a %(n)d caractères de trop. Le code en a 8.",
                -manque,
            )
            raise forms.ValidationError(phrase % {"n": -manque})
        if intrus := next((c for c in code if c not in ALPHABET), None):
            raise forms.ValidationError(
                _("Aucun code ne contient « %(intrus)s ». Regardez bien le papier."), params={"intrus": intrus}
            )
        return code

    def clean(self) -> dict:
        donnees = super().clean()
        if donnees.get("courriel") and self.has_error("naissance", "required"):
            del self._errors["naissance"]
            donnees["naissance"] = None
        return donnees


class CompteForm(forms.Form):
    """What the owner of a new account chooses."""

    courriel = forms.EmailField(
        label=_("Adresse e-mail (si vous en avez une)"),
        max_length=254,
        help_text=_("Pour entrer plus facilement, et pour changer un mot de passe oublié."),
        required=False,
        error_messages={"invalid": _("Cette adresse n’est pas complète, par exemple prenom.nom@exemple.fr.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    mot_de_passe = forms.CharField(
        label=_("Choisissez un mot de passe"),
        help_text=AIDE_MOT_DE_PASSE,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choisissez un mot de passe.")},
    )

    def clean_mot_de_passe(self) -> str:
        mot_de_passe = self.cleaned_data["mot_de_passe"]
        validate_password(mot_de_passe)
        return mot_de_passe


class EntrerForm(LoginForm):
    """Sign-in by e-mail or identifiant. A wrong one and an unknown one read the same."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Adresse e-mail ou identifiant"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
            error_messages={"required": _("Écrivez votre adresse e-mail ou votre identifiant.")},
        )
        mot_de_passe = self.fields["password"]
        mot_de_passe.label, mot_de_passe.help_text = _("Mot de passe"), ""
        mot_de_passe.error_messages["required"] = _("Écrivez votre mot de passe.")
        mot_de_passe.widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = _("Rester connecté sur cet appareil")
        self.fields["remember"].initial = True
        self.order_fields(["login", "password", "remember"])

    def user_credentials(self) -> dict:
        """An address is tried as an address alone: no identifiant looks like one, and tried again as an identifiant a known one hashed the
        password twice, an unknown one once.
        """
        identite = super().user_credentials()
        if "email" in identite:
            identite.pop("username", None)
        return identite

    def clean_login(self) -> str:
        login = super().clean_login()
        if adresse_incomplete(login):
            raise forms.ValidationError(ADRESSE_INCOMPLETE)
        return login


class MotDePasseOublieForm(ResetPasswordForm):
    """Whether the address has an account is a worker's question: the page does the same for all."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Votre adresse e-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def save(self, request: HttpRequest, **kwargs) -> str:
        demander_un_mot_de_passe(courriel=self.cleaned_data["email"])
        return self.cleaned_data["email"]


class EnNosMots:
    """A form of django-allauth with our words: `libelles` and `aides` by field, and no example inside the box."""

    libelles: dict = {}
    aides: dict = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for nom, champ in self.fields.items():
            champ.widget.attrs.pop("placeholder", None)
            champ.label = self.libelles.get(nom, champ.label)
            champ.help_text = self.aides.get(nom, "")


class NouveauMotDePasseForm(EnNosMots, ResetPasswordKeyForm):
    libelles = {"password1": _("Nouveau mot de passe"), "password2": _("Le même, encore une fois")}
    aides = {"password1": AIDE_MOT_DE_PASSE}


class ChangerMotDePasseForm(EnNosMots, ChangePasswordForm):
    libelles = {
        "oldpassword": _("Mot de passe actuel"),
        "password1": _("Nouveau mot de passe"),
        "password2": _("Le même, encore une fois"),
    }
    aides = {"password1": AIDE_MOT_DE_PASSE}


class ConfirmerForm(EnNosMots, ReauthenticateForm):
    libelles = {"password": _("Mot de passe")}


class ChangerAdresseForm(EnNosMots, AddEmailForm):
    libelles = {"email": _("Nouvelle adresse e-mail")}


class DeuxiemeCleForm(EnNosMots, AuthenticateForm):
    libelles = {"code": _("Code à 6 chiffres, ou code de secours")}


class DeuxiemeCleConfirmerForm(EnNosMots, ReauthenticateDeuxiemeCleForm):
    libelles = {"code": _("Code à 6 chiffres, ou code de secours")}


class ApplicationDeCodesForm(EnNosMots, ActivateTOTPForm):
    libelles = {"code": _("Code à 6 chiffres")}


class AjouterCleForm(EnNosMots, AddWebAuthnForm):
    libelles = {"name": _("Nom de la clé"), "passwordless": _("Entrer avec cette clé seule, sans mot de passe")}
    aides = {"name": _("Par exemple « mon téléphone ».")}


class RenommerCleForm(EnNosMots, EditWebAuthnForm):
    libelles = {"name": _("Nom de la clé")}
