"""The album of one child, ready, so that « Télécharger » is there from the first minute."""

import datetime as dt

from ent.annuaire.models import Personne
from ent.diffusion import actions as diffusion

from . import actions, lectures
from .evenements import PRET
from .models import AlbumSouvenir

ORDRE = 95  # once every room has told


def semer(d, maintenant: dt.datetime) -> None:
    mere = Personne.objects.get(pk=d.mere.pk)
    contenu = lectures.contenu_de(mere, d.eleve_cm2, mere.langue)
    if not contenu.choses:
        return
    album = actions.demander(eleve=d.eleve_cm2, par=mere, contenu=contenu)
    while (en_cours := AlbumSouvenir.objects.filter(pk=album.pk).first()) and en_cours.est_en_cours:
        actions.avancer(album=en_cours)
    diffusion.denotifier(nature=PRET, objet_id=album.pk)  # the feed of the demonstration tells of school
