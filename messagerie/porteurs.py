"""Who reads the files of the messagerie: whoever reads the item that holds them. And where one deposits them."""

from django.db.models import Q

from ent.fichiers.registres import Destination, enregistrer_depot, enregistrer_porteur, tenus_par

from . import porteurs_carnet  # noqa: F401  (the attachments of mots)
from .lectures.conversation import fil_lu
from .lectures.fils import place
from .models import Message


def des_messages(personne) -> Q:
    """Those of a message that one reads, while it is not taken back."""
    lisibles = Message.objects.visibles_par(personne).filter(rappele_le=None)
    return tenus_par(Message.pieces.through, message=lisibles)


def fil(personne, cle: str) -> Destination | None:
    """A thread where this person may write: on the class's quota, else the school's."""
    trouve = fil_lu(personne, int(cle)) if cle.isascii() and cle.isdigit() and len(cle) < 19 else None
    if trouve is None or not place(personne, trouve).peut_ecrire:
        return None
    return Destination(trouve.etablissement, trouve.classe)


enregistrer_porteur("messagerie.message", des_messages)
enregistrer_depot("fil", fil)
