"""Three weeks of life around a day: what the cast's classes gave to do, and what was ticked."""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from cahier_de_textes import actions
from cahier_de_textes.evenements import eleves_concernes
from cahier_de_textes.models import Travail, TravailFait
from ent.annuaire import calendrier
from ent.annuaire.models import AnneeScolaire

from .distribution import Distribution

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
    ],
    "cm2": [
        ("", "apprendre", "Les fleuves de France et leurs villes"),
        ("", "lire", "Le chapitre 4 : s’arrêter à la lettre"),
        ("", "apprendre", "Les multiples de 25"),
        ("", "preparer", "Trois questions pour la visite du collège"),
        ("", "apporter", "Le matériel de géométrie : équerre et compas"),
    ],
    "ms": [
        ("", "apporter", "Un pull que l’on peut tacher, pour la peinture"),
        ("", "preparer", "Raconter à la maison l’histoire de la moufle"),
        ("", "apporter", "Le livre de la bibliothèque"),
    ],
}


@transaction.atomic
def semer_vie(d: Distribution, instant: dt.datetime | None = None) -> None:
    """Give work for every class day from two weeks ago to one week ahead, and tick most of what is past.

    What is past is written as it was then; what is to come goes through the action, as a teacher would.
    """
    maintenant = instant or timezone.now()
    aujourd_hui = timezone.localdate(maintenant)
    annee = AnneeScolaire.objects.pour(aujourd_hui)
    hasard = random.Random(2026)
    auteurs = {"cp_ce1": d.enseignante, "cm2": d.enseignant, "ms": d.directrice_maternelle}
    for nom, modeles in TRAVAUX.items():
        classe = getattr(d, nom)
        jour, rang = max(annee.debut, aujourd_hui - dt.timedelta(days=14)), 0
        while jour <= aujourd_hui + dt.timedelta(days=8):
            if calendrier.est_jour_de_classe(classe.etablissement, jour):
                for niveau, nature, texte in [modeles[rang % len(modeles)], modeles[(rang + 1) % len(modeles)]]:
                    _donner(classe, auteurs[nom], niveau, nature, texte, jour, hasard, maintenant)
                rang += 2
            jour += dt.timedelta(days=1)
    prochain = calendrier.prochain_jour_de_classe(d.elementaire, aujourd_hui)
    actions.publier_travail(
        auteur=d.enseignant, groupe=d.groupe_lecture, nature="lire", texte="Préparer sa page à lire devant le groupe",
        date_pour=prochain,
    )  # fmt: skip


def _donner(classe, auteur, niveau, nature, texte, jour, hasard, maintenant) -> None:
    veille = jour - dt.timedelta(days=1)
    donne_le = timezone.make_aware(dt.datetime.combine(veille, dt.time(16, 40)))
    donne_le = min(calendrier.ouverture(classe.etablissement, donne_le), maintenant)
    travail = Travail.objects.create(
        etablissement=classe.etablissement, classe=classe, niveau=niveau, auteur=auteur, nature=nature, texte=texte,
        date_pour=jour, publie_le=donne_le, visible_le=donne_le,
    )  # fmt: skip
    est_passe = jour <= timezone.localdate(maintenant)
    part = 0.85 if est_passe else 0.2
    TravailFait.objects.bulk_create(
        TravailFait(travail=travail, eleve_id=pk, fait_le=min(donne_le + dt.timedelta(hours=2), maintenant))
        for pk in eleves_concernes(travail)
        if hasard.random() < part
    )
    if not est_passe and jour == _prochain_jour(classe, maintenant):
        actions.annoncer_travail(travail=travail)


def _prochain_jour(classe, maintenant: dt.datetime) -> dt.date:
    return calendrier.prochain_jour_de_classe(classe.etablissement, timezone.localdate(maintenant))
