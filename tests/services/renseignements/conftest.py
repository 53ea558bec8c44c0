"""What separated parents each gave of the same child, and people of the school who read it or must not."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ent.annuaire import actions as annuaire
from ent.annuaire.models import Personne, Role
from ent.services.renseignements.actions import corrections, proches, sante
from ent.services.renseignements.champs_corriges import Champ
from ent.services.renseignements.models import Autorise, Contact, Correction, FicheSante

RENTREE = dt.date(2026, 9, 1)
ALLERGIE = "arachide et fruits à coque"


def visage() -> SimpleUploadedFile:
    tampon = io.BytesIO()
    Image.new("RGB", (80, 80), "teal").save(tampon, "JPEG")
    return SimpleUploadedFile("mamie.jpg", tampon.getvalue())


@pytest.fixture
def appeler(d, mardi):
    """``appeler("Rachida", d.mere)``: a contact of Inès."""

    def donne(nom: str, par: Personne, eleve=None, ecole=None, telephone="06 11 22 33 44") -> Contact:
        champs = {"nom": nom, "lien": "grand-mère", "telephone": telephone, "autre_telephone": ""}
        return proches.donner_contact(
            etablissement=ecole or d.elementaire, eleve=eleve or d.eleve_cp, par=par, champs=champs
        )

    return donne


@pytest.fixture
def autoriser(d, mardi):
    def dite(nom: str, par: Personne, eleve=None, ecole=None, debut=None, fin=None) -> Autorise:
        champs = {"nom": nom, "lien": "voisin", "telephone": "06 55 44 33 22", "debut": debut, "fin": fin}
        return proches.autoriser(
            etablissement=ecole or d.elementaire, eleve=eleve or d.eleve_cp, par=par, champs=champs
        )

    return dite


@pytest.fixture
def demander(d, mardi):
    """``demander(d.mere)``: her mobile phone, for Inès."""

    def demandee(par: Personne, champ=Champ.PORTABLE, **apres) -> Correction:
        return corrections.demander_correction(
            etablissement=d.elementaire,
            eleve=d.eleve_cp,
            champ=champ,
            apres=apres or {"telephone_portable": "06 99 88 77 66"},
            par=par,
        )

    return demandee


@pytest.fixture
def fiche(d, mardi) -> FicheSante:
    """Inès, by her mother."""
    champs = {"allergies": ALLERGIE, "pai": True, "emplacement": "dans le bureau"}
    return sante.ecrire_sante(etablissement=d.elementaire, eleve=d.eleve_cp, par=d.mere, champs=champs)


@pytest.fixture
def accompagnante(d, mardi) -> Personne:
    """Of the staff of the elementary school: she keeps the gate, and teaches nobody."""
    personne = Personne.objects.create_user(
        password="Cerf-volant-2026", civilite="Mme", prenom="Fanta", nom="Diallo", identifiant="fanta.diallo"
    )
    annuaire.donner_role(personne=personne, nature=Role.Nature.PERSONNEL, etablissement=d.elementaire, debut=RENTREE)
    return personne
