"""What tests of sending share: Sofiane's dossier with photos, let go by both parents; an archive taken apart and put back; the other instance."""

import io
import json
import zipfile
from collections.abc import Callable
from uuid import uuid4

from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from ent.fichiers import actions as fichiers
from ent.fichiers.models import Fichier
from ent.fichiers.registres import Destination
from ent.fichiers.stockage import stockage
from ent.services.liaison.actions import montrer
from ent.services.liaison.lectures.contenu import montree
from ent.services.liaison.models import Avis, Dossier, FichierDePiece, Piece, Retour
from ent.socle import dehors


def relire(dossier: Dossier) -> Dossier:
    """As it is kept now."""
    return Dossier.objects.select_related("campagne", "etablissement", "eleve").get(pk=dossier.pk)


def photo(couleur: str = "green", cote: int = 300) -> ContentFile:
    tampon = io.BytesIO()
    Image.new("RGB", (cote, cote // 2), couleur).save(tampon, "JPEG")
    return ContentFile(tampon.getvalue(), name="photo.jpg")


def deposer(d, contenu: ContentFile, nom: str = "photo.jpg") -> Fichier:
    """By the teacher of the CM2, held by a pièce just after."""
    fichier, _neuf = fichiers.deposer(
        deposant=d.enseignant, envoi=uuid4(), contenu=contenu, nom=nom, destination=Destination(d.elementaire, d.cm2)
    )
    fichiers.attacher(fichiers=[fichier])
    return fichier


def illustrer(d, dossier: Dossier, combien: int = 2) -> list[Fichier]:
    """A work with that many photos."""
    piece = Piece.objects.create(
        dossier=dossier, cle="travail-1", jour="2026-11-10", titre="L’herbier", texte="Six feuilles."
    )
    photos = [deposer(d, photo(couleur)) for couleur in ["green", "red", "blue", "yellow", "black"][:combien]]
    for fichier in photos:
        FichierDePiece.objects.create(piece=piece, fichier=fichier, legende="Une feuille")
    return photos


def accorder(dossier: Dossier, *qui, sauf: tuple[str, ...] = (), mot: str = "") -> None:
    """Each says yes to all that was shown, but these parts."""
    for personne in qui:
        for ligne in montree(dossier).contenu:
            Avis.objects.update_or_create(
                dossier=dossier,
                personne=personne,
                partie=ligne["partie"],
                defaults={"empreinte": ligne["empreinte"], "accorde": ligne["partie"] not in sauf},
            )
        choix = Retour.Choix.SAUF if sauf else Retour.Choix.OUI
        Retour.objects.update_or_create(dossier=dossier, personne=personne, defaults={"choix": choix, "mot": mot})


def montrer_et_accorder(d, dossier: Dossier, **options) -> Dossier:
    montrer.montrer(dossier=relire(dossier), auteur=d.enseignant)
    accorder(dossier, d.mere, d.pere_separe, **options)
    return relire(dossier)


def octets(cle: str) -> bytes:
    with stockage().open(cle) as objet:
        return objet.read()


def defaire(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as zip_:
        return {nom: zip_.read(nom) for nom in zip_.namelist()}


def refaire(entrees: dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]) -> io.BytesIO:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom, contenu in entrees.items() if isinstance(entrees, dict) else entrees:
            zip_.writestr(nom, contenu)
    tampon.seek(0)
    return tampon


class Reseau:
    """Between two instances, in the place of `dehors.transmettre`: each call goes through the whole stack of the other one, and may be cut."""

    def __init__(self) -> None:
        self.appels: list[tuple[str, str, int]] = []
        self.couper: Callable[[str, str], bool] = lambda _methode, _chemin: False
        self.retoucher: Callable[[dict, bytes], tuple[dict, bytes]] = lambda entetes, corps: (entetes, corps)

    def __call__(self, methode: str, adresse: str, *, entetes, corps: bytes = b"", porte=None) -> dehors.Transmis:
        assert adresse.startswith("https://college.exemple.fr/")
        chemin = adresse.removeprefix("https://college.exemple.fr")
        if self.couper(methode, chemin):
            self.appels.append((methode, chemin, 0))
            raise dehors.Injoignable("coupe")
        entetes, corps = self.retoucher(dict(entetes), corps)
        genre = entetes.pop("content-type", "")
        reponse = Client().generic(methode, chemin, corps, content_type=genre, headers=entetes)
        self.appels.append((methode, chemin, reponse.status_code))
        return dehors.Transmis(reponse.status_code, reponse.content, int(reponse.get("Retry-After", 0)))


def en_json(octets_: bytes) -> dict:
    return json.loads(octets_)
