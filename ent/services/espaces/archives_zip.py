"""The archive of a space for one school: a page that opens in any browser, and what it shows beside it."""

import zipfile
from typing import BinaryIO

from django.template.loader import render_to_string
from django.utils.translation import override

from ent.fichiers.archives import joindre

from .lectures.archive import parties_de
from .models import EcoleDeLEspace


def ecrire(sortie: BinaryIO, ecole: EcoleDeLEspace) -> None:
    """In French, whoever made it."""
    parties = parties_de(ecole)
    with override("fr"), zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as archive:
        dessinees = [render_to_string(partie.gabarit, partie.contexte) for partie in parties]
        contexte = {"espace": ecole.espace, "ecole": ecole.etablissement, "parties": dessinees}
        page = render_to_string("espaces/archive/page.html", contexte)
        archive.writestr("index.html", page, zipfile.ZIP_DEFLATED)
        archive.writestr("page.css", render_to_string("fichiers/archive.css", {}), zipfile.ZIP_DEFLATED)
        for partie in parties:
            for piece in partie.pieces:
                joindre(archive, piece.chemin, piece.cle)
