"""Recognise a file by its first bytes, then hand it to the check of its kind."""

import logging
import re
from collections.abc import Callable

from django.core.files import File
from django.utils.translation import gettext as _

from ..limites import TAILLES, lisible, lisible_de_trop
from . import documents, images, medias
from .commun import Abime, Preparation, empreinte, nettoyer_nom, refus

journal = logging.getLogger(__name__)

Controle = Callable[[File, Preparation], None]

IMAGES_ISO = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
# Bytes at the start of the file, the kind (whose size is bounded before anything is read), the check.
SIGNATURES: list[tuple[bytes, str, Controle]] = [
    (rb"\xff\xd8\xff", "image", images.controler),
    (rb"\x89PNG\r\n\x1a\n", "image", images.controler),
    (rb"GIF8[79]a", "image", images.controler),
    (rb"RIFF....WEBP", "image", images.controler),
    (rb"RIFF....WAVE", "son", medias.wav),
    (rb"OggS", "son", medias.ogg),
    (rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa\xfb]", "son", medias.mp3),
    (rb"....ftyp", "video", medias.mp4),  # or a sound, once its tracks are read
    (rb"\x1aE\xdf\xa3", "video", medias.webm),
    (rb"%PDF-", "document", documents.pdf),
    (rb"PK\x03\x04", "document", documents.archive),
]


def reconnaitre(contenu: File, nom: str) -> tuple[Preparation, Controle]:
    """What a file says it is, and the check of that kind: its first bytes and its size alone are read."""
    nom = nettoyer_nom(nom)
    if not contenu.size:
        raise refus(nom, _("ce fichier est vide. Il faut le choisir de nouveau."))
    contenu.seek(0)
    tete = contenu.read(1024)
    contenu.seek(0)
    nature, controle = _reconnaitre(tete, nom)
    verifier_taille(nom, nature, contenu.size)
    return Preparation(nom=nom, nature=nature, type_mime="", empreinte=empreinte(contenu)), controle


def preparer(contenu: File, nom: str) -> Preparation:
    """The file, checked and ready to be stored; else a ValidationError whose sentence says what to do.

    It opens what a stranger wrote: it is called behind the wall of `sas`.
    """
    prepare, controle = reconnaitre(contenu, nom)
    try:
        controle(contenu, prepare)
    except Abime:
        raise refus(
            prepare.nom, _("ce fichier est abîmé, ou n’est pas ce qu’il dit. Il faut l’enregistrer de nouveau.")
        ) from None
    verifier_taille(prepare.nom, prepare.nature, contenu.size)  # a sound may have been taken for a video
    return prepare


def verifier_taille(nom: str, nature: str, octets: int) -> None:
    if octets <= TAILLES[nature]:
        return
    phrases = {
        "image": _("cette image pèse %(taille)s, la limite est %(limite)s. Il faut en choisir une plus petite."),
        "son": _("ce son pèse %(taille)s, la limite est %(limite)s. Il faut enregistrer moins longtemps."),
        "document": _("ce document pèse %(taille)s, la limite est %(limite)s. Il faut l’alléger ou le couper en deux."),
        "video": _("cette vidéo pèse %(taille)s, la limite est %(limite)s. Il faut la couper ou la filmer en qualité plus basse."),
    }  # fmt: skip
    raise refus(
        nom, phrases[nature] % {"taille": lisible_de_trop(octets, TAILLES[nature]), "limite": lisible(TAILLES[nature])}
    )


def _reconnaitre(tete: bytes, nom: str) -> tuple[str, Controle]:
    if tete[4:8] == b"ftyp" and tete[8:12] in IMAGES_ISO:
        return "image", images.controler
    for motif, nature, controle in SIGNATURES:
        if re.match(motif, tete, re.DOTALL):
            return nature, controle
    if re.search(rb"<svg[\s>:]", tete, re.IGNORECASE) or nom.lower().endswith((".svg", ".svgz")):
        raise refus(
            nom, _("un dessin SVG peut cacher un programme. Il faut l’enregistrer en PNG, puis joindre le PNG.")
        )
    if tete.startswith(b"\xd0\xcf\x11\xe0"):
        raise refus(nom, _("c’est un ancien format de bureautique. Il faut l’enregistrer en PDF, en .docx ou en .odt."))
    if b"%PDF-" in tete:
        raise refus(nom, _("autre chose est caché avant le document. Il faut l’imprimer en PDF, puis joindre ce PDF."))
    if nom.lower().endswith(".txt") and not tete.startswith((b"MZ", b"#!", b"\x7fELF")):
        return "document", documents.texte
    raise refus(
        nom,
        _(
            "ce format n’est pas accepté. Il faut une image (JPEG, PNG, HEIC…), un son (MP3, M4A, OGG, WAV), "
            "une vidéo (MP4, WebM) ou un document (PDF, Word, LibreOffice, texte)."
        ),
    )
