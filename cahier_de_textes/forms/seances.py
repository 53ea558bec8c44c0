"""The form of a séance."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from ent.annuaire.codes import CHOIX_NIVEAUX, NIVEAUX

from ..contenus import AvecContenu, ChampContenu
from ..domaines import domaines_de
from ..models import Seance
from .commun import UN_AN, exiger_un_jour_de_classe


class SeanceForm(AvecContenu, forms.ModelForm):
    """A day, a half-day of this school's week, a domain of these levels' cycles; levels only where the class has several."""

    niveaux = forms.MultipleChoiceField(label=_("Pour"), widget=forms.CheckboxSelectMultiple, required=False)
    contenu = ChampContenu()

    class Meta:
        model = Seance
        fields = ["titre", "domaine", "niveaux", "date", "moment", "heure", "contenu"]
        labels = {"titre": _("Titre"), "moment": _("Demi-journée")}
        widgets = {
            "titre": forms.TextInput(attrs={"autocomplete": "off"}),
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "moment": forms.RadioSelect,
            "heure": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        error_messages = {
            "titre": {"required": _("Écrivez un titre, par exemple « Les dizaines ».")},
            "date": {
                "required": _("Choisissez le jour de la séance."),
                "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 26/11/2026."),
            },
            "heure": {"invalid": _("Cette heure n’existe pas. Écrivez-la ainsi : 8:40.")},
        }

    def __init__(self, *args, etablissement, niveaux: list[str], auteur, lieu: str = "", **options) -> None:
        super().__init__(*args, **options)
        self.etablissement = etablissement
        connus = [n for n in NIVEAUX if n in niveaux]
        # A correction keeps the domain that was chosen, even when the class has changed since.
        domaines = dict(domaines_de(connus))
        if self.instance.domaine and self.instance.domaine not in domaines:
            domaines[self.instance.domaine] = self.instance.get_domaine_display()
        self.fields["domaine"].choices = [("", _("Sans domaine")), *domaines.items()]
        if len(connus) > 1 and self.instance.groupe_id is None:
            libelles = dict(CHOIX_NIVEAUX)
            self.fields["niveaux"].choices = [(n, libelles[n]) for n in connus]
            self.fields["niveaux"].help_text = _("Rien de coché : toute la classe.")
            self.initial["niveaux"] = self.instance.liste_niveaux or self.initial.get("niveaux") or []
        else:
            del self.fields["niveaux"]
        self.fields["contenu"].pour(auteur, self.instance, lieu=lieu)

    def clean_date(self) -> dt.date:
        jour = self.cleaned_data["date"]
        if self.instance.pk and jour == self.initial.get("date"):
            return jour
        if jour < timezone.localdate() - UN_AN:
            raise forms.ValidationError(_("Ce jour est passé depuis plus d’un an : vérifiez l’année."))
        exiger_un_jour_de_classe(self.etablissement, jour)
        return jour

    def clean_niveaux(self) -> list[str]:
        """All levels are the whole class."""
        choisis = self.cleaned_data["niveaux"]
        return [] if len(choisis) == len(self.fields["niveaux"].choices) else choisis

    def clean(self) -> dict:
        donnees = super().clean()
        jour, moment, heure = donnees.get("date"), donnees.get("moment"), donnees.get("heure")
        if not jour or not moment:
            return donnees
        demi_journees = self.etablissement.jours_de_classe().get(jour.weekday(), [])
        rang = list(Seance.Moment.values).index(moment)
        if rang >= len(demi_journees):
            if jour.weekday() in self.etablissement.jours_de_classe():
                self.add_error("moment", _("Pas de classe le %(jour)s après-midi.") % {"jour": date_format(jour, "l")})
        elif heure and not demi_journees[rang][0] <= heure < demi_journees[rang][1]:
            debut, fin = (time_format(h, r"G \h i") for h in demi_journees[rang])
            self.add_error(
                "heure",
                _("Cette demi-journée va de %(debut)s à %(fin)s.") % {"debut": debut, "fin": fin},
            )
        return donnees

    def _post_clean(self) -> None:
        """Nothing is put on the instance: the action writes, from `cleaned_data`."""
