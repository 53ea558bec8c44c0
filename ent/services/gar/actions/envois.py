"""Each night, the files of GAR: made whole or not at all, kept a week, laid where what carries them takes them."""

import logging
import os

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne
from ent.diffusion.actions import differer
from ent.fichiers.stockage import ecrire, effacer, lire, tout_ou_rien

from ..exports import fichiers
from ..lectures.contenu import contenu_du_soir, dossier, numero_de_l_ent
from ..models import EnvoiGar, FichierGar, Genre
from .numeros import donner_les_numeros

journal = logging.getLogger(__name__)
TACHE = "ent.services.gar.taches.envoyer"
NUIT = range(1, 6)  # hours: once the AAF may have been read, before anybody comes
GARDES = 7  # nights
PAUSE = 3_600  # seconds that a night asked for is not asked again


def chaque_nuit() -> None:
    """What the clock calls: asks a worker for tonight's files, once. Reads one row."""
    maintenant = timezone.localtime()
    if not numero_de_l_ent() or maintenant.hour not in NUIT:
        return
    minuit = maintenant.replace(hour=0, minute=0, second=0, microsecond=0)
    if not EnvoiGar.objects.filter(fait_le__gte=minuit).exists() and cache.add("gar:nuit", 1, PAUSE):
        demander()


def demander() -> None:
    differer(TACHE)


@tout_ou_rien()
def envoyer(*, auteur: Personne | None = None) -> EnvoiGar | None:
    """All the files of tonight. Killed in the middle, nothing of it is left, and the next hour begins again."""
    if not numero_de_l_ent():
        return None
    contenu = contenu_du_soir()
    numeros = donner_les_numeros(contenu.personnes)
    envoi = EnvoiGar.objects.create(
        comptes={
            Genre.ETAB: len(contenu.ecoles),
            Genre.ELEVE: len(contenu.eleves),
            Genre.ENSEIGNANT: len(contenu.enseignants),
            Genre.GROUPE: len(contenu.regroupements),
            Genre.RESP_AFF: len(contenu.responsables),
        },
        laisses=[[raison, uai, nombre] for (raison, uai), nombre in sorted(contenu.laisses.items())],
    )
    quand = timezone.localtime(envoi.fait_le).strftime("%Y%m%d_%H%M%S")
    rang = 0
    for genre in Genre:
        for n, octets in enumerate(fichiers(genre, contenu, numeros)):
            nom = f"{numero_de_l_ent()}-1D_GAR-ENT_Complet_{quand}_{genre.value}_{n:04d}.xml"
            cle = ecrire(ContentFile(octets))
            FichierGar.objects.create(envoi=envoi, rang=rang, genre=genre, nom=nom, octets=len(octets), cle=cle)
            rang += 1
    consigner("gar.envoyer", auteur=auteur, objet=f"envoi_gar {envoi.pk}", fichiers=rang)
    _oublier(EnvoiGar.objects.order_by("-pk")[GARDES:])
    transaction.on_commit(lambda: deposer(envoi))
    return envoi


def _oublier(envois) -> None:
    ids = list(envois.values_list("pk", flat=True))
    cles = list(FichierGar.objects.filter(envoi__in=ids).order_by().values_list("cle", flat=True))
    EnvoiGar.objects.filter(pk__in=ids).delete()
    transaction.on_commit(lambda: effacer(cles))


def deposer(envoi: EnvoiGar) -> None:
    """In the folder of the settings, each under its name once it is whole. A disk that fails is logged: files stay on the operator's page."""
    la = dossier()
    if la is None:
        return
    try:
        la.mkdir(parents=True, exist_ok=True)
        for fichier in envoi.fichiers.all():
            provisoire = la / f".{fichier.nom}.partiel"
            with provisoire.open("wb") as sortie:
                sortie.writelines(lire(fichier.cle, 0, fichier.octets))
            os.replace(provisoire, la / fichier.nom)
    except OSError:
        journal.exception("Les fichiers du GAR n’ont pas pu être déposés dans le dossier.")


def cles_du(jour: str) -> set[str]:
    """Objects that the purge of files leaves."""
    return set(FichierGar.objects.filter(cle__startswith=f"{jour}/").order_by().values_list("cle", flat=True))
