"""The records of the cast: separated parents who each give their own, a collector with a photo, an allergy, a correction that waits, who opened what."""

import datetime as dt
import io
import uuid

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from ent.annuaire.models import Inscription, Personne
from ent.fichiers.actions import Envoi, deposer
from ent.fichiers.demonstration import PATIENCE
from ent.fichiers.registres import Destination
from ent.services.renseignements.actions import corrections, proches, sante, vues
from ent.services.renseignements.champs_corriges import Champ
from ent.services.renseignements.models import Ouverture

ORDRE = 50
COORDONNEES = {
    "mere": ("12 rue des Lilas", "78190", "Trappes", "06 39 98 10 01", "01 99 00 45 67"),
    "pere_separe": ("4 allée du Moulin", "78990", "Élancourt", "06 39 98 10 02", ""),
    "mere_arabophone": ("7 place de la Mairie", "78190", "Trappes", "06 39 98 10 03", ""),
}
# Who, of whom, by whom: name, tie, telephone, another.
CONTACTS = [
    ("mere", "eleve_cp", "Rachida Amrani", "grand-mère", "06 39 98 20 01", "01 99 00 45 01"),
    ("mere", "eleve_cp", "Julie Petit", "voisine", "06 39 98 20 02", ""),
    ("mere", "eleve_cm2", "Rachida Amrani", "grand-mère", "06 39 98 20 01", "01 99 00 45 01"),
    ("pere_separe", "eleve_cp", "Samir Belhadj", "oncle", "06 39 98 20 03", ""),
    ("mere_arabophone", "eleve_ce1", "Leïla Haddad", "tante", "06 39 98 20 04", ""),
]


def semer(d, maintenant: dt.datetime) -> None:
    for cle, (adresse, code_postal, ville, portable, travail) in COORDONNEES.items():
        Personne.objects.filter(pk=d.gens[cle].pk).update(
            adresse=adresse,
            code_postal=code_postal,
            ville=ville,
            telephone_portable=portable,
            telephone_travail=travail,
        )
    for par, eleve, nom, lien, telephone, autre in CONTACTS:
        champs = {"nom": nom, "lien": lien, "telephone": telephone, "autre_telephone": autre}
        proches.donner_contact(etablissement=d.elementaire, eleve=d.gens[eleve], par=d.gens[par], champs=champs)
    _autorises(d)
    champs = {
        "allergies": "Arachide",
        "conduite": "Démangeaisons : antihistaminique. Gêne pour respirer : stylo, puis le 15.",
        "pai": True,
        "protocole": "Éviction de l’arachide, y compris à la cantine et aux anniversaires.",
        "emplacement": "Trousse rouge, dans le bureau de la direction",
        "medecin": "Dr Vasseur",
        "medecin_telephone": "01 99 00 45 90",
    }
    sante.ecrire_sante(etablissement=d.elementaire, eleve=d.eleve_cp, par=d.mere, champs=champs)
    corrections.demander_correction(
        etablissement=d.elementaire,
        eleve=d.eleve_cm2,
        champ=Champ.PORTABLE,
        apres={"telephone_portable": "06 39 98 10 99"},
        par=d.gens["pere_separe"],
    )
    _ouvertures(d, maintenant)


def _autorises(d) -> None:
    destination = Destination(d.elementaire)
    photo, _neuf = deposer(
        deposant=d.mere,
        envoi=uuid.uuid4(),
        contenu=ContentFile(_portrait()),
        nom="portrait.png",
        destination=destination,
        attente=PATIENCE,
    )
    champs = {"nom": "Rachida Amrani", "lien": "grand-mère", "telephone": "06 39 98 20 01", "debut": None, "fin": None}
    envoi = Envoi(destination, deposes=[photo])
    proches.autoriser(etablissement=d.elementaire, eleve=d.eleve_cp, par=d.mere, champs=champs, photo=envoi)
    champs = {"nom": "Samir Belhadj", "lien": "oncle", "telephone": "06 39 98 20 03", "debut": None, "fin": None}
    proches.autoriser(etablissement=d.elementaire, eleve=d.eleve_cp, par=d.pere_separe, champs=champs)


def _portrait() -> bytes:
    """Nobody: a face as a stencil draws it. PNG, 600 × 600."""
    image = Image.new("RGB", (600, 600), "#dfe8e2")
    crayon = ImageDraw.Draw(image)
    crayon.ellipse((60, 400, 540, 880), fill="#7c5c9e")
    crayon.ellipse((170, 90, 430, 400), fill="#4a4038")
    crayon.ellipse((205, 150, 395, 420), fill="#d9a77f")
    crayon.ellipse((255, 260, 275, 284), fill="#26211d")
    crayon.ellipse((325, 260, 345, 284), fill="#26211d")
    crayon.arc((260, 300, 340, 360), 20, 160, fill="#8c4a3a", width=7)
    tampon = io.BytesIO()
    image.save(tampon, "PNG")
    return tampon.getvalue()


def _ouvertures(d, maintenant: dt.datetime) -> None:
    """The eve, the direction in the morning; a week before, the teacher."""
    place = Inscription.objects.select_related("classe").get(eleve=d.eleve_cp, fin=None)
    for qui, role, partie, avant in [
        (d.enseignante, Ouverture.Role.CLASSE, Ouverture.Partie.SANTE, dt.timedelta(days=7, hours=1)),
        (d.directrice, Ouverture.Role.DIRECTION, Ouverture.Partie.URGENCE, dt.timedelta(days=1, hours=2)),
    ]:
        vues.ouvrir(places=[place], partie=partie, role=role, personne=qui, le=maintenant - avant)
