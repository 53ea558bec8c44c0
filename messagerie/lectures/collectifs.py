"""The thread of people of several schools, for the room that gathers them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ent.annuaire.models import Personne
from ent.annuaire.registres.collectifs import LigneDeParole
from ent.fichiers.models import numeroter

from ..models import Fil, Message


def adresse(cle: str, personne: Personne) -> str:
    """Where this person reads it; empty when they may not. One query beside those of rights."""
    lu = Fil.objects.visibles_par(personne).filter(collectif=cle).order_by().values_list("pk", flat=True).first()
    return reverse("messagerie_fil", args=[lu]) if lu else ""


def archive(cle: str) -> Iterator[LigneDeParole]:
    """What left and was not taken back, in order; a file by the name that is shown in the thread (`nom_montre`). Two queries."""
    ecrits = Message.objects.partis().filter(fil__collectif=cle, rappele_le=None).select_related("auteur")
    for message in ecrits.prefetch_related("pieces").order_by("numero"):
        pieces = [_("(fichier joint : %(nom)s)") % {"nom": piece.nom} for piece in numeroter(message.pieces.all())]
        quoi = "\n".join(mot for mot in [message.texte, *pieces] if mot)
        yield LigneDeParole(message.auteur.nom_affiche, message.parti_le or message.ecrit_le, quoi)
