"""Choices of a person about the shell itself; and a form whose draft may be taken up again."""

import datetime as dt

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from ent.diffusion import vapid
from ent.diffusion.models.reglages import Canal
from ent.diffusion.sortes import sortes_de
from ent.socle.francais import langue_de_base

from .lectures import langues

JOURS = [
    ("0", _("Lundi")), ("1", _("Mardi")), ("2", _("Mercredi")), ("3", _("Jeudi")), ("4", _("Vendredi")), ("5", _("Samedi")),
    ("6", _("Dimanche")),
]  # fmt: skip
# From the end of the quiet hours to their beginning (circulaire of 10 July 2025): no e-mail leaves at night.
HEURES = range(7, 21)
THEMES = [("auto", _("Comme l’appareil")), ("clair", _("Clair")), ("sombre", _("Sombre"))]


# What an adult may choose on each device.
CONFORTS = [
    ("grand", _("Plus grand")),
    ("lisible", _("Autre écriture")),
    ("espace", _("Plus d’espace")),
    ("calme", _("Sans mouvement")),
    ("facile", _("Français facile")),
]


class LangueForm(forms.Form):
    langue = forms.ChoiceField(
        choices=settings.LANGUAGES,
        error_messages={
            "required": _("Choisissez une langue."),
            "invalid_choice": _("Cette langue n’est pas proposée."),
        },
    )


class RelectureForm(forms.Form):
    """A catalog that came back, and whose language it is: `lu` is what it says, once it is clean."""

    POIDS = 3_000_000  # bytes: ten times the longest of ours

    relu_par = forms.CharField(
        label=_("Qui l’a relue"),
        max_length=80,
        help_text=_("Une personne dont c’est la langue."),
        error_messages={"required": _("Dites qui a relu.")},
    )
    fichier = forms.FileField(
        label=_("Fichier PO relu"),
        widget=forms.ClearableFileInput(attrs={"accept": ".po"}),
        error_messages={"required": _("Choisissez le fichier PO.")},
    )

    def __init__(self, *args, langue: str, **options) -> None:
        super().__init__(*args, **options)
        self.langue = langue

    def clean_relu_par(self) -> str:
        return " ".join(self.cleaned_data["relu_par"].split())

    def clean_fichier(self):
        recu = self.cleaned_data["fichier"]
        if recu.size > self.POIDS:
            raise forms.ValidationError(_("Ce fichier est trop lourd pour un catalogue."))
        try:
            self.lu = langues.lire_po(recu.read().decode("utf-8-sig"), self.langue)
        except UnicodeDecodeError:
            raise forms.ValidationError(_("Ce fichier n’est pas du texte en UTF-8.")) from None
        except ValueError as faute:
            raise forms.ValidationError(str(faute)) from faute
        if self.lu.fautes:
            raise forms.ValidationError(self.lu.fautes[: langues.DITES_AU_PLUS])
        if not self.lu.entrees:
            raise forms.ValidationError(_("Aucune phrase de ce fichier n’est traduite."))
        return recu


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(
        choices=THEMES,
        error_messages={"required": _("Choisissez un affichage."), "invalid_choice": _("Cet affichage n’existe pas.")},
    )


class PlusTardForm(forms.Form):
    """What is put off, by its key; or all that was, to be seen again."""

    cle = forms.RegexField(r"^[a-z]{2,20}(-[0-9a-z]{1,40}){1,3}\Z", max_length=80, required=False)
    tout = forms.BooleanField(required=False)

    def clean(self) -> dict:
        champs = super().clean() or {}
        if not champs.get("cle") and not champs.get("tout"):
            raise forms.ValidationError(_("Dites ce qui attendra."))
        return champs


class ConfortDIciForm(forms.Form):
    """One way of reading on this device, chosen or left."""

    choix = forms.ChoiceField(choices=CONFORTS)
    oui = forms.BooleanField(required=False)


