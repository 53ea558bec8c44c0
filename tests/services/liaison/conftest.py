"""M. Caradec's CM2, on their way to the collège: Sofiane's parents live apart and both have authority."""

import datetime as dt
from dataclasses import dataclass

import pytest

from ent.annuaire.models import Affectation, Classe, Inscription, Personne, Role
from ent.services.liaison.actions import cles, guichets, montrer, preparation
from ent.services.liaison.models import Campagne, Correspondant, Dossier
from ent.socle import dehors

from .voyage import Reseau, illustrer, montrer_et_accorder, relire

REPONSE, ENVOI = dt.date(2027, 5, 12), dt.date(2027, 5, 22)


@pytest.fixture
def campagne(d, mardi) -> Campagne:
    """Twelve dossiers, empty."""
    return preparation.ouvrir_campagne(
        classe=d.cm2, auteur=d.enseignant, vers=Campagne.Vers.SIXIEME, date_reponse=REPONSE, date_envoi=ENVOI
    )


@pytest.fixture
def ecrire(d):
    """``ecrire(dossier, sait="…")``: by the teacher of the CM2."""

    def ecrit(dossier: Dossier, **champs) -> int | None:
        return preparation.corriger_dossier(dossier=dossier, auteur=d.enseignant, **champs)

    return ecrit


@pytest.fixture
def dossier(d, campagne, ecrire) -> Dossier:
    """Sofiane's, written, not shown: two parts."""
    sien = campagne.dossiers.get(eleve=d.eleve_cm2)
    ecrire(sien, sait="Il lit seul un roman.", aide="Une consigne à la fois.", positions={"CPD_FRA": 3}, est_pret=True)
    return relire(sien)


@pytest.fixture
def montre(d, dossier) -> Dossier:
    """The same, that its family may read."""
    montrer.montrer(dossier=dossier, auteur=d.enseignant)
    return relire(dossier)


# --- The collège that receives, in another instance ---------------------------------------------------------------------
@dataclass
class College:
    """Mme Aubry directs it; M. Lenoir will teach Sofiane there, in 6e A, M. Blot teaches another class."""

    principale: Personne
    professeur: Personne
    autre: Personne
    sixieme: Classe
    la_bas: Correspondant  # as the école knows the collège
    l_ecole: Correspondant  # as the collège knows the école


@pytest.fixture
def college(d, mardi) -> College:
    """Both stand in this database, and know each other by their addresses and their keys alone."""
    debut = d.cp_ce1.annee.debut
    principale, professeur, autre = (
        Personne.objects.create(prenom=prenom, nom=nom, password="!", courriel=f"{nom.lower()}@exemple.fr")
        for prenom, nom in [("Jeanne", "Aubry"), ("Paul", "Lenoir"), ("Luc", "Blot")]
    )
    Role.objects.create(personne=principale, nature="directeur", etablissement=d.college, debut=debut)
    classes = []
    for qui, nom in [(professeur, "6e A"), (autre, "6e B")]:
        Role.objects.create(personne=qui, nature="enseignant", etablissement=d.college, debut=debut)
        classe = Classe.objects.create(etablissement=d.college, annee=d.cp_ce1.annee, nom=nom, identifiant_onde=nom)
        Affectation.objects.create(enseignant=qui, classe=classe, nature="titulaire", debut=debut)
        classes.append(classe)
    Inscription.objects.create(eleve=d.eleve_cm2, classe=classes[0], niveau="6E", debut=debut)
    cle = cles.cle_de(d.elementaire)
    communs = {"adresse": "https://college.exemple.fr", "ouvert_par": d.operateur}
    la_bas = Correspondant.objects.create(etablissement=d.college, **communs)
    l_ecole = Correspondant.objects.create(etablissement=d.elementaire, cles=[cle.publique], **communs)
    return College(principale, professeur, autre, classes[0], la_bas, l_ecole)


@pytest.fixture
def reseau(monkeypatch) -> Reseau:
    """What links them: it may be cut."""
    reseau = Reseau()
    monkeypatch.setattr(guichets, "transmettre", reseau)
    monkeypatch.setattr(dehors, "transmettre", reseau)
    return reseau


@pytest.fixture
def accorde(d, dossier, college) -> Dossier:
    """Sofiane's, with two photos, let go by both parents, for the collège."""
    Dossier.objects.filter(pk=dossier.pk).update(destination=d.college)
    illustrer(d, dossier)
    return montrer_et_accorder(d, dossier, mot="Il aime lire.")
