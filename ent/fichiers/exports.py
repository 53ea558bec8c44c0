"""Files that leave together."""

import zipfile
from collections.abc import Iterator

from django.utils import timezone

from ent.socle.rustines.zip_niveaux import ne_pas_compresser

from . import lectures, stockage
from .archives import Sortie, nom_sur


def en_zip(personne, album: lectures.AlbumLu) -> Iterator[bytes]:
    """The pieces of a ZIP of these files, read one after the other: nothing is kept whole. Each is judged again when its turn
    comes, since a long download outlives a consent; what may be shown no more, or was blurred meanwhile, is as it is now.
    """
    sortie = Sortie()
    archive = zipfile.ZipFile(sortie, "w")
    for rang, connu in enumerate(album.fichiers, 1):
        fichier = lectures.encore_lisible(personne, album, connu)
        objet = lectures.a_emporter(fichier) if fichier else None
        if fichier is None or objet is None:
            continue
        with archive.open(_entree(rang, album, fichier, objet), "w") as dans:
            for morceau in stockage.lire(objet.cle, 0, objet.octets):
                dans.write(morceau)
                yield sortie.prendre()
        yield sortie.prendre()
    archive.close()
    yield sortie.prendre()


def _entree(rang: int, album: lectures.AlbumLu, fichier, objet) -> zipfile.ZipInfo:
    nom = nom_sur(lectures.nom_de_sortie(fichier, objet, de=lectures.lieu_de(fichier), le=album.presentation.le))
    entree = zipfile.ZipInfo(f"{rang:02d}-{nom}", timezone.localtime(fichier.cree_le).timetuple()[:6])
    entree.file_size = objet.octets
    ne_pas_compresser(entree)
    return entree
