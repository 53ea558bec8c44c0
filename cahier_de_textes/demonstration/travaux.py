"""Three weeks of life around a day: what the cast's classes gave to do, and what was ticked."""

import datetime as dt
import random

from django.utils import timezone

from cahier_de_textes.actions import travaux as actions
from cahier_de_textes.evenements import eleves_concernes
from cahier_de_textes.models import Travail, TravailFait
from ent.annuaire import calendrier
from ent.annuaire.models import AnneeScolaire

from .seances import semer_seances

# By class: (level, kind, text), given one a class day in this order, then again from the start.
TRAVAUX = {
    "cp_ce1": [
        ("CP", "lire", "Relire la page 14 à voix haute"),
        ("CE1", "apprendre", "La poésie « Novembre », 2 strophes"),
        ("", "apporter", "Une boîte à chaussures vide"),
        ("CP", "lire", "Les syllabes avec « oi », page 15"),
        ("CE1", "apprendre", "La table de 2, de 2 × 1 à 2 × 5"),
        ("", "preparer", "Choisir un livre à montrer à la classe"),
        ("CP", "apprendre", "Les mots outils : avec, dans, chez"),
        ("CE1", "lire", "Le chapitre 2 de l’album, pages 8 à 11"),
        ("", "apporter", "Des feuilles d’arbre, deux ou trois"),
        ("CP", "lire", "La page 16, en suivant avec le doigt"),
        ("CE1", "apprendre", "Les mots de la dictée : matin, jardin, lapin"),
        ("", "apporter", "Un rouleau de carton vide"),
        ("CP", "apprendre", "Compter de 10 en 10 jusqu’à 100"),
        ("CE1", "lire", "La fiche sur les écureuils"),
        ("", "preparer", "Demander à la maison un jeu d’autrefois"),
    ],
    "cm2": [
        ("", "apprendre", "Les fleuves de France et leurs villes"),
        ("", "lire", "Le chapitre 4 : s’arrêter à la lettre"),
        ("", "apprendre", "Les multiples de 25"),
        ("", "preparer", "Trois questions pour la visite du collège"),
        ("", "apporter", "Le matériel de géométrie : équerre et compas"),
        ("", "apprendre", "Le passé composé : être et avoir"),
        ("", "lire", "Le chapitre 5, et une phrase que l’on a aimée"),
        ("", "apprendre", "La carte des reliefs de l’Europe"),
        ("", "apporter", "Une photo d’un monument de Trappes"),
        ("", "preparer", "Son exposé : choisir trois images"),
        ("", "apprendre", "Les mots d’anglais de la météo"),
        ("", "lire", "Le règlement du cross, pour en parler"),
        ("", "apprendre", "Les fractions simples : un demi, un quart"),
        ("", "apporter", "Une tenue pour le cross"),
    ],
    "ms": [
        ("", "apporter", "Un pull que l’on peut tacher, pour la peinture"),
        ("", "preparer", "Raconter à la maison l’histoire de la moufle"),
        ("", "apporter", "Le livre de la bibliothèque"),
        ("", "preparer", "Montrer ses bottes de pluie pour la sortie"),
        ("", "apporter", "Une petite boîte pour les trésors du jardin"),
        ("", "preparer", "Chanter « Promenons-nous dans les bois »"),
        ("", "apporter", "Une photo de quand on était bébé"),
        ("", "preparer", "Chercher à la maison trois objets ronds"),
        ("", "apporter", "Un foulard pour la motricité"),
        ("", "preparer", "Compter les marches de l’escalier"),
    ],
}

PAR_JOUR = {"cp_ce1": 2, "cm2": 2, "ms": 1}


def semer_travaux(d, maintenant: dt.datetime) -> None:
    """Give work for every class day from two weeks ago to one week ahead, and tick most of what is past.

    What is past is written as it was then; what is to come goes through the action, as a teacher would.
    """
    aujourd_hui = timezone.localdate(maintenant)
    annee = AnneeScolaire.objects.pour(aujourd_hui)
    hasard = random.Random(2026)
    auteurs = {"cp_ce1": d.enseignante, "cm2": d.enseignant, "ms": d.directrice_maternelle}
    for nom, modeles in TRAVAUX.items():
        classe = getattr(d, nom)
        jour, rang = max(annee.debut, aujourd_hui - dt.timedelta(days=14)), 0
        while jour <= aujourd_hui + dt.timedelta(days=8):
            if calendrier.est_jour_de_classe(classe.etablissement, jour):
                for niveau, nature, texte in [modeles[(rang + n) % len(modeles)] for n in range(PAR_JOUR[nom])]:
                    _donner(classe, auteurs[nom], niveau, nature, texte, jour, hasard, maintenant)
                rang += PAR_JOUR[nom]
            jour += dt.timedelta(days=1)
        debut = max(annee.debut, aujourd_hui - dt.timedelta(days=14))
        semer_seances(classe, nom, auteurs[nom], debut, aujourd_hui + dt.timedelta(days=8), maintenant)
    prochain = calendrier.prochain_jour_de_classe(d.elementaire, aujourd_hui)
    actions.publier_travail(
        auteur=d.enseignant,
        groupe=d.groupe_lecture,
        nature="lire",
        texte="Préparer sa page à lire devant le groupe",
        date_pour=prochain,
    )


def _donner(classe, auteur, niveau, nature, texte, jour, hasard, maintenant) -> None:
    veille = jour - dt.timedelta(days=1)
    donne_le = timezone.make_aware(dt.datetime.combine(veille, dt.time(16, 40)))
    donne_le = min(calendrier.ouverture(classe.etablissement, donne_le), maintenant)
    travail = Travail.objects.create(
        etablissement=classe.etablissement,
        classe=classe,
        niveau=niveau,
        auteur=auteur,
        nature=nature,
        texte=texte,
        date_pour=jour,
        publie_le=donne_le,
        visible_le=donne_le,
        minutes=Travail.MINUTES[nature],
    )
    est_passe = jour <= timezone.localdate(maintenant)
    est_pour_demain = jour == _prochain_jour(classe, maintenant)
    part = 0.85 if est_passe else 0.2 if est_pour_demain else 0
    TravailFait.objects.bulk_create(
        TravailFait(travail=travail, eleve_id=pk, fait_le=min(donne_le + dt.timedelta(hours=2), maintenant))
        for pk in eleves_concernes(travail)
        if hasard.random() < part
    )
    if est_pour_demain:
        actions.annoncer_travail(travail=travail)


def _prochain_jour(classe, maintenant: dt.datetime) -> dt.date:
    return calendrier.prochain_jour_de_classe(classe.etablissement, timezone.localdate(maintenant))
