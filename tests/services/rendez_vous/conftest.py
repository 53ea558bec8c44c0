"""Teachers receive families: three evenings of December, a quarter of an hour each."""

import datetime as dt

import pytest
from django.utils import timezone

from ent.annuaire.models import Personne, Responsabilite
from ent.services.rendez_vous.actions import rencontres, reservations
from ent.services.rendez_vous.models import Creneau, Rencontre, Reservation

MARDI_8, JEUDI_10 = dt.date(2026, 12, 8), dt.date(2026, 12, 10)


@pytest.fixture
def preparer(d, mardi):
    """``preparer()``: by the teacher of the CP-CE1, on Tuesday 8 December from 16:45 to 18:00."""

    def preparee(classe=None, auteur=None, **champs) -> Rencontre:
        return rencontres.preparer_rencontre(
            classe=classe or d.cp_ce1,
            auteur=auteur or d.enseignante,
            **{
                "titre": "Bilan",
                "duree": 15,
                "moyens": ["ecole", "telephone"],
                "lieu": "salle 3",
                "soirees": [(MARDI_8, dt.time(16, 45), dt.time(18, 0))],
            }
            | champs,
        )

    return preparee


@pytest.fixture
def ouvrir(preparer):
    """``ouvrir()``: the same, open to families."""

    def ouverte(**champs) -> Rencontre:
        rencontre = preparer(**champs)
        return rencontres.ouvrir_rencontre(rencontre=rencontre, auteur=rencontre.auteur)

    return ouverte


@pytest.fixture
def creneau():
    """``creneau(rencontre, "17:00")``."""

    def trouve(rencontre: Rencontre, heure: str, jour: dt.date = MARDI_8) -> Creneau:
        debut = timezone.make_aware(dt.datetime.combine(jour, dt.time.fromisoformat(heure)))
        return rencontre.creneaux.get(debut=debut)

    return trouve


@pytest.fixture
def reserver(d, creneau):
    """``reserver(rencontre, "17:00", d.mere, d.eleve_cp)``."""

    def prise(rencontre: Rencontre, heure: str, par: Personne, eleve: Personne, **precisions) -> Reservation:
        return reservations.reserver(
            creneau=creneau(rencontre, heure), eleve=eleve, responsable=par, par=par, **precisions
        )

    return prise


@pytest.fixture
def beau_pere(d):
    """Lives with the mother, and answers for Inès too."""
    adulte = Personne.objects.create(
        civilite="M.",
        prenom="Karim",
        nom="Saïd",
        courriel="karim.said@exemple.fr",
        adresse="3 rue du Lac",
        code_postal="78190",
    )
    Personne.objects.filter(pk=d.mere.pk).update(adresse="3 rue du Lac", code_postal="78190")
    Responsabilite.objects.create(
        adulte=adulte, enfant=d.eleve_cp, etablissement=d.elementaire, autorite="confirmee", debut=dt.date(2026, 9, 1)
    )
    return adulte
