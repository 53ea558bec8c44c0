"""Forms of an incident: what is cut and why; the days of which the evidence is taken."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.forms.versions import AvecVersion
from ent.socle.champs import Paragraphes

from ..droits.regles import Table, jours_des_preuves
from ..lectures.regles_phrases import ce_qui_reste
from ..models import Incident

JOURS_MAX = 31
AVANT = dt.timedelta(days=7)


class IncidentForm(forms.ModelForm):
    class Meta:
        model = Incident
        fields = ["portee", "motif"]
        widgets = {"portee": forms.RadioSelect, "motif": Paragraphes(attrs={"rows": 2})}
        help_texts = {"motif": _("Les adultes de l’école et des familles liront cette phrase en haut de chaque page.")}
        error_messages = {"motif": {"required": _("Dites ce qui se passe : tout le monde lira cette phrase.")}}

    def __init__(self, *arguments, table: Table, **options) -> None:
        """`table`: the rules of the school. Each choice says what it leaves, before it is made."""
        super().__init__(*arguments, **options)
        self.fields["portee"].choices = [
            (portee, f"{reste[:1].upper()}{reste[1:]}")
            for portee in Incident.Portee.values
            if (reste := ce_qui_reste(table, portee))
        ]


class PhraseForm(AvecVersion, forms.ModelForm):
    """What is said of an incident that lasts."""

    VERBES = frozenset({"messagerie.declarer_incident", "messagerie.corriger_incident"})

    class Meta:
        model = Incident
        fields = ["motif"]
        widgets = {"motif": Paragraphes(attrs={"rows": 2})}
        help_texts = IncidentForm.Meta.help_texts
        error_messages = IncidentForm.Meta.error_messages

    def corrige(self) -> tuple:
        return self.instance.etablissement, f"incident {self.instance.pk}"


class PreuvesForm(forms.Form):
    """A month at most: evidence is of something, not of everything."""

    debut = forms.DateField(
        label=_("Du"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choisissez un jour."), "invalid": _("Ce jour n’existe pas.")},
    )
    fin = forms.DateField(
        label=_("Au"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choisissez un jour."), "invalid": _("Ce jour n’existe pas.")},
    )

    def __init__(self, *arguments, incident: Incident, **options) -> None:
        self.incident = incident
        declare = timezone.localtime(incident.declare_le).date()
        options.setdefault("initial", {"debut": declare - AVANT, "fin": min(timezone.localdate(), declare + AVANT)})
        super().__init__(*arguments, prefix="preuves", **options)

    def clean(self) -> dict:
        donnees = super().clean()
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", _("La fin vient après le début."))
        elif debut and fin and (fin - debut).days >= JOURS_MAX:
            self.add_error("fin", _("Un mois au plus à la fois. Emportez la suite en une deuxième archive."))
        premier, dernier = jours_des_preuves(self.incident)
        if debut and debut < premier:
            self.add_error("debut", _("C’est trop longtemps avant cet incident."))
        if fin and fin > dernier:
            self.add_error("fin", _("C’est après la fin de cet incident."))
        return donnees
