"""What is written in the agenda."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from ent.annuaire.audience.enonces import NIVEAUX
from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import AnneeScolaire, Classe, Etablissement, Groupe
from ent.socle.champs import Paragraphes
from ent.socle.dates import aujourd_hui

from .actions import SUIVANTES, UNE
from .lectures.series import TOUJOURS
from .models import Evenement

PORTEES = [(UNE, _("Cette date seulement")), (SUIVANTES, _("Cette date et toutes les suivantes"))]
LU_AU_COLLEGE = _("Les élèves lisent la date, l’heure et le lieu dans leur semaine ; ceci, les familles seules.")
CHAMPS = ("titre", "jour", "dernier_jour", "de", "a", "lieu", "texte", "rythme", "jusqu_au", "sauf_vacances", "niveau")


def _date(libelle, **options) -> forms.DateField:
    return forms.DateField(
        label=libelle,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Cette date n’existe pas. Écrivez-la ainsi : 08/12/2026."),
            "required": _("Dites quel jour."),
        },
        **options,
    )


def _heure(libelle) -> forms.TimeField:
    return forms.TimeField(
        label=libelle,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Cette heure n’existe pas. Écrivez-la ainsi : 16:45.")},
    )


class EvenementForm(forms.Form):
    """A new one, for a school, a class or a group."""

    titre = forms.CharField(
        label=_("Quoi"), max_length=120, error_messages={"required": _("Dites ce qui se passe, en quelques mots.")}
    )
    jour = _date(_("Jour"))
    de = _heure(_("De"))
    a = _heure(_("À"))
    dernier_jour = _date(
        _("Dernier jour, si cela dure"), required=False, help_text=_("Sans heures : des journées entières.")
    )
    lieu = forms.CharField(label=_("Où"), max_length=120, required=False)
    texte = forms.CharField(label=_("À savoir"), max_length=1000, required=False, widget=Paragraphes(attrs={"rows": 3}))
    niveau = forms.ChoiceField(label=_("Pour qui"), required=False)
    rythme = forms.ChoiceField(label=_("Revient"), choices=Evenement.Rythme.choices, required=False)
    jusqu_au = _date(_("Jusqu’au"), required=False, help_text=_("Laissez vide pour la fin de l’année scolaire."))
    sauf_vacances = forms.BooleanField(
        label=_("Pas pendant les vacances ni les jours fériés"), required=False, initial=True
    )
    prevenir = forms.BooleanField(label=_("Prévenir les familles"), required=False, initial=True)

    def __init__(self, *args, cible: Etablissement | Classe | Groupe, **options) -> None:
        super().__init__(*args, **options)
        ecole = cible if isinstance(cible, Etablissement) else cible.etablissement
        if ecole.est_college:
            self.fields["texte"].help_text = LU_AU_COLLEGE
        niveaux = _niveaux(cible) if isinstance(cible, Classe) else []
        if len(niveaux) > 1:
            self.fields["niveau"].choices = [("", _("Toute la classe")), *niveaux]
        else:
            del self.fields["niveau"]

    def clean_jour(self) -> dt.date:
        """A year typed for another would be told to all families, and read by none."""
        jour = self.cleaned_data["jour"]
        cette_annee = AnneeScolaire.objects.prevue(aujourd_hui())
        suivante = AnneeScolaire.objects.prevue(cette_annee.fin + dt.timedelta(days=1))
        if "jour" in self.changed_data and not cette_annee.debut <= jour <= suivante.fin:
            raise forms.ValidationError(_("Écrivez un jour de cette année scolaire, ou de la suivante."))
        return jour

    def clean(self) -> dict:
        donnees = super().clean()
        jour, dernier, de, a = (donnees.get(nom) for nom in ("jour", "dernier_jour", "de", "a"))
        if a and not de:
            self.add_error("de", _("Dites aussi à quelle heure cela commence."))
        if de and a and a <= de:
            self.add_error("a", _("Cela finit avant de commencer."))
        if jour and dernier and dernier < jour:
            self.add_error("dernier_jour", _("Ce jour vient avant le premier."))
        elif jour and dernier and dernier > jour and de:
            self.add_error("dernier_jour", _("Sur plusieurs jours, ôtez les heures : elles valent pour un seul jour."))
        elif jour and dernier and (dernier - jour).days > TOUJOURS.days:
            self.add_error("dernier_jour", _("Un an au plus."))
        donnees["dernier_jour"] = dernier or jour
        self._borner(donnees)
        return donnees

    def _borner(self, donnees: dict) -> None:
        """Until when it comes back: the end of the school year, if nobody says."""
        jour, fin = donnees.get("jour"), donnees.get("jusqu_au")
        if not donnees.get("rythme"):
            donnees["jusqu_au"] = None
        elif jour and "jusqu_au" not in self.errors:
            fin = fin or AnneeScolaire.objects.prevue(jour).fin
            donnees["jusqu_au"] = fin
            if fin < jour:
                self.add_error("jusqu_au", _("Ce jour vient avant le premier."))
            elif fin > jour + TOUJOURS:
                self.add_error("jusqu_au", _("Une série dure un an au plus."))


def _niveaux(classe: Classe) -> list[tuple[str, str]]:
    codes = classe.inscriptions.exclude(niveau="").order_by().values_list("niveau", flat=True).distinct()
    return [(code, str(nom)) for code, nom in NIVEAUX.items() if code in set(codes)]


class CorrigerForm(AvecVersion, EvenementForm):
    """One time of it, or those from then on."""

    VERBES = frozenset({"agenda_ecole.corriger", "agenda_ecole.annuler", "agenda_ecole.retablir"})
    SANS_VERSION = frozenset({"portee", "prevenir"})
    portee = forms.ChoiceField(label=_("Corriger"), choices=PORTEES, initial=UNE, widget=forms.RadioSelect)

    def __init__(self, *args, evenement: Evenement, jour: dt.date, **options) -> None:
        self.evenement = evenement
        initial = {nom: getattr(evenement, nom) for nom in CHAMPS}
        initial |= {"jour": jour, "dernier_jour": jour + (evenement.dernier_jour - evenement.jour)}
        if not initial["dernier_jour"] > jour:
            initial["dernier_jour"] = None
        super().__init__(*args, cible=evenement.destination, initial=initial, **options)
        if not evenement.est_une_serie:
            del self.fields["portee"]
        if evenement.serie_id:
            for nom in ("rythme", "jusqu_au", "sauf_vacances"):
                del self.fields[nom]

    def corrige(self) -> tuple:
        return self.evenement.etablissement, f"evenement {self.evenement.pk}"


class AnnulerForm(forms.Form):
    mot = forms.CharField(
        label=_("Un mot aux familles"),
        max_length=200,
        error_messages={"required": _("Dites en un mot pourquoi : les familles le liront.")},
    )
    portee = forms.ChoiceField(
        label=_("Annuler"), choices=PORTEES, initial=UNE, widget=forms.RadioSelect, required=False
    )
