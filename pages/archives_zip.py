"""A journal in a ZIP: a page that opens without network, and the files beside it."""

import io
import zipfile
from collections.abc import Callable

from django.template.loader import render_to_string

from ent.fichiers.archives import joindre, nom_sur
from ent.fichiers.lectures import nom_de_sortie

from .lectures.archives import BilletGarde, Recueil


def ecrire_zip(sortie: io.IOBase, recueil: Recueil, lus: list[BilletGarde], avancer: Callable[[], None]) -> None:
    """One folder per billet; `avancer` is called after each file."""
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as archive:  # photos and sounds are compressed already
        pages = []
        for rang, lu in enumerate(lus, 1):
            fichiers = []
            for n, piece in enumerate(lu.pieces, 1):
                fichier = piece.fichier
                objet = fichier.declinaison("1600" if fichier.est_image else "original")
                if objet is None:
                    continue
                nom = nom_de_sortie(fichier, objet, de=recueil.classe.nom, le=lu.billet.visible_le)
                base, _point, terminaison = nom_sur(nom).rpartition(".")
                chemin = f"fichiers/{rang:03d}-{n:02d}-{base[:60]}.{terminaison}"
                joindre(archive, chemin, objet.cle)
                fichiers.append(
                    {"chemin": chemin, "nom": fichier.nom, "nature": fichier.nature, "legende": piece.legende}
                )
                avancer()
            pages.append({"billet": lu.billet, "fichiers": fichiers})
        page = render_to_string("pages/journal/archive.html", {"recueil": recueil, "pages": pages})
        archive.writestr("journal.html", page)
