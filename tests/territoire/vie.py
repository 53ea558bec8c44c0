"""A year of school life over an invented territory: rolls and absences, menus and meals declared, the agenda.

Run in a database that `peupler` filled (`python -m tests.territoire.vie`). Repeatable: every draw depends on the class and the seed.
Rates are of the order that the ministry publishes for the first degree: some five half-days in a hundred are missed, most of them
with a motive; half of the pupils eat at school.
"""

import datetime as dt
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.db import transaction
from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Etablissement
from ent.services.agenda_ecole.models import Evenement
from ent.services.periscolaire.models import JourDeclare, Menu, Plat, Rythme, ServicePeriscolaire
from ent.services.vie_scolaire.demi_journees import demi_journees
from ent.services.vie_scolaire.models import Appel, DeclarationAbsence, LigneAppel

from .base import ecrire, rattachees

MANQUEES, DITES = 0.05, 0.88  # of half-days; of what is missed, told by the family
DEMI_PENSIONNAIRES = 0.5
A_VENIR = dt.timedelta(days=21)
PLATS = [
    ("Carottes râpées", "moutarde"),
    ("Betteraves", ""),
    ("Poisson pané", "gluten,poissons"),
    ("Omelette", "oeufs,lait"),
    ("Rôti de dinde", ""),
    ("Lentilles", ""),
    ("Pâtes au beurre", "gluten,lait"),
    ("Yaourt", "lait"),
    ("Pomme", ""),
]
DE_L_ECOLE = ["Réunion de rentrée", "Conseil d’école", "Photo de classe", "Marché de Noël", "Exercice d’évacuation"]
DE_LA_CLASSE = ["Bibliothèque", "Piscine", "Chorale"]


@dataclass
class Vie:
    appels: int = 0
    absences: int = 0
    repas: int = 0
    evenements: int = 0


@transaction.atomic
def vivre(*, graine: int = 1) -> Vie:
    """Fill the year up to today, and three weeks ahead for what is told ahead, in every invented school. Says how many rows of each."""
    aujourd_hui, vie = timezone.localdate(), Vie()
    for ecole in Etablissement.objects.filter(uai__startswith="079").order_by("uai").iterator(100):
        alea = random.Random(f"{graine}/{ecole.uai}/vie")
        classes = list(
            Classe.objects.filter(etablissement=ecole).select_related("annee", "etablissement").order_by("pk")
        )
        jours = list(_jours_de_classe(ecole, classes[0].annee.debut, aujourd_hui + A_VENIR))
        passes = [jour for jour in jours if jour < aujourd_hui]
        cantine = _cuisine(ecole, jours, alea)
        for classe in classes:
            eleves = list(classe.inscriptions.order_by("pk").values_list("eleve_id", flat=True))
            auteur = classe.affectations.order_by("pk").values_list("enseignant_id", flat=True)[0]
            appels = [
                Appel(
                    etablissement=ecole,
                    classe=classe,
                    jour=demi.jour,
                    moment=demi.moment,
                    auteur_id=auteur,
                    fait_le=demi.ouvre_a,
                )
                for jour in passes
                for demi in demi_journees(ecole, jour)
            ]
            vie.appels += ecrire(Appel, appels)
            vie.absences += _manquer(ecole, appels, eleves, alea)
            vie.repas += ecrire(JourDeclare, _repas(cantine, eleves, jours, alea))
        vie.evenements += ecrire(Evenement, _agenda(ecole, classes, jours, alea))
    return vie


def _jours_de_classe(ecole: Etablissement, du: dt.date, au: dt.date) -> Iterator[dt.date]:
    for pas in range((au - du).days + 1):
        if calendrier.est_jour_de_classe(ecole, jour := du + dt.timedelta(days=pas)):
            yield jour


