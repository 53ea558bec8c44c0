"""A date of a space, and who may sign up."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.portail.forms import AvecReprise
from ent.socle.champs import Nom, Paragraphes

from ..models import DateDeLEspace, Espace
from .espaces import jour

CHAMPS = ("titre", "jour", "de", "a", "lieu", "texte", "inscrit", "places", "jusqu_a")


def _heure(libelle) -> forms.TimeField:
    return forms.TimeField(
        label=libelle,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Cette heure n’existe pas. Écrivez-la ainsi : 16:45.")},
    )


class DateForm(AvecReprise, forms.Form):
    """A new one; kept while it is typed."""

    titre = Nom(
        label=_("Quoi"), max_length=120, error_messages={"required": _("Dites ce qui se passe, en quelques mots.")}
    )
    jour = jour(_("Jour"))
    de = _heure(_("De"))
    a = _heure(_("À"))
    lieu = forms.CharField(label=_("Où"), max_length=120, required=False)
    texte = forms.CharField(label=_("À savoir"), max_length=600, required=False, widget=Paragraphes(attrs={"rows": 3}))
    inscrit = forms.ChoiceField(
        label=_("Faut-il s’inscrire ?"), choices=DateDeLEspace.Inscrit.choices, required=False, widget=forms.RadioSelect
    )
    places = forms.IntegerField(
        label=_("Nombre de places"),
        required=False,
        min_value=1,
        max_value=2000,
        help_text=_("D’enfants, ou de classes. Laissez vide s’il y a de la place pour tous."),
        error_messages={
            "min_value": _("Une place au moins, ou laissez vide."),
            "max_value": _("2 000 places au plus."),
            "invalid": _("Écrivez un nombre."),
        },
    )
    jusqu_a = forms.DateTimeField(
        label=_("Inscription jusqu’au"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Laissez vide pour la veille à 18 h."),
        error_messages={"invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 08/12/2026 18:00.")},
    )
    prevenir = forms.BooleanField(label=_("Prévenir les familles"), required=False, initial=True)

    def __init__(self, *args, espace: Espace, **options) -> None:
        self.espace = espace
        super().__init__(*args, **options)

    def clean(self) -> dict:
        donnees = super().clean()
        de, a = donnees.get("de"), donnees.get("a")
        if a and not de:
            self.add_error("de", _("Dites aussi à quelle heure cela commence."))
        if de and a and a <= de:
            self.add_error("a", _("Cela finit avant de commencer."))
        quel = donnees.get("jour")
        if quel and not self.espace.debut <= quel <= self.espace.fin:
            dites = {"debut": f"{self.espace.debut:%d/%m/%Y}", "fin": f"{self.espace.fin:%d/%m/%Y}"}
            self.add_error("jour", _("L’espace va du %(debut)s au %(fin)s : choisissez un de ces jours.") % dites)
        self._borner(donnees)
        return donnees

    def _borner(self, donnees: dict) -> None:
        """Until when one signs up: the eve at six, if nobody says; and nothing of it where nobody does."""
        quel, limite = donnees.get("jour"), donnees.get("jusqu_a")
        if not donnees.get("inscrit"):
            donnees["places"] = donnees["jusqu_a"] = None
        elif quel and "jusqu_a" not in self.errors:
            veille = dt.datetime.combine(quel - dt.timedelta(days=1), dt.time(18))
            donnees["jusqu_a"] = limite = limite or timezone.make_aware(veille)
            de = donnees.get("de")
            commence = timezone.make_aware(dt.datetime.combine(quel, de or dt.time.max))
            if limite > commence:
                self.add_error("jusqu_a", _("C’est après la visite : choisissez un moment d’avant."))


class CorrigerDateForm(AvecVersion, DateForm):
    VERBES = frozenset({"espaces.corriger_date", "espaces.annuler_date", "espaces.retablir_date"})
    SANS_VERSION = frozenset({"prevenir"})

    def __init__(self, *args, date: DateDeLEspace, **options) -> None:
        self.date = date
        initial = {nom: getattr(date, nom) for nom in CHAMPS}
        super().__init__(*args, espace=date.espace, initial=initial, **options)

    def corrige(self) -> tuple:
        return self.date.espace.etablissement, f"espace {self.date.espace_id}"


class AnnulerForm(forms.Form):
    mot = forms.CharField(
        label=_("Un mot aux familles"),
        max_length=200,
        error_messages={"required": _("Dites en un mot pourquoi : les familles le liront.")},
    )
