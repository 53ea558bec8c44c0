"""Forms that copy, repeat and move what is already written."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ent.annuaire.models import Classe, Groupe
from ent.socle.dates import date_format

from ..ecrits import UnEcrit
from ..models import Travail
from .commun import exiger_un_jour_de_classe

DATE_FAUSSE = gettext_lazy("Cette date n’existe pas. Écrivez-la ainsi : 26/11/2026.")


def champ_jour(**options) -> forms.DateField:
    messages = {"invalid": DATE_FAUSSE, "required": gettext_lazy("Choisissez un jour.")}
    calendrier = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=calendrier, error_messages=messages, **options)


def cle_de(cible: Classe | Groupe) -> str:
    return f"{'classe' if isinstance(cible, Classe) else 'groupe'}-{cible.pk}"


class CopieForm(forms.Form):
    """Where and for which day: among the classes and groups that one teaches, a class day of that school."""

    cible = forms.ChoiceField(
        label=gettext_lazy("Pour"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une classe ou un groupe.")},
    )
    date = champ_jour(label=gettext_lazy("Jour"))

    def __init__(self, *args, ecrit: UnEcrit, cibles: list[Classe | Groupe], **options) -> None:
        super().__init__(*args, **options)
        self.ecrit, self.cibles = ecrit, {cle_de(cible): cible for cible in cibles}
        plusieurs_ecoles = len({cible.etablissement_id for cible in cibles}) > 1
        self.fields["cible"].choices = [
            (cle, f"{cible.nom} ({cible.etablissement.nom})" if plusieurs_ecoles else cible.nom)
            for cle, cible in self.cibles.items()
        ]

    def clean_cible(self) -> Classe | Groupe:
        return self.cibles[self.cleaned_data["cible"]]

    def clean(self) -> dict:
        cible, jour = self.cleaned_data.get("cible"), self.cleaned_data.get("date")
        if cible and jour:
            try:
                self._exiger_un_bon_jour(cible, jour)
            except forms.ValidationError as erreur:
                self.add_error("date", erreur)
        return self.cleaned_data

    def _exiger_un_bon_jour(self, cible: Classe | Groupe, jour: dt.date) -> None:
        if not cible.annee.debut <= jour <= cible.annee.fin:
            phrase = _("Ce jour n’est pas dans l’année %(annee)s de cette classe.")
            raise forms.ValidationError(phrase % {"annee": cible.annee.nom})
        if isinstance(self.ecrit, Travail) and jour < timezone.localdate():
            raise forms.ValidationError(_("Ce jour est passé. Choisissez aujourd’hui ou un jour à venir."))
        exiger_un_jour_de_classe(cible.etablissement, jour)


class RepetitionForm(forms.Form):
    """Every week on these days, until a date of the school year."""

    jours = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Chaque"),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        error_messages={"required": gettext_lazy("Cochez au moins un jour de la semaine.")},
    )
    jusqu_au = champ_jour(
        label=gettext_lazy("Jusqu’au"),
        help_text=gettext_lazy("Les vacances et les jours sans classe sont sautés. 40 fois au plus."),
    )

    def __init__(self, *args, ecrit: UnEcrit, **options) -> None:
        super().__init__(*args, **options)
        self.fin = ecrit.destination.annee.fin
        self.fields["jours"].choices = [
            (jour, WEEKDAYS[jour].lower()) for jour in sorted(ecrit.etablissement.jours_de_classe())
        ]

    def clean_jusqu_au(self) -> dt.date:
        jour = self.cleaned_data["jusqu_au"]
        if jour > self.fin:
            phrase = _("L’année scolaire finit le %(fin)s : choisissez un jour avant.")
            raise forms.ValidationError(phrase % {"fin": date_format(self.fin, "j F Y")})
        return jour


class DecalageForm(forms.Form):
    """The day that could not be taught."""

    depuis = champ_jour(label=gettext_lazy("À partir du"))

    def __init__(self, *args, annee, **options) -> None:
        super().__init__(*args, **options)
        self.annee = annee

    def clean_depuis(self) -> dt.date:
        jour = self.cleaned_data["depuis"]
        if not self.annee.debut <= jour <= self.annee.fin:
            raise forms.ValidationError(_("Choisissez un jour de l’année %(annee)s.") % {"annee": self.annee.nom})
        return jour