def _cuisine(ecole: Etablissement, jours: list[dt.date], alea: random.Random) -> ServicePeriscolaire:
    """A canteen and its menus, published, dishes with their allergens said."""
    cantine = ServicePeriscolaire.objects.create(
        etablissement=ecole, nature="cantine", debut=dt.time(11, 45), fin=dt.time(13, 30), contact="la mairie"
    )
    menus = [Menu(etablissement=ecole, jour=jour, publie_le=timezone.now()) for jour in jours if cantine.ouvre_le(jour)]
    ecrire(Menu, menus)
    ecrire(
        Plat,
        (
            Plat(menu=menu, rang=rang, nom=nom, allergenes_bruts=allergenes, dits=True)
            for menu in menus
            for rang, (nom, allergenes) in enumerate(alea.sample(PLATS, 4))
        ),
    )
    return cantine


def _manquer(ecole: Etablissement, appels: list[Appel], eleves: list[int], alea: random.Random) -> int:
    """Lines of these rolls, each whole day told by its family or not. Returns how many half-days were missed."""
    par_jour: dict[dt.date, list[Appel]] = {}
    for appel in appels:
        par_jour.setdefault(appel.jour, []).append(appel)
    dites, lignes = [], []
    for jour, du_jour in par_jour.items():
        for eleve in eleves:
            if alea.random() >= MANQUEES:
                continue
            dite = None
            if alea.random() < DITES:
                dite = DeclarationAbsence(
                    etablissement=ecole,
                    eleve_id=eleve,
                    debut=jour,
                    fin=jour,
                    motif="maladie",
                    declaree_le=du_jour[0].fait_le,
                )
                dites.append(dite)
            lignes += [
                LigneAppel(appel=appel, eleve_id=eleve, absent=True, declaration=dite, prevenue_le=appel.fait_le)
                for appel in du_jour
            ]
    ecrire(DeclarationAbsence, dites)
    return ecrire(LigneAppel, rattachees(lignes))


def _repas(
    cantine: ServicePeriscolaire, eleves: list[int], jours: list[dt.date], alea: random.Random
) -> Iterator[JourDeclare]:
    """By a rhythm for most, with a day taken back now and then."""
    mangent = [eleve for eleve in eleves if alea.random() < DEMI_PENSIONNAIRES]
    ouverts = [jour for jour in jours if cantine.ouvre_le(jour)]
    rythmes = {
        eleve: Rythme(
            service=cantine, eleve_id=eleve, jours=alea.choice(["0134", "01", "34", "0"]), debut=jours[0], fin=jours[-1]
        )
        for eleve in mangent
    }
    ecrire(Rythme, rythmes.values())
    for eleve, rythme in rythmes.items():
        for jour in ouverts:
            if str(jour.weekday()) in rythme.jours:
                etat = "non" if alea.random() < MANQUEES else "oui"
                yield JourDeclare(
                    service=cantine, eleve_id=eleve, jour=jour, etat=etat, origine="rythme", rythme=rythme
                )


def _agenda(
    ecole: Etablissement, classes: list[Classe], jours: list[dt.date], alea: random.Random
) -> Iterator[Evenement]:
    """Two or three things a month of the school, one a month of each class, and what comes back each week."""
    fin = classes[0].annee.fin
    for jour in jours[::8]:
        yield Evenement(
            etablissement=ecole,
            titre=alea.choice(DE_L_ECOLE),
            jour=jour,
            dernier_jour=jour,
            dernier=jour,
            de=dt.time(18),
            a=dt.time(19, 30),
        )
    for classe in classes:
        for jour in alea.sample(jours, max(1, len(jours) // 20)):
            yield Evenement(
                etablissement=ecole, classe=classe, titre="Sortie au parc", jour=jour, dernier_jour=jour, dernier=jour
            )
        debut = alea.choice(jours[:4])
        yield Evenement(
            etablissement=ecole,
            classe=classe,
            titre=alea.choice(DE_LA_CLASSE),
            jour=debut,
            dernier_jour=debut,
            dernier=fin,
            rythme="hebdo",
            jusqu_au=fin,
            de=dt.time(10),
            a=dt.time(11),
        )


if __name__ == "__main__":
    print(vivre())
