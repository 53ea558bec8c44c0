"""A roll as it is typed: for each pupil, whether they are absent, when they came, left, came back."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ent.annuaire.droits import en_cours
from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Personne
from ent.annuaire.models.liens import Role
from ent.socle.champs import Plusieurs
from ent.socle.dates import time_format
from ent.socle.nombres import entier

from ..actions.appels import PRESENT, Dit
from ..demi_journees import DemiJournee, Moment
from ..lectures.appels import Case, Feuille

HEURE = "G\u00a0\\h\u00a0i"
HEURES = {"arrive": _("Arrivé à"), "parti": _("Parti à"), "revenu": _("Revenu à")}


class Heure(forms.TimeField):
    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


@dataclass(frozen=True)
class Saisie:
    """An hour as the page bears it, typed or kept."""

    genre: str
    nom: str
    valeur: str
    erreurs: list

    @classmethod
    def de(cls, genre: str, lie: forms.BoundField) -> "Saisie":
        valeur = lie.value()
        dite = valeur.strftime("%H:%M") if isinstance(valeur, dt.time) else valeur or ""
        return cls(genre, lie.name, dite, lie.errors)

    @property
    def libelle(self) -> str:
        return HEURES[self.genre]

    @property
    def pour(self) -> str:
        return f"id_{self.nom}"


@dataclass(frozen=True)
class Rang:
    """A pupil on the page."""

    case: Case
    absent: bool
    heures: list[Saisie]

    @property
    def etat(self) -> str:
        """absent, retard, depart, or nothing to say: as the script tells them (appel.js), so that the page stands before it runs."""
        arrive, parti, _revenu = (heure.valeur for heure in self.heures)
        return "absent" if self.absent else "retard" if arrive else "depart" if parti else ""

    @property
    def fausses(self) -> list[Saisie]:
        return [heure for heure in self.heures if heure.erreurs]


class AppelForm(AvecVersion, forms.Form):
    """Every pupil was there, but those of whom it says otherwise. A first roll has nothing to overwrite; a correction says what it had read."""

    VERBES = frozenset({"vie_scolaire.faire_l_appel", "vie_scolaire.corriger_l_appel"})
    fait_le = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, feuille: Feuille, **options) -> None:
        super().__init__(*args, **options)
        self.feuille = feuille
        for case in feuille.cases:
            pk, dit = case.eleve.pk, self._depart(case)
            self.fields[f"absent-{pk}"] = forms.BooleanField(required=False, initial=dit.absent)
            for nom, heure in zip(HEURES, dit.champs[1:], strict=True):
                self.fields[f"{nom}-{pk}"] = Heure()
                self.fields[f"{nom}-{pk}"].initial = heure

    def _depart(self, case: Case) -> Dit:
        """What the page shows first: what is kept, or on a first roll those whose family told."""
        if case.ligne:
            return Dit(*case.ligne.dit)
        return Dit(absent=case.est_annonce and not self.feuille.est_faite)

    def corrige(self) -> tuple | None:
        appel = self.feuille.appel
        return (self.feuille.etablissement, f"appel {appel.pk}") if appel and self.feuille.est_faite else None

    def lu(self) -> list:
        """A roll that nobody took is the same whatever the day: the copy that a phone keeps bears it."""
        if not self.feuille.est_faite:
            return []
        return [(case.eleve.pk, *case.ligne.dit) for case in self.feuille.cases if case.ligne]

    def clean(self) -> dict | None:
        """What says the same as what is kept is no conflict: a roll that a phone sends twice makes one."""
        self._refuser_les_heures_impossibles()
        if self.feuille.est_faite and not self.errors and self._dits(self.cleaned_data) == self._gardes():
            return self.cleaned_data
        return super().clean()

    def _refuser_les_heures_impossibles(self) -> None:
        """Typed out of the half-day, or out of order: a family would be told so. What is kept already is no new word, and an outing has its own hours."""
        gardes, demi = self._gardes(), self.feuille.demi
        une_sortie = self.feuille.appel is not None and self.feuille.appel.sortie_id
        for pk, dit in self._dits(self.cleaned_data).items():
            if dit == gardes.get(pk):
                continue
            avant = None
            for nom, heure in zip(HEURES, dit.champs[1:], strict=True):
                if heure and not une_sortie and not demi.ouvre_a.time() <= heure <= demi.fin:
                    bornes = {"debut": time_format(demi.debut, HEURE), "fin": time_format(demi.fin, HEURE)}
                    self.add_error(f"{nom}-{pk}", _("La demi-journée va de %(debut)s à %(fin)s.") % bornes)
                elif heure and avant and heure < avant:
                    phrase = (
                        _("Cette heure vient avant l’arrivée.")
                        if nom == "parti"
                        else _("Cette heure vient avant le départ.")
                    )
                    self.add_error(f"{nom}-{pk}", phrase)
                avant = heure or avant

    @property
    def dits(self) -> dict[int, Dit]:
        return self._dits(self.cleaned_data)

    @property
    def montres(self) -> set[int] | None:
        """Whom the page that was sent showed; None where it does not say (a copy of before)."""
        lus = self.data.getlist("eleves") if hasattr(self.data, "getlist") else ()
        return {numero for brut in lus if (numero := entier(brut)) is not None} or None

    @property
    def comptes(self) -> tuple[int, int, int]:
        """Absent, late, gone early: each pupil once. Those who came late and left early are late."""
        dits = self.dits.values()
        absents = sum(dit.absent for dit in dits)
        retards = sum(dit.arrive_a is not None for dit in dits)
        return absents, retards, len(dits) - absents - retards

    def _dits(self, propres: dict) -> dict[int, Dit]:
        dits = {}
        for case in self.feuille.cases:
            pk = case.eleve.pk
            heures = [propres.get(f"{nom}-{pk}") for nom in HEURES]
            absent = bool(propres.get(f"absent-{pk}")) and heures[0] is None
            dit = Dit(True) if absent else Dit(False, heures[0], heures[1], heures[2] if heures[1] else None)
            if dit != PRESENT:
                dits[pk] = dit
        return dits

    def _gardes(self) -> dict[int, Dit]:
        lues = {case.eleve.pk: Dit(*case.ligne.dit) for case in self.feuille.cases if case.ligne}
        return {pk: dit for pk, dit in lues.items() if dit != PRESENT}

    @property
    def fait_a(self) -> dt.datetime:
        """When the phone made it, if that can be: a roll without network arrives later."""
        dit, maintenant = self.cleaned_data.get("fait_le"), timezone.now()
        if not dit or dit > maintenant.timestamp() * 1000:
            return maintenant
        ouverture = self.feuille.demi.ouvre_a
        return max(ouverture, dt.datetime.fromtimestamp(dit / 1000, tz=dt.UTC)) if dit > 0 else maintenant

    def rangs(self) -> Iterator["Rang"]:
        """Each pupil, what the page shows of them, and their fields."""
        for case in self.feuille.cases:
            pk, montre = case.eleve.pk, self._montre(case)
            heures = [Saisie.de(nom, self[f"{nom}-{pk}"]) for nom in HEURES]
            yield Rang(case, montre.absent, heures)

    def _montre(self, case: Case) -> Dit:
        if not self.is_bound:
            return self._depart(case)
        return self._dits(getattr(self, "cleaned_data", {})).get(case.eleve.pk, PRESENT)

    @property
    def ecarts(self) -> list:
        return []  # what is kept now stands in the sentence of the conflict, and under each name


class ConfierForm(forms.Form):
    """Pupils of a class, who takes them, and for which half-days of today."""

    eleves = Plusieurs(queryset=Personne.objects.none(), widget=forms.CheckboxSelectMultiple, label=_("Qui"))
    a = forms.ModelChoiceField(queryset=Personne.objects.none(), label=_("Chez qui"), empty_label=None)
    demis = forms.MultipleChoiceField(choices=Moment, widget=forms.CheckboxSelectMultiple, label=_("Quand"))

    def __init__(self, *args, eleves: list[Personne], demis: list[DemiJournee], etablissement, **options) -> None:
        super().__init__(*args, **options)
        self.connues = demis
        ids = [eleve.pk for eleve in eleves]
        self.fields["eleves"].queryset = Personne.objects.filter(pk__in=ids).order_by("prenom", "nom", "pk")
        self.fields["eleves"].label_from_instance = lambda eleve: f"{eleve.prenom} {eleve.nom}"
        enseignants = Role.objects.filter(
            en_cours(), etablissement=etablissement, nature__in=[Role.Nature.ENSEIGNANT, Role.Nature.DIRECTEUR]
        )
        self.fields["a"].queryset = Personne.objects.filter(roles__in=enseignants).distinct()
        self.fields["a"].label_from_instance = lambda personne: personne.nom_affiche
        self.fields["demis"].choices = [(demi.moment.value, demi.moment.label) for demi in demis]
        self.fields["demis"].initial = [demi.moment.value for demi in demis]

    @property
    def choisies(self) -> list[DemiJournee]:
        return [demi for demi in self.connues if demi.moment in self.cleaned_data["demis"]]
