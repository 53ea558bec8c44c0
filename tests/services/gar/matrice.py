"""Arguments of the addresses of GAR: one night made. It is set on no installation of the matrix: what it opens once set is in test_pages.py."""

from ent.services.gar.models import EnvoiGar, FichierGar


def _fichier(o):
    envoi = EnvoiGar.objects.create()
    return FichierGar.objects.create(
        envoi=envoi, rang=0, genre="Etab", nom="x.xml", octets=0, cle="2026-11-24/matrice"
    ).pk


ARGUMENTS = {
    "gar_actualiser": lambda o: ([o.ecole.uai], {}),
    "gar_fichier": lambda o: ([_fichier(o)], {}),
}
SANS_ECOLE = {"gar_fichier"}
