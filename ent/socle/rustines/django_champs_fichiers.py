"""Whether a file of a row is in the storage, or only in hand: what tells which file to delete when a row was not written."""

from django.db.models.fields.files import FieldFile

ESSAYEE = {"Django": "6.1.3"}


def est_depose(fichier: FieldFile) -> bool:
    return fichier._committed
