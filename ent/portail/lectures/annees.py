"""The years that are over: of each, the children whom one followed and the classes that one taught or directs. Nothing of them is written."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from ent.annuaire.models import Classe, Personne
from ent.annuaire.models.portee import Suivi
from ent.socle.tri import cle

FIN_DES_CLASSES = 6  # June: the month on which a year that is over opens


@dataclass
class Annee:
    """What one goes on reading of a year: « 2026-2027 »."""

    nom: str
    suivis: list[Suivi] = field(default_factory=list)
    classes: list[Classe] = field(default_factory=list)


@dataclass(frozen=True)
class AnneeLue:
    """A month (`debut` to `fin`, both included) of a class that is over, as rooms are asked for it in « annee.enfant » and « annee.classe »."""

    lecteur: Personne  # with the reach that they had then
    classe: Classe
    debut: dt.date
    fin: dt.date
    suivi: Suivi | None = None

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """From the first moment of the month to the first of the next."""
        minuit = dt.time(tzinfo=timezone.get_current_timezone())
        return dt.datetime.combine(self.debut, minuit), dt.datetime.combine(self.fin + dt.timedelta(days=1), minuit)


def enfants_d_alors(personne: Personne) -> list[Suivi]:
    """But those whose child had left before the year began."""
    return [s for s in personne.autrefois.portee.enfants_suivis if mois_de(s.inscription.classe, s)]


def annees_de(personne: Personne) -> list[Annee]:
    """The latest first; children by first name, classes by name. Seven queries at most."""
    annees: dict[str, Annee] = {}

    def annee(classe: Classe) -> Annee:
        return annees.setdefault(classe.annee.nom, Annee(classe.annee.nom))

    for suivi in enfants_d_alors(personne):
        annee(suivi.inscription.classe).suivis.append(suivi)
    if personne.autrefois.portee.etablissements_de_travail:
        relues = Classe.objects.relues_par(personne).select_related("annee", "etablissement")
        for classe in relues.order_by("etablissement__nom", "nom", "pk"):
            annee(classe).classes.append(classe)
    return sorted(annees.values(), key=lambda une: cle(une.nom), reverse=True)


def suivi_d_alors(personne: Personne, eleve: UUID, classe: int) -> Suivi | None:
    return next((s for s in enfants_d_alors(personne) if s.eleve.uuid == eleve and s.classe_id == classe), None)


def mois_de(classe: Classe, suivi: Suivi | None = None) -> list[dt.date]:
    """First days of the months of its year, until today or until the child left."""
    dernier = min(classe.annee.fin, timezone.localdate())
    if suivi and suivi.inscription.fin:
        dernier = min(dernier, suivi.inscription.fin)
    premier, mois = classe.annee.debut.replace(day=1), []
    while premier <= dernier:
        mois.append(premier)
        premier = suivant(premier)
    return mois


def suivant(mois: dt.date) -> dt.date:
    return (mois + dt.timedelta(days=31)).replace(day=1)


def mois_demande(mois: list[dt.date], texte: str) -> dt.date:
    """« 2027-05 » if it is one of them; else the last that has classes."""
    demande = next((m for m in mois if f"{m:%Y-%m}" == texte), None)
    avec_classe = [m for m in mois if m.year == mois[0].year or m.month <= FIN_DES_CLASSES]
    return demande or avec_classe[-1]
