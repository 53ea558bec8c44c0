"""What other rooms say of the days of the agenda (an outing), and what they read of its own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.annuaire.models.portee import Suivi
from ent.portail.registres import Date, dates_de

from .. import droits
from ..models import Evenement
from .series import derouler

SALLE = "agenda_ecole"


@dataclass(frozen=True)
class Ailleurs:
    """A date of another room, drawn as an `Occurrence` is."""

    date: Date

    @property
    def jour(self) -> dt.date:
        return self.date.jour

    @property
    def dernier_jour(self) -> dt.date:
        return self.date.dernier_jour

    @property
    def dure(self) -> bool:
        return self.date.dernier_jour > self.date.jour

    @property
    def rang(self) -> tuple:
        return self.date.jour, self.date.de or dt.time(), 0

    def tient(self, jour: dt.date) -> bool:
        return self.date.jour <= jour <= self.date.dernier_jour

    @property
    def titre(self) -> str:
        return self.date.titre

    @property
    def adresse(self) -> str:
        return self.date.chemin

    @property
    def de(self) -> dt.time | None:
        return None if self.dure else self.date.de

    @property
    def est_annule(self) -> bool:
        return self.date.est_annulee

    @property
    def mot_annule(self) -> str:
        return self.date.mot_annulee or _("Annulé")

    @property
    def lieu(self) -> str:
        return self.date.lieu

    @property
    def a_qui(self) -> str:
        return self.date.a_qui

    @property
    def nom(self) -> str:
        return self.date.nom

    @property
    def icone(self) -> str:
        return self.date.icone


def d_ailleurs(personne: Personne, debut: dt.date, fin: dt.date) -> list[Ailleurs]:
    """As this person reads them: by their work, and for the children of whom they read the agenda, those who were confided too."""
    lues = dates_de(personne, debut, fin, enfants=droits.enfants_de(personne), sauf=SALLE)
    return [Ailleurs(date) for date in lues]


def dates(personne: Personne, premier: dt.date, dernier: dt.date, enfants: Sequence[Suivi]) -> list[Date]:
    """What the agenda says of these days to another room: what one reads by one's work, and what is for these children. Two queries."""
    visibles = Evenement.objects.lus_en_equipe_ou_pour(personne, enfants).entre(premier, dernier)
    liens = "etablissement", "classe", "groupe", "serie"
    a_des_pages = droits.a_des_pages(personne)
    return [
        Date(
            titre=o.titre,
            jour=o.jour,
            dernier_jour=o.dernier_jour,
            publics=(o.evenement.audience,),
            a_qui=o.a_qui,
            nom=o.nom,
            chemin=o.adresse if a_des_pages else "",
            de=o.evenement.de,
            a=o.evenement.a,
            lieu=o.lieu,
            est_annulee=o.est_annule,
        )
        for o in derouler(visibles.select_related(*liens).distinct(), premier, dernier)
    ]
