"""What the cast's classes did: a timetable by class, whose titles follow one another week after week."""

import datetime as dt

from django.utils import timezone

from cahier_de_textes.models import Seance
from ent.annuaire import calendrier
from ent.annuaire.models import Classe, Personne

Moment = Seance.Moment
MATIN, APRES_MIDI = Moment.MATIN, Moment.APRES_MIDI

# By class: (weekdays from Monday = 0, moment, hour, domain, levels, titles told in turn).
EMPLOI_DU_TEMPS = {
    "cp_ce1": [
        (
            (0, 1, 3, 4),
            MATIN,
            (8, 40),
            "FRA-LEC",
            ["CP"],
            [
                "Le son « oi »",
                "Lecture page 14",
                "Les syllabes avec « oi »",
                "Lecture page 15",
                "Le son « on »",
                "Lecture page 16",
                "Relire l’album de la semaine",
            ],
        ),
        (
            (0, 3),
            MATIN,
            (8, 40),
            "FRA-ETL",
            ["CE1"],
            ["Dictée préparée", "Le verbe dans la phrase", "Le pluriel des noms"],
        ),
        ((1, 4), MATIN, (8, 40), "FRA-ECR", ["CE1"], ["Écrire une devinette", "Copier la poésie « Novembre »"]),
        (
            (0, 1, 3, 4),
            MATIN,
            (10, 30),
            "MAT-NBC",
            [],
            [
                "Les dizaines",
                "Compter de 10 en 10",
                "Petits problèmes à l’oral",
                "Le double et la moitié",
                "Ajouter deux nombres, sans puis avec retenue",
            ],
        ),
        ((0,), APRES_MIDI, (13, 45), "QLM-VMO", [], ["Les feuilles d’automne", "Que mange l’écureuil ?"]),
        ((1,), APRES_MIDI, (13, 45), "ART-PLA", [], ["Boîtes à histoires", "Peindre avec des feuilles"]),
        ((1,), APRES_MIDI, (15, 15), "EPS-RAC", [], ["Gymnase : courir et s’arrêter", "Gymnase : les relais"]),
        ((3,), APRES_MIDI, (13, 45), "LGV-RAC", [], ["Anglais : dire son âge", "Anglais : les couleurs"]),
        ((4,), APRES_MIDI, (14, 0), "ART-MUS", [], ["Chorale avec les CM2", "Écouter : reconnaître la flûte"]),
    ],
    "cm2": [
        (
            (0, 1, 3, 4),
            MATIN,
            (8, 40),
            "FRA-ETL",
            [],
            [
                "Le passé composé",
                "Accorder le participe avec « être »",
                "Dictée du jour",
                "Les homophones « a » et « à »",
            ],
        ),
        (
            (0, 1, 3, 4),
            MATIN,
            (10, 30),
            "MAT-NBC",
            [],
            [
                "Les fractions simples",
                "Les multiples de 25",
                "Problèmes à étapes",
                "Diviser par un nombre d’un chiffre",
            ],
        ),
        ((0,), APRES_MIDI, (13, 45), "HIG-RAC", [], ["Les fleuves de France", "Les reliefs de l’Europe"]),
        ((1,), APRES_MIDI, (13, 45), "STC-RAC", [], ["Le circuit électrique", "Construire une lampe de poche"]),
        ((3,), APRES_MIDI, (13, 45), "EPS-RAC", [], ["Préparer le cross", "Le cross de l’école"]),
        ((4,), APRES_MIDI, (14, 0), "ART-MUS", [], ["Chorale avec les CP-CE1", "Écouter une fugue"]),
    ],
    "ms": [
        (
            (0, 1, 3, 4),
            MATIN,
            (8, 40),
            "CY1-LAN",
            [],
            ["L’histoire de la moufle", "Raconter la moufle avec les marottes", "Une comptine de l’hiver"],
        ),
        ((0, 1, 3, 4), MATIN, (10, 15), "CY1-PHY", [], ["Parcours : ramper, grimper", "Danser avec un foulard"]),
        ((0, 3), APRES_MIDI, (13, 30), "CY1-MAT", [], ["Compter jusqu’à cinq", "Trier : rond, carré, triangle"]),
        ((1, 4), APRES_MIDI, (13, 30), "CY1-MON", [], ["Les bottes de pluie", "Qu’est-ce qui flotte ?"]),
    ],
}

# What a family opens to read more, by title.
CONTENUS = {
    "Les dizaines": [
        {"type": "etapes", "value": ["Faire des paquets de dix.", "Compter les paquets.", "Compter ce qui reste."]},
        {"type": "mots", "value": ["dizaine", "unité", "paquet"]},
    ],
    "Les fractions simples": [
        {"type": "texte", "value": "<p>Une <b>moitié</b>, un <b>quart</b> : plier une bande, colorier, écrire.</p>"},
    ],
    "Petits problèmes à l’oral": [
        {"type": "operation", "value": {"nombres": ["24", "15"], "signe": "+"}},
    ],
}


def semer_seances(
    classe: Classe, cle: str, auteur: Personne, du: dt.date, au: dt.date, maintenant: dt.datetime
) -> None:
    """The séances of a class between two dates: those of the past given that very evening, those to come already planned."""
    rangs: dict[int, int] = {}
    jour = du
    while jour <= au:
        if calendrier.est_jour_de_classe(classe.etablissement, jour):
            soir = timezone.make_aware(dt.datetime.combine(jour, dt.time(16, 45)))
            publie = min(calendrier.ouverture(classe.etablissement, soir), maintenant)
            for n, (jours, moment, heure, domaine, niveaux, titres) in enumerate(EMPLOI_DU_TEMPS[cle]):
                if jour.weekday() in jours:
                    titre = titres[rangs.get(n, 0) % len(titres)]
                    rangs[n] = rangs.get(n, 0) + 1
                    Seance.objects.create(
                        etablissement=classe.etablissement,
                        classe=classe,
                        auteur=auteur,
                        date=jour,
                        moment=moment,
                        heure=dt.time(*heure),
                        domaine=domaine,
                        niveaux=Seance.joindre_niveaux(niveaux),
                        titre=titre,
                        contenu=CONTENUS.get(titre, []),
                        publie_le=publie,
                        visible_le=publie,
                    )
        jour += dt.timedelta(days=1)
