"""Who reads the attachments of a mot: the families it is sent to, and those who follow it."""

from django.db.models import Q

from ent.fichiers.registres import enregistrer_porteur, tenus_par

from .models import Mot


def des_mots(personne) -> Q:
    return tenus_par(Mot.fichiers.through, mot=Mot.objects.visibles_par(personne))


enregistrer_porteur("messagerie.mot", des_mots)
