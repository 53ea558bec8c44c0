"""Arguments of the addresses of files: a deposit that no item holds."""

import uuid

from ent.fichiers import actions as fichiers
from ent.fichiers.registres import Destination


def fichier(o):
    """A photo deposited by the class's teacher, that no item has taken yet."""
    photo = o.televerse()
    return fichiers.deposer(
        deposant=o.enseignante,
        envoi=uuid.uuid4(),
        contenu=photo,
        nom=photo.name,
        destination=Destination(o.ecole, o.classe),
    )[0]


ARGUMENTS = {
    "fichiers_deposer": lambda o: (
        [],
        {"envoi": str(uuid.uuid4()), "lieu": f"classe:{o.classe.pk}", "fichier": o.televerse()},
    ),
    "fichiers_qui": lambda o: ([fichier(o).uuid], {"personne": "1"}),
    "fichiers_flouter": lambda o: ([fichier(o).uuid], {"gauche": "0", "haut": "0", "droite": "500", "bas": "500"}),
    "fichiers_servir": lambda o: ([fichier(o).uuid, "320"], {}),
    "fichiers_voir": lambda o: ([fichier(o).uuid], {}),
    # Of a kind that no room has: each room judges its own (tests/pages/test_albums.py and those of the others).
    "fichiers_album": lambda o: (["aucun", 1], {}),
    "fichiers_tout": lambda o: (["aucun", 1], {}),
}
SANS_ECOLE = {"fichiers_album", "fichiers_tout"}
