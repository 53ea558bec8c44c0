"""The school asks about the photos of its pupils; children are missed, and families tell."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ent.annuaire.models import Personne
from ent.fichiers.supports import Support
from ent.services.vie_scolaire.actions import absences, appels, autorisations, changements
from ent.services.vie_scolaire.actions import consentements as actions
from ent.services.vie_scolaire.actions.appels import Dit
from ent.services.vie_scolaire.demi_journees import demi_journee
from ent.services.vie_scolaire.models import DeclarationAbsence, DemandeConsentement, LigneAppel
from tests.graines import MARDI_10H

MARDI = MARDI_10H.date()
JEUDI = MARDI + dt.timedelta(days=2)


@pytest.fixture
def demander(d, mardi):
    """``demander()``: by the direction of the elementary school, for the year, both media, all classes."""

    def demandee(etablissement=None, auteur=None, **champs) -> DemandeConsentement:
        return actions.demander_consentement(
            etablissement=etablissement or d.elementaire,
            auteur=auteur or d.directrice,
            **{
                "finalite": "vie_de_classe",
                "supports": [Support.JOURNAL, Support.SITE],
                "texte": "Des photos de la vie de la classe.",
                "debut": dt.date(2026, 9, 1),
                "fin": dt.date(2027, 8, 31),
            }
            | champs,
        )

    return demandee


@pytest.fixture
def dire(d):
    """``dire(demande, d.mere, d.eleve_cp, journal=True)``: answer on a screen."""

    def dite(demande, par: Personne, eleve: Personne, **reponses: bool) -> bool:
        return actions.repondre(demande=demande, eleve=eleve, par=par, reponses=reponses)

    return dite


@pytest.fixture
def proposer(d, mardi):
    """``proposer()``: an outing of the CP-CE1 on Thursday, by its teacher; ``proposer("seul")``: for the year, by the direction, of the school."""

    def proposee(genre="sortie", classes=None, auteur=None, etablissement=None, **champs) -> DemandeConsentement:
        sortie = genre == "sortie"
        defaut = {
            "titre": "Sortie à la ferme" if sortie else "", "texte": "Bottes.", "debut": JEUDI if sortie else MARDI,
            "fin": JEUDI if sortie else dt.date(2027, 8, 31),
        }  # fmt: skip
        return autorisations.demander_autorisation(
            etablissement=etablissement or d.elementaire,
            auteur=auteur or (d.enseignante if sortie else d.directrice),
            genre=genre,
            classes=[d.cp_ce1] if classes is None and sortie else classes or [],
            champs=defaut | champs,
        )

    return proposee


@pytest.fixture
def autoriser(d):
    """``autoriser(demande, d.mere, d.eleve_cp)``: on a screen; ``accorde=False``: or not."""

    def autorisee(demande, par: Personne, eleve: Personne, accorde: bool = True) -> bool:
        return autorisations.repondre_autorisation(demande=demande, eleve=eleve, par=par, accorde=accorde)

    return autorisee


@pytest.fixture
def manquer(d, mardi):
    """``manquer(d.eleve_cp)``: absent on the roll of the morning, or of another half-day."""

    def manquee(eleve, jour=MARDI, moment="matin", classe=None) -> LigneAppel:
        classe = classe or d.cp_ce1
        demi = demi_journee(classe.etablissement, jour, moment)
        appels.faire_l_appel(classe=classe, demi=demi, auteur=d.directrice, dits={eleve.pk: Dit(True)})
        return LigneAppel.objects.get(eleve=eleve, appel__jour=jour, appel__moment=moment)

    return manquee


@pytest.fixture
def appel(d, mardi):
    """CP-CE1: Inès is absent, Kenza left at nine."""
    return appels.faire_l_appel(
        classe=d.cp_ce1,
        demi=demi_journee(d.elementaire, MARDI, "matin"),
        auteur=d.enseignante,
        dits={d.eleve_cp.pk: Dit(True), d.eleve_ce1.pk: Dit(parti_a=dt.time(9, 0))},
    )


@pytest.fixture
def declarer(d, mardi):
    """``declarer(d.eleve_cp, d.mere)``: ill, the whole of today, or otherwise."""

    def dite(eleve, par, ecole=None, **champs) -> DeclarationAbsence:
        defaut = {"debut": MARDI, "fin": MARDI, "duree": "journee", "motif": "maladie"}
        return absences.declarer_absence(
            eleve=eleve, etablissement=ecole or d.elementaire, par=par, **(defaut | champs)
        )

    return dite


def photo() -> SimpleUploadedFile:
    """A paper, photographed."""
    tampon = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(tampon, "JPEG")
    return SimpleUploadedFile("certificat.jpg", tampon.getvalue())


@pytest.fixture
def corriger(d):
    """``corriger(demande, lieu="au zoo")``: by its teacher."""

    def corrigee(demande, auteur=None, **champs):
        effet = changements.corriger_sortie(demande=demande, auteur=auteur or d.enseignante, champs=champs)
        demande.refresh_from_db()
        return effet

    return corrigee
