"""What a family gives and asks."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Personne
from ent.fichiers.forms import ChampFichiers
from ent.socle.champs import Nom, Paragraphes
from ent.socle.dates import aujourd_hui
from ent.socle.telephones import NUMERO_ATTENDU, Telephone

from ..champs_corriges import Champ, ecrite, valeurs_de
from ..models import Autorise, Contact, FicheSante

MOTS_D_ADRESSE = {"adresse": _("Rue et numéro"), "code_postal": _("Code postal"), "ville": _("Ville")}


def _jour(libelle, aide="") -> forms.DateField:
    return forms.DateField(
        label=libelle,
        help_text=aide,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 08/12/2026.")},
    )


# --- Corrections ------------------------------------------------------------------------------------------------------
class CorrectionForm(forms.Form):
    """One field of the child or of oneself; three for an address."""

    def __init__(self, *args, champ: Champ, sujet: Personne, **options) -> None:
        self.champ = champ
        super().__init__(*args, initial=valeurs_de(sujet, champ), **options)
        for colonne in champ.colonnes:
            self.fields[colonne] = self._champ(colonne)

    def _champ(self, colonne: str) -> forms.Field:
        libelle = MOTS_D_ADRESSE.get(colonne, self.champ.label)
        if colonne == "date_naissance":
            champ = _jour(libelle)
            champ.required = True
            return champ
        if colonne.startswith("telephone"):
            return Telephone(label=libelle, required=False, help_text=_("Laissez vide si ce numéro ne sert plus."))
        if colonne == "courriel_contact":
            return forms.EmailField(label=libelle, required=False, max_length=254)
        maximum = Personne._meta.get_field(colonne).max_length
        return Nom(label=libelle, max_length=maximum, required=colonne != "nom_usage")

    def clean_code_postal(self) -> str:
        code = self.cleaned_data["code_postal"]
        if not re.fullmatch(r"[0-9]{5}", code):
            raise forms.ValidationError(_("Un code postal a cinq chiffres, comme 78190."))
        return code

    def clean_date_naissance(self) -> dt.date:
        jour = self.cleaned_data["date_naissance"]
        if not dt.date(1990, 1, 1) <= jour <= aujourd_hui():
            raise forms.ValidationError(_("Cette date ne peut pas être celle d’un élève."))
        return jour

    @property
    def valeurs(self) -> dict[str, str]:
        """As a correction keeps them."""
        return {colonne: ecrite(self.cleaned_data[colonne]) for colonne in self.champ.colonnes}

    @property
    def champs(self) -> list[forms.BoundField]:
        return [self[colonne] for colonne in self.champ.colonnes]


# --- Whom to call, who may come ---------------------------------------------------------------------------------------
class ContactForm(forms.Form):
    nom = Nom(label=_("Nom"), max_length=80, error_messages={"required": _("Dites son nom.")})
    lien = Nom(
        label=_("Lien avec l’enfant"),
        max_length=40,
        help_text=_("Par exemple : grand-mère, voisin."),
        error_messages={"required": _("Dites qui c’est pour l’enfant.")},
    )
    telephone = Telephone(label=_("Téléphone"), error_messages={"required": NUMERO_ATTENDU})
    autre_telephone = Telephone(label=_("Autre téléphone"), required=False)


class CorrigerContactForm(AvecVersion, ContactForm):
    VERBES = frozenset({"renseignements.corriger_contact"})

    def __init__(self, *args, contact: Contact, **options) -> None:
        self.contact = contact
        super().__init__(*args, initial={nom: getattr(contact, nom) for nom in ContactForm.base_fields}, **options)

    def corrige(self) -> tuple:
        return self.contact.etablissement, ""  # who else wrote of this child is nobody's to read


class AutoriseForm(forms.Form):
    nom = Nom(label=_("Nom"), max_length=80, error_messages={"required": _("Dites son nom.")})
    lien = Nom(
        label=_("Lien avec l’enfant"),
        max_length=40,
        help_text=_("Par exemple : grand-mère, voisin."),
        error_messages={"required": _("Dites qui c’est pour l’enfant.")},
    )
    telephone = Telephone(label=_("Téléphone"), error_messages={"required": NUMERO_ATTENDU})
    photo = ChampFichiers(
        label=_("Photo, si vous voulez"),
        natures=("image",),
        maximum=1,
        required=False,
        help_text=_("Un visage de face aide l’adulte qui ouvre la porte. Demandez son accord à la personne."),
    )
    debut = _jour(_("À partir du"), _("Laissez vide : dès aujourd’hui."))
    fin = _jour(_("Jusqu’au"), _("Laissez vide : toute l’année."))

    def __init__(self, *args, personne: Personne, lieu: str, actuels=(), **options) -> None:
        super().__init__(*args, **options)
        self.fields["photo"].ouvrir(personne=personne, lieu=lieu, actuels=actuels, cle=f"{lieu}:autorise")

    def clean(self) -> dict:
        propres = super().clean() or {}
        debut, fin = propres.get("debut"), propres.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", _("Ce jour vient avant le premier."))
        elif fin and fin < aujourd_hui():
            self.add_error("fin", _("Ce jour est passé."))
        return propres

    @property
    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in ("nom", "lien", "telephone", "debut", "fin")}


class CorrigerAutoriseForm(AvecVersion, AutoriseForm):
    VERBES = frozenset({"renseignements.corriger_autorise"})

    def __init__(self, *args, autorise: Autorise, **options) -> None:
        self.autorise = autorise
        initial = {nom: getattr(autorise, nom) for nom in ("nom", "lien", "telephone", "debut", "fin")}
        super().__init__(*args, initial=initial, actuels=[autorise.photo] if autorise.photo else [], **options)

    def corrige(self) -> tuple:
        return self.autorise.etablissement, ""


# --- Health -----------------------------------------------------------------------------------------------------------
class SanteForm(AvecVersion, forms.Form):
    VERBES = frozenset({"renseignements.ecrire_sante"})
    CHAMPS = ("allergies", "conduite", "pai", "protocole", "emplacement", "medecin", "medecin_telephone")

    allergies = forms.CharField(label=_("Allergies"), max_length=300, required=False)
    conduite = forms.CharField(
        label=_("Que faire, et qui appeler d’abord"),
        max_length=1000,
        required=False,
        widget=Paragraphes(attrs={"rows": 3}),
    )
    pai = forms.BooleanField(label=_("Il y a un PAI (projet d’accueil individualisé)"), required=False)
    protocole = forms.CharField(
        label=_("Ce que dit le PAI"), max_length=2000, required=False, widget=Paragraphes(attrs={"rows": 4})
    )
    emplacement = forms.CharField(label=_("Où est le médicament"), max_length=120, required=False)
    document = ChampFichiers(
        label=_("Le PAI en photo ou en PDF"), natures=("image", "document"), maximum=1, required=False
    )
    medecin = forms.CharField(label=_("Médecin"), max_length=80, required=False)
    medecin_telephone = Telephone(label=_("Téléphone du médecin"), required=False)

    def __init__(
        self, *args, personne: Personne, lieu: str, etablissement, eleve: Personne, fiche: FicheSante | None, **options
    ) -> None:
        self.etablissement, self.eleve = etablissement, eleve
        lue = fiche or FicheSante()
        super().__init__(*args, initial={nom: getattr(lue, nom) for nom in self.CHAMPS}, **options)
        actuels = [lue.document] if lue.document_id else []
        self.fields["document"].ouvrir(personne=personne, lieu=lieu, actuels=actuels, cle=f"{lieu}:sante")

    def corrige(self) -> tuple:
        return self.etablissement, ""  # both holders write it: which of them did is not told to the other

    @property
    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in self.CHAMPS}
