"""What the operator says of a provider."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion

from .lectures import saml
from .lectures.reseau import Injoignable
from .models import FournisseurIdentite

HOTE = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$")
TAILLE = 2_000_000  # bytes of a file of metadata


def _valider_adresse(adresse: str) -> None:
    """https; http on this machine alone, and never in production. Where the name leads is judged when it is asked."""
    try:
        parties = urlsplit(adresse)
        locale = parties.scheme == "http" and settings.ENT_IDENTITES_LOCALES
        lisible = bool(parties.hostname) and parties.username is None and parties.port != 0
    except ValueError:
        lisible = locale = False
        parties = urlsplit("")
    if not lisible or (parties.scheme != "https" and not locale):
        raise forms.ValidationError(_("Cette adresse commence par https://, sans nom d’utilisateur ni mot de passe."))


class FournisseurForm(AvecVersion, forms.ModelForm):
    """A provider. Its secret is typed, never shown again."""

    VERBES = frozenset({"identites.corriger"})

    secret = forms.CharField(
        label=_("Secret du client"),
        required=False,
        max_length=500,
        strip=True,
        help_text=_("Il est scellé, et n’est plus jamais montré. Vide : celui qui est déjà là."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    fichier = forms.FileField(
        label=_("Ses métadonnées, en fichier"),
        required=False,
        help_text=_("SAML : si elles n’ont pas d’adresse. Elles ne sont alors pas relues d’elles-mêmes."),
    )

    class Meta:
        model = FournisseurIdentite
        fields = [
            "nom", "public", "protocole", "adresse", "client_id", "portees", "entite", "chiffrees", "academie", "hotes_retour",
        ]  # fmt: skip
        labels = {
            "nom": _("Nom, comme on le lira sur le bouton"),
            "public": _("Pour qui"),
            "protocole": _("Comment il parle"),
            "adresse": _("Adresse de ses métadonnées (SAML) ou de sa découverte (OpenID Connect)"),
            "client_id": _("Identifiant du client (OpenID Connect)"),
            "portees": _("Portées demandées (OpenID Connect)"),
            "entite": _("Son identifiant d’entité (SAML)"),
            "chiffrees": _("Refuser une assertion qui n’est pas chiffrée (SAML)"),
            "academie": _("Code de l’académie"),
            "hotes_retour": _("Serveurs où l’on peut être ramené à la sortie (FrEduUrlRetour)"),
        }
        help_texts = {
            "nom": _("Par exemple : ÉduConnect."),
            "entite": _("Seulement si le fichier en décrit plusieurs."),
            "academie": _("Celle dont il donne les numéros de l’annuaire (AAF). Versailles : 25."),
            "hotes_retour": _(
                "Un par ligne, à la lettre près, comme educonnect.education.gouv.fr. Aucun autre n’est suivi."
            ),
        }
        widgets = {
            "public": forms.RadioSelect,
            "protocole": forms.RadioSelect,
            "hotes_retour": forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for nom in ("public", "protocole"):
            self.fields[nom].choices = self.Meta.model._meta.get_field(
                nom
            ).choices  # none is meant before one is chosen
        for nom in ("adresse", "client_id", "secret"):
            self.fields[nom].suit_un_choix = True  # asked of who speaks OpenID Connect, or SAML without a file

    def corrige(self) -> tuple | None:
        return (None, f"fournisseur {self.instance.pk}") if self.instance.pk else None

    def clean_adresse(self) -> str:
        if adresse := self.cleaned_data["adresse"]:
            _valider_adresse(adresse)
        return adresse

    def clean_hotes_retour(self) -> str:
        dits = list(
            dict.fromkeys(li.strip().lower() for li in self.cleaned_data["hotes_retour"].splitlines() if li.strip())
        )
        for dit in dits:
            if not HOTE.match(dit):
                raise forms.ValidationError(_("« %(h)s » : écrivez le nom du serveur seul."), params={"h": dit})
        return "\n".join(dits)

    def clean_fichier(self) -> str:
        fichier = self.cleaned_data["fichier"]
        if not fichier:
            return ""
        if fichier.size > TAILLE:
            raise forms.ValidationError(_("Ce fichier est trop grand pour être des métadonnées."))
        try:
            lu = fichier.read().decode("utf-8")
            saml.juger(lu, self.data.get("entite", "").strip())
        except UnicodeDecodeError:
            raise forms.ValidationError(_("Ce fichier n’est pas du texte.")) from None
        except Injoignable as refus:
            raise forms.ValidationError(_("Ce fichier ne va pas : %(r)s."), params={"r": refus}) from None
        return lu

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        est_saml = donnees.get("protocole") == FournisseurIdentite.Protocole.SAML
        deja = bool(self.instance.pk and self.instance.metadonnees)
        if est_saml and not donnees.get("adresse") and not donnees.get("fichier") and not deja:
            if not self.errors:
                self.add_error("adresse", _("Dites où sont ses métadonnées, ou joignez-les."))
        elif not est_saml and "protocole" in donnees:
            if not donnees.get("adresse") and not self.has_error("adresse"):
                self.add_error("adresse", _("Dites l’adresse de sa découverte."))
            if not donnees.get("client_id"):
                self.add_error("client_id", _("Il vous l’a donné avec le secret."))
            if not donnees.get("secret") and not (self.instance.pk and self.instance.secret_scelle):
                self.add_error("secret", _("Sans secret, il ne nous répondra pas."))
        return donnees

    def dits(self) -> dict[str, Any]:
        """What the row takes; the secret and the file apart."""
        return {nom: self.cleaned_data[nom] for nom in self.Meta.fields}
