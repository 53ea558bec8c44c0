"""Meetings of the cast: the CP-CE1 and the CM2 receive the same evenings; most families have a slot, some do not."""

import datetime as dt

from django.utils import timezone

from ent.annuaire import calendrier
from ent.annuaire.models import Personne
from ent.services.rendez_vous.actions import rencontres, reservations
from ent.services.rendez_vous.lectures.suivi import suivi_de
from ent.services.rendez_vous.models import Rencontre

ORDRE = 40


def semer(d, maintenant: dt.datetime) -> None:
    jours = _soirees(d, timezone.localdate(maintenant))
    for classe, auteur, lieu, de, moyens in [
        (d.cp_ce1, d.enseignante, "salle 3", dt.time(16, 45), ["ecole", "telephone"]),
        (d.cm2, d.enseignant, "salle 8", dt.time(16, 35), ["ecole"]),
    ]:
        rencontre = rencontres.preparer_rencontre(
            classe=classe,
            auteur=auteur,
            titre="Rencontre avec la famille",
            duree=15,
            moyens=moyens,
            lieu=lieu,
            soirees=[(jour, de, dt.time(19, 0)) for jour in jours],
            pause_apres=4,
            mot="Un quart d’heure pour parler de votre enfant.",
        )
        rencontres.ouvrir_rencontre(rencontre=rencontre, auteur=auteur)
        # As if it had been opened days ago, out of quiet hours.
        Rencontre.objects.filter(pk=rencontre.pk).update(visible_le=maintenant - dt.timedelta(days=2))
        _papiers_rendus(rencontre, auteur)


def _soirees(d, jour: dt.date) -> list[dt.date]:
    """Three evenings of class, from the next week on."""
    trouves: list[dt.date] = []
    jour += dt.timedelta(days=7)
    while len(trouves) < 3:
        jour = calendrier.prochain_jour_de_classe(d.elementaire, jour)
        trouves.append(jour)
    return trouves


def _papiers_rendus(rencontre: Rencontre, auteur: Personne) -> None:
    """Families without an account, of whom the teacher entered the paper: every other slot."""
    suivi = suivi_de(Rencontre.objects.select_related("etablissement", "classe").get(pk=rencontre.pk))
    sans_compte = [f for f in suivi.sur_papier if f.adultes]
    for rang, (famille, creneau) in enumerate(zip(sans_compte[:9], suivi.libres[::2], strict=False)):
        reservations.reserver(
            creneau=creneau,
            eleve=famille.eleve,
            responsable=famille.adultes[0],
            par=auteur,
            interprete="turc" if rang == 4 else "",
        )