class ConfortForm(forms.Form):
    """One of the two choices, set or taken back."""

    choix = forms.ChoiceField(choices=[("est_grand", _("Plus grand")), ("est_lisible", _("Autre écriture"))])
    oui = forms.BooleanField(required=False)


def _heures() -> list[tuple[str, str]]:
    modele = "{} h" if langue_de_base() == "fr" else "{}:00"
    return [(f"{h:02d}:00", modele.format(h)) for h in HEURES]


class PrevenirForm(forms.Form):
    """What comes to a person, where, and the hour of the e-mail. A box is ticked when the news is wanted.

    Where no phone can be told, nothing is asked of phones; what this person is not told, they are not asked about. What was refused there before
    is kept: who takes a class back finds their choices.
    """

    def __init__(self, donnees=None, *, personne, heure: dt.time, refus: set[tuple[str, str]]) -> None:
        super().__init__(donnees)
        self.canaux = [(c, nom) for c, nom in Canal.choices if c != Canal.POUSSE or vapid.est_ouvert()]
        demandes = {c for c, _nom in self.canaux}
        self.sortes = sortes_de(personne)
        noms = {sorte.nom for sorte in self.sortes}
        self.refus_gardes = {(sorte, c) for sorte, c in refus if c not in demandes or sorte not in noms}
        for sorte in self.sortes:
            self.fields[sorte.nom] = forms.MultipleChoiceField(
                label=sorte.libelle,
                choices=self.canaux,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[c for c in demandes if (sorte.nom, c) not in refus],
            )
        self.fields["heure"] = forms.ChoiceField(
            label=_("Heure de l’e-mail"),
            choices=_heures(),
            initial=f"{heure:%H:%M}",
            help_text=_("Un seul par jour, et seulement s’il y a du nouveau. Rien ne part quand l’école se repose."),
            error_messages={"required": _("Choisissez une heure."), "invalid_choice": _("Choisissez une heure.")},
        )

    def champs_des_sortes(self):
        return [self[sorte.nom] for sorte in self.sortes]

    @property
    def heure_resume(self) -> dt.time:
        return dt.time.fromisoformat(self.cleaned_data["heure"])

    @property
    def refus(self) -> set[tuple[str, str]]:
        """(kind, channel) left unticked."""
        non_coches = {(s.nom, c) for s in self.sortes for c, _nom in self.canaux if c not in self.cleaned_data[s.nom]}
        return non_coches | self.refus_gardes


class CreneauForm(forms.Form):
    """A moment at which one is left in peace."""

    jours = forms.MultipleChoiceField(
        label=_("Jours"),
        choices=JOURS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un jour."), "invalid_choice": _("Ce jour n’existe pas.")},
    )
    debut = forms.TimeField(
        label=_("De"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Dites à quelle heure cela commence."),
            "invalid": _("Écrivez une heure, par exemple 12:30."),
        },
    )
    fin = forms.TimeField(
        label=_("À"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Dites à quelle heure cela finit."),
            "invalid": _("Écrivez une heure, par exemple 12:30."),
        },
    )

    def clean(self) -> dict:
        propres = super().clean()
        debut, fin = propres.get("debut"), propres.get("fin")
        if debut is not None and debut == fin:
            self.add_error("fin", _("Ce moment commence et finit à la même heure. Changez l’une des deux."))
        return propres


class AppareilForm(forms.Form):
    """What a browser says when it agrees to be pushed."""

    adresse = forms.URLField(max_length=600, assume_scheme="https")
    cle = forms.RegexField(r"^[A-Za-z0-9_-]{80,100}=*$", max_length=100)
    secret = forms.RegexField(r"^[A-Za-z0-9_-]{16,32}=*$", max_length=40)


class AvecReprise:
    """A form whose draft may be taken up: it is then shown as it was typed, and nothing is checked nor sent."""

    @property
    def est_une_reprise(self) -> bool:
        return self.is_bound and "contenu-geste" in self.data

    def full_clean(self) -> None:
        if self.est_une_reprise:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.est_une_reprise and super().is_valid()
