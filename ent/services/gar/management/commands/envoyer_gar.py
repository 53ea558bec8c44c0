"""`manage.py envoyer_gar`: make the files of GAR now."""

import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ent.services.gar.actions import envois


class Command(BaseCommand):
    help = "Fait maintenant les fichiers du GAR (1er degré), comme chaque nuit, et dit ce qu’ils comptent."

    def handle(self, **options) -> None:
        envoi = envois.envoyer()
        if envoi is None:
            self.stderr.write(_("Réglez d’abord ENT_GAR_ID : le GAR le donne à chaque ENT."))
            sys.exit(2)
        for fichier in envoi.fichiers.all():
            self.stdout.write(f"{fichier.nom} : {fichier.octets} octets")
        self.stdout.write(", ".join(f"{genre} {nombre}" for genre, nombre in envoi.comptes.items()))
        for raison, uai, nombre in envoi.laisses:
            self.stdout.write(f"laissé, {raison}, {uai} : {nombre}")
