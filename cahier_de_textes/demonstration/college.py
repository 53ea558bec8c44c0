"""What the collège of the demonstration gives: each in their subject, for the class days to come and those just past."""

import datetime as dt
from itertools import cycle

from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.equipes import professeurs_de
from ent.annuaire.models import Affectation, Classe

from ..models import Travail

TRAVAUX = {
    "2D-MAT": [
        "Exercices 12 et 14 page 40", "Apprendre la propriété de Thalès", "Terminer le tableau de proportionnalité",
        "Tracer la figure de la page 44",
    ],
    "2D-PC": [
        "Relire la fiche sur les états de la matière", "Apporter une bouteille vide", "Schématiser l’expérience de la bougie",
        "Apprendre les symboles de sécurité",
    ],
    "2D-ANG": [
        "Learn the words of unit 4", "Préparer trois questions pour le correspondant", "Relire le dialogue de la page 52",
        "Recopier les verbes irréguliers, de to be à to go",
    ],
    "2D-FRA": [
        "Lire les pages 30 à 42", "Rédiger le début d’un conte, une page", "Apprendre le vocabulaire de la peur",
        "Relever les verbes au passé simple, page 45",
    ],
}  # fmt: skip
JOURS = 6
NATURES = {"Apprendre": "apprendre", "Learn": "apprendre", "Relire": "lire", "Lire": "lire", "Apporter": "apporter"}


def semer_le_college(d, maintenant: dt.datetime) -> None:
    """Nothing where the collège of the cast is empty."""
    classes = Classe.objects.filter(etablissement=d.college, fermee_le=None).order_by("pk")
    tenues = professeurs_de([classe.pk for classe in classes])
    for classe in classes:
        jour = timezone.localdate(maintenant) - dt.timedelta(days=4)
        textes = {code: cycle(siens) for code, siens in TRAVAUX.items()}
        siennes = [(t, code) for t in tenues if t.classe_id == classe.pk for code in t.matieres]
        for rang in range(JOURS if siennes else 0):
            jour = calendrier.prochain_jour_de_classe(d.college, jour)
            for n in (0, 1):
                tenue, code = siennes[(2 * rang + n) % len(siennes)]
                _donner(classe, tenue, code, next(textes[code]), jour, maintenant)


def _donner(classe: Classe, tenue: Affectation, code: str, texte: str, jour: dt.date, maintenant: dt.datetime) -> None:
    donne_le = timezone.make_aware(dt.datetime.combine(jour - dt.timedelta(days=3), dt.time(15, 20)))
    donne_le = min(calendrier.ouverture(classe.etablissement, donne_le), maintenant)
    nature = NATURES.get(texte.partition(" ")[0], "ecrire")
    Travail.objects.create(
        etablissement=classe.etablissement,
        classe=classe,
        auteur=tenue.enseignant,
        nature=nature,
        matiere=code,
        texte=texte,
        date_pour=jour,
        minutes=Travail.MINUTES[nature],
        publie_le=donne_le,
        visible_le=donne_le,
    )
