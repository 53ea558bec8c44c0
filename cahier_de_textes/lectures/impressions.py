"""What is put on paper: a week, the homework of a day by pupil, a whole year. A fixed number of queries each."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects

from ent.annuaire import calendrier
from ent.annuaire.codes import NIVEAUX
from ent.annuaire.droits import en_cours
from ent.annuaire.models import Classe, Groupe, Inscription, Personne
from ent.socle.tri import cle

from ..models import Seance, Travail, Visa
from .charge import Concerne
from .suivi import Ligne


def de_la_cible(cible: Classe | Groupe) -> Q:
    return Q(classe=cible) if isinstance(cible, Classe) else Q(classe=None, groupe=cible)


@dataclass
class JourDuCahier:
    """A day: what is for it, and its half-days."""

    date: dt.date
    travaux: list[Travail] = field(default_factory=list)
    seances: list[Seance] = field(default_factory=list)

    def du_moment(self, moment: str) -> list[Seance]:
        return [seance for seance in self.seances if seance.moment == moment]


def jours_du_cahier(personne, cible: Classe | Groupe, debut: dt.date, fin: dt.date) -> list[JourDuCahier]:
    """The days that hold something, in order, as this person follows them. Two queries."""
    jours: dict[dt.date, JourDuCahier] = {}
    suivis = Travail.objects.suivis_par(personne).filter(de_la_cible(cible), date_pour__range=(debut, fin))
    for travail in suivis:
        jours.setdefault(travail.date_pour, JourDuCahier(travail.date_pour)).travaux.append(travail)
    suivies = Seance.objects.suivis_par(personne).filter(de_la_cible(cible), date__range=(debut, fin))
    for seance in suivies:
        jours.setdefault(seance.date, JourDuCahier(seance.date)).seances.append(seance)
    return [jours[date] for date in sorted(jours)]


def semaine_a_imprimer(personne, cible: Classe | Groupe, lundi: dt.date) -> list[JourDuCahier]:
    """The class days of the week, empty or not, and any other day that holds something."""
    jours = {jour.date: jour for jour in jours_du_cahier(personne, cible, lundi, lundi + dt.timedelta(days=6))}
    for pas in range(7):
        date = lundi + dt.timedelta(days=pas)
        if date not in jours and calendrier.est_jour_de_classe(cible.etablissement, date):
            jours[date] = JourDuCahier(date)
    return [jours[date] for date in sorted(jours)]


def annee_de(personne, cible: Classe | Groupe, *, avec_fichiers: bool = False) -> list[JourDuCahier]:
    """Every day of the school year that holds something."""
    jours = jours_du_cahier(personne, cible, cible.annee.debut, cible.annee.fin)
    ecrits: list[Any] = [ecrit for jour in jours for ecrit in (*jour.seances, *jour.travaux)]
    lies = ["auteur", "fichiers__declinaisons"] if avec_fichiers else ["auteur"]
    for modele in (Seance, Travail):
        prefetch_related_objects([e for e in ecrits if isinstance(e, modele)], *lies)
    return jours


def visas_de(cible: Classe | Groupe) -> dict[dt.date, list[Visa]]:
    """By Monday. One query; a group has none."""
    visas: dict[dt.date, list[Visa]] = defaultdict(list)
    if isinstance(cible, Classe):
        for visa in cible.visas.select_related("par"):
            visas[visa.date_lundi].append(visa)
    return visas


# --- Labels -----------------------------------------------------------------------------------------------------------
@dataclass
class Etiquette:
    """What one pupil has to do for a day."""

    niveau: str
    prenom: str
    travaux: list[Travail]


def _donnes_a(cible: Classe | Groupe, groupes: Collection[int]) -> Q:
    """Of the class or group itself, and of the groups of its pupils that this person follows."""
    return (de_la_cible(cible) | Q(classe=None, groupe__in=groupes)) & ~Q(visible_le=None)


def etiquettes(personne, cible: Classe | Groupe, jour: dt.date) -> list[Etiquette]:
    """One per pupil who has something to do that day, by level then first name. Three queries.

    Two pupils of one first name get the first letter of their surname.
    """
    inscriptions = Inscription.objects.filter(en_cours()).select_related("eleve")
    if isinstance(cible, Classe):
        inscriptions = inscriptions.filter(classe=cible)
    else:
        inscriptions = inscriptions.filter(eleve__groupes=cible, classe__etablissement=cible.etablissement_id)
    presents = {i.eleve_id: i for i in inscriptions}
    groupes: dict[int, set[int]] = defaultdict(set)
    liens = Groupe.eleves.through.objects.filter(
        personne__in=presents, groupe__etablissement=cible.etablissement_id
    ).order_by()
    for groupe, eleve in liens.values_list("groupe_id", "personne_id"):
        groupes[eleve].add(groupe)
    travaux = list(
        Travail.objects.suivis_par(personne).filter(_donnes_a(cible, set().union(*groupes.values())), date_pour=jour)
    )
    a_faire = []
    for i in presents.values():
        elle = Concerne(i.eleve, i.classe_id, i.niveau, groupes[i.eleve_id])
        a_faire.append((i.niveau, i.eleve, [t for t in travaux if t.audience.comprend(elle)]))
    return _rangees(a_faire)


def etiquettes_du_suivi(travail: Travail, lignes: Collection[Ligne]) -> list[Etiquette]:
    """The same for those of a follow-up: on paper, for whom no reminder reaches."""
    return _rangees([(ligne.niveau, ligne.eleve, [travail]) for ligne in lignes])


def _rangees(a_faire: Collection[tuple[str, Personne, list[Travail]]]) -> list[Etiquette]:
    """By level, then first name; whoever has nothing to do has none."""
    prenoms = Counter(eleve.prenom for _niveau, eleve, _travaux in a_faire)
    ordre = sorted(a_faire, key=lambda e: ([*NIVEAUX, ""].index(e[0]), cle(e[1].prenom), cle(e[1].nom)))
    return [
        Etiquette(niveau, eleve.prenom_et_initiale if prenoms[eleve.prenom] > 1 else eleve.prenom, travaux)
        for niveau, eleve, travaux in ordre
        if travaux
    ]


def jours_a_etiqueter(personne, cible: Classe | Groupe, lundi: dt.date) -> list[tuple[dt.date, int]]:
    """(day, number of travaux given for it) of the week. One query."""
    donnes = Travail.objects.suivis_par(personne).filter(
        de_la_cible(cible) & ~Q(visible_le=None), date_pour__range=(lundi, lundi + dt.timedelta(days=6))
    )
    return list(donnes.order_by("date_pour").values_list("date_pour").annotate(Count("pk")))
