"""What the pages of the cahier show, read in a fixed number of queries."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, Value
from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.droits import en_cours
from ent.annuaire.matieres import rang_de
from ent.annuaire.models import Classe, Groupe, Inscription, Personne
from ent.annuaire.models.portee import Suivi
from ent.portail.lectures import lire_avec_les_nouvelles, nouvelles_deja_lues
from ent.socle.lu import PartLue
from ent.socle.preparees import Preparee
from ent.socle.tri import cle

from .. import droits
from ..models import Travail, TravailFait
from .lus import TravailLu, travaux_lus

HORIZON = dt.timedelta(days=21)  # how far ahead families are told

# Two numbers and a word, to be read with the news.
FAITS = Preparee(lambda: TravailFait.objects.order_by().values_list("travail_id", "eleve_id", Value("")))


@dataclass
class AFaireLu(PartLue):
    """What there is to do, between the questions that a home asks of it and the tile that shows it."""

    travaux: list[TravailLu] | None = None

    def prendre(self) -> list[TravailLu] | None:
        """Once: what is shown next is read again."""
        travaux, self.travaux = self.travaux, None
        return travaux


@dataclass
class Ligne:
    """One travail of one child."""

    suivi: Suivi
    travail: Travail | TravailLu
    est_fait: bool
    est_rendu: bool = False
    a_une_reponse: bool = False


@dataclass
class Jour:
    """One day of a family's cahier: the lines of the children, and the children who have nothing that day."""

    date: dt.date
    lignes: list[Ligne] = field(default_factory=list)
    libres: list[Suivi] = field(default_factory=list)


def par_jour(lignes: Iterable[Ligne]) -> list[Jour]:
    """These lines under their days, those of a day by subject."""
    jours: dict[dt.date, Jour] = {}
    for ligne in sorted(lignes, key=lambda ligne: (ligne.travail.date_pour, rang_de(ligne.travail.matiere))):
        jours.setdefault(ligne.travail.date_pour, Jour(ligne.travail.date_pour)).lignes.append(ligne)
    return list(jours.values())


def questions_de_famille(personne: Personne) -> list[tuple[Preparee, Q]]:
    """What is ticked: asked by a home with all that it asks, once what there is to do was read. One query."""
    travaux = personne.lu.part(AFaireLu).travaux = _a_faire(personne)
    return [(FAITS, _faits(travaux, [s.eleve for s in personne.portee.suivis_de(droits.SALLE)]))]


def jours_de_famille(personne: Personne, suivis: list[Suivi], lus: list[tuple] | None = None) -> list[Jour]:
    """What these children have to do, by day: the next class day first, even when it is empty.

    None with `lus`, the rows of `questions_de_famille`; else two queries, of which one counts the notifications of the page
    too. What is due today is shown until the child's school is out. Children of schools with different weeks may not share
    the same next day, so each child's own next class day decides whether they are « libres ».
    """
    if not suivis:
        return []
    maintenant = timezone.localtime()
    aujourd_hui = maintenant.date()
    travaux = personne.lu.part(AFaireLu).prendre() if lus is not None else None
    if travaux is None:
        travaux = _a_faire(personne)
    if lus is None:
        lus = lire_les_faits(personne, travaux, suivis)
    faits = {(travail, eleve) for travail, eleve, _rien in lus}
    jours: dict[dt.date, Jour] = {}
    for travail in travaux:
        audience = travail.audience
        vus: set[int] = set()  # a child in two classes has a group's work once
        for suivi in suivis:
            eleve = suivi.eleve.pk
            if not audience.comprend(suivi) or eleve in vus or _est_passe(travail, suivi, maintenant):
                continue
            vus.add(eleve)
            jour = jours.setdefault(travail.date_pour, Jour(travail.date_pour))
            jour.lignes.append(Ligne(suivi, travail, (travail.pk, eleve) in faits))
    for suivi in suivis:
        prochain = calendrier.prochain_jour_de_classe(suivi.inscription.classe.etablissement, aujourd_hui)
        jour = jours.setdefault(prochain, Jour(prochain))
        if all(ligne.suivi is not suivi for ligne in jour.lignes):
            jour.libres.append(suivi)
    for jour in jours.values():
        jour.lignes.sort(key=lambda ligne: (cle(ligne.suivi.eleve.prenom), rang_de(ligne.travail.matiere)))
    return [jours[date] for date in sorted(jours)]


def _a_faire(personne: Personne) -> list[TravailLu]:
    aujourd_hui = timezone.localdate()
    periode = Q(date_pour__gte=aujourd_hui, date_pour__lte=aujourd_hui + HORIZON)
    return travaux_lus(droits.travaux_des_enfants_de(personne) & periode)


def lire_les_faits(personne: Personne, travaux: list[TravailLu], suivis: list[Suivi]) -> list[tuple]:
    """What is ticked of these travaux. One query: that of the page's news, unless they are counted already."""
    question = (FAITS, _faits(travaux, [s.eleve for s in suivis]))
    if nouvelles_deja_lues(personne):
        return question[0].lire(question[1])
    return lire_avec_les_nouvelles(personne, question)[0]


def _faits(travaux: list[TravailLu], eleves: list[Personne]) -> Q:
    return Q(travail__in=[travail.pk for travail in travaux], eleve__in=eleves)


def _est_passe(travail: TravailLu, suivi: Suivi, maintenant: dt.datetime) -> bool:
    """Due today, and the school of the child is out."""
    etablissement = suivi.inscription.classe.etablissement
    return travail.date_pour == maintenant.date() and maintenant.time() >= etablissement.apres_midi_fin


def effectifs(*, classe: Classe | None = None, groupe: Groupe | None = None) -> Counter:
    """Number of pupils by level, today. One query."""
    inscriptions = Inscription.objects.filter(en_cours())
    inscriptions = (
        inscriptions.filter(classe=classe)
        if classe
        else inscriptions.filter(eleve__groupes=groupe, classe__etablissement=groupe.etablissement_id)
    )
    return Counter(dict(inscriptions.order_by().values_list("niveau").annotate(Count("eleve", distinct=True))))


def eleves_de(classe: Classe) -> list[tuple[Personne, str]]:
    """Pupils of a class with their level, today, in the order of a class list. One query."""
    presents = Inscription.objects.filter(en_cours(), classe=classe).select_related("eleve").order_by("eleve__prenom")
    return [(inscription.eleve, inscription.niveau) for inscription in presents]


def lundi_de(jour: dt.date) -> dt.date:
    return jour - dt.timedelta(days=jour.weekday())
