"""Lay the demonstration (once), and print how each persona comes in."""

import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from config.demonstration.college import le_college
from config.demonstration.distribution import ADULTES, MOT_DE_PASSE, Distribution, semer
from config.demonstration.vie import semer_vie
from ent.annuaire.models import Etablissement, Personne
from ent.connexion.lectures import mur_de
from ent.diffusion.ouvrier import faire_ce_qui_attend

PERSONAS = [
    ("directrice", "directrice de l’École du Cerf-Volant (Trappes)"),
    ("directrice_maternelle", "directrice des Coquelicots (Élancourt)"),
    ("enseignante", "enseignante du CP-CE1"),
    ("enseignant", "enseignant du CM2"),
    ("remplacant", "remplaçant dans les deux écoles"),
    ("mere", "mère de trois enfants, deux écoles"),
    ("pere_separe", "père séparé"),
    ("mere_arabophone", "mère qui lit l’arabe"),
    ("referente", "référente de commune, Trappes"),
    ("operateur", "opérateur du territoire"),
]


def exiger_un_port_libre(port: int) -> None:
    """Said before anything is laid and printed, and not by the server after it."""
    with socket.socket() as prise:
        prise.settimeout(1)
        if prise.connect_ex(("127.0.0.1", port)) == 0:
            raise CommandError(
                f"Le port {port} est déjà pris : arrêtez ce qui y répond, ou choisissez-en un autre, par exemple "
                f"« make demo PORT={port + 1} »."
            )


class Command(BaseCommand):
    help = "Sème la démonstration, une fois, et imprime une entrée par persona."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--adresse", default="", help="adresse du serveur qui va démarrer")

    def handle(self, *args, adresse: str, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("La démonstration ne se sème pas en production.")
        if adresse:
            exiger_un_port_libre(urlsplit(adresse).port or 80)
        if not Etablissement.objects.filter(nom="École du Cerf-Volant").exists():
            if Personne.objects.exists():
                raise CommandError(
                    "Cette base contient déjà d’autres personnes : la démonstration n’y est pas mêlée. "
                    f"Videz {settings.VAR} ou donnez un autre dossier par ENT_VAR."
                )
            semer_vie(semer())
            faire_ce_qui_attend()
        self.afficher(Distribution(), adresse or "http://127.0.0.1:8000")

    def afficher(self, d: Distribution, adresse: str) -> None:
        ecrire = self.stdout.write
        ecrire(f"\n  {settings.ENT_NOM} : {adresse}/\n")
        ecrire(f"  Mot de passe de tous les adultes : {MOT_DE_PASSE}\n")
        for cle, qui in PERSONAS:
            ecrire(f"  {ADULTES[cle][3]:<32} {qui}")
        college = le_college(d)
        for personne, qui in [
            (college.principale, "principale du Collège des Grands-Chênes"),
            (college.maths, "professeur de mathématiques et de physique-chimie, principal de la 5B"),
            (college.mere, "mère d’une élève de CP et d’un élève de 5e"),
            (college.hugo, "élève de 5e"),
        ]:
            ecrire(f"  {personne.identifiant if personne == college.hugo else personne.courriel:<32} {qui}")
        ecrire("")
        for eleve, classe, qui in [
            (d.eleve_cp, d.cp_ce1, "élève de CP, ne lit pas encore"),
            (d.eleve_cm2, d.cm2, "élève de CM2"),
        ]:
            porte = next(entree for entree in mur_de(classe) if entree.eleve == eleve)
            secret = porte.mot if porte.lit else ", puis ".join(str(nom) for _image, nom in porte.images_nommees)
            ecrire(f"  Tablette : {adresse}{reverse('connexion_mur', args=[classe.jeton_tablette])}")
            ecrire(f"    puis « {porte.nom_du_mur} » ({qui}) : {secret}")
        ecrire(f"\n  Arrêter : Ctrl+C.   Repartir de zéro : supprimer {settings.VAR}/ent.sqlite3\n")
