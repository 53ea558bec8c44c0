"""The timetable of a class: a text for each half-day, a line a slot."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from ent.annuaire.codes import NIVEAUX
from ent.annuaire.forms.versions import AvecVersion
from ent.annuaire.models import Classe
from ent.socle.dates import time_format
from ent.socle.francais import cite

from .. import emploi
from ..domaines import domaines_de
from ..models import EmploiDuTemps, Seance

# The buttons « Comme lundi » and « Rendre mardi »: the number of the day that they fill; what a copied day said before.
COPIER, RENDRE, AVANT = "copier", "rendre", "avant-"


@dataclass(frozen=True)
class JourDeLaSemaine:
    """A day as the page shows it: its half-days, and the day whose slots one tap copies."""

    jour: int
    nom: str
    champs: list
    precedent: str
    est_copie: bool = False


class EmploiForm(AvecVersion, forms.Form):
    """Only half-days of this school's week have a field: « jour-0-matin »."""

    VERBES = frozenset({"cahier_de_textes.ecrire_emploi", "cahier_de_textes.annuler_emploi"})

    def __init__(self, *args, classe: Classe, actuel: EmploiDuTemps | None, niveaux: list[str], **options) -> None:
        super().__init__(*args, **options)
        self.classe = classe
        self.niveaux = [n for n in NIVEAUX if n in niveaux]
        self.domaines = domaines_de(self.niveaux)
        creneaux = actuel.liste if actuel else []
        self.demi_journees = {
            (jour, moment): horaires
            for jour, demi_journees in sorted(classe.etablissement.jours_de_classe().items())
            for moment, horaires in zip(emploi.MOMENTS, demi_journees, strict=False)
        }
        for jour, moment in self.demi_journees:
            self.fields[self.nom(jour, moment)] = forms.CharField(
                label=f"{WEEKDAYS[jour].capitalize()}, {Seance.Moment(moment).label.lower()}",
                required=False,
                max_length=2_000,
                initial=emploi.en_lignes(creneaux, jour, moment),
                widget=forms.Textarea(attrs={"rows": 6, "autocapitalize": "none"}),
            )

    @staticmethod
    def nom(jour: int, moment: str) -> str:
        return f"jour-{jour}-{moment}"

    def corrige(self):
        return self.classe.etablissement, f"emploi {self.classe.pk}"

    @property
    def jours(self) -> list[JourDeLaSemaine]:
        numeros = sorted({jour for jour, _moment in self.demi_journees})
        return [
            JourDeLaSemaine(
                jour,
                WEEKDAYS[jour],
                [self[self.nom(j, moment)] for j, moment in self.demi_journees if j == jour],
                WEEKDAYS[avant].lower() if avant is not None else "",
                any(f"{AVANT}jour-{jour}-" in nom for nom, _texte in self.remplaces),
            )
            for avant, jour in zip([None, *numeros], numeros, strict=False)
        ]

    @property
    def jour_en_faute(self) -> str:
        return next((str(jour) for jour, moment in self.demi_journees if self.nom(jour, moment) in self.errors), "")

    # --- Copying a day: the form is shown again, and nothing is kept yet --------------------------------------------
    @property
    def est_une_copie(self) -> bool:
        return self.is_bound and (COPIER in self.data or RENDRE in self.data)

    def copie(self) -> dict[str, str]:
        """What was typed, with the day before copied into the day that was tapped, or with what that day said before it was."""
        donnees = {nom: valeur for nom, valeur in self.data.items() if nom not in (COPIER, RENDRE)}
        numeros = [jour.jour for jour in self.jours]
        for nom in [n for n in donnees if n.startswith(AVANT)]:
            ancien = donnees.pop(nom)
            if nom.removeprefix(AVANT) in self.fields and f"-{self.data.get(RENDRE)}-" in nom:
                donnees[nom.removeprefix(AVANT)] = ancien
        for jour, moment in self.demi_journees:
            if jour != numeros[0] and str(jour) == self.data.get(COPIER):
                avant, ici = self.nom(numeros[numeros.index(jour) - 1], moment), self.nom(jour, moment)
                donnees |= {AVANT + ici: donnees.get(ici, ""), ici: donnees.get(avant, "")}
        return donnees

    @property
    def remplaces(self) -> list[tuple[str, str]]:
        """What a copy took the place of: named as the form sends it back."""
        return [(nom, valeur) for nom, valeur in self.data.items() if nom.startswith(AVANT) and valeur.strip()]

    def clean(self) -> dict:
        donnees = super().clean()
        self.creneaux: list[emploi.Creneau] = []
        for (jour, moment), horaires in self.demi_journees.items():
            nom = self.nom(jour, moment)
            lus = emploi.lire(
                donnees.get(nom) or "", jour=jour, moment=moment, niveaux=self.niveaux, domaines=self.domaines
            )
            if faute := _faute(lus, *horaires):
                self.add_error(nom, faute)
            self.creneaux += lus
        return donnees


def _faute(creneaux: list[emploi.Creneau], debut: dt.time, fin: dt.time) -> str:
    """What does not stand in this half-day."""
    if len(creneaux) > emploi.LIGNES_MAX:
        return _("%(max)d lignes au plus.") % {"max": emploi.LIGNES_MAX}
    for creneau in creneaux:
        if len(creneau.titre) > emploi.TITRE_MAX:
            return _("« %(debut)s… » est trop long.") % {"debut": cite(creneau.titre[:20])}
        if creneau.debut and not debut <= creneau.debut < fin:
            dites = {
                "ligne": cite(creneau.ligne),
                "debut": time_format(debut, r"G \h i"),
                "fin": time_format(fin, r"G \h i"),
            }
            return _("« %(ligne)s » : cette demi-journée va de %(debut)s à %(fin)s.") % dites
    return ""
