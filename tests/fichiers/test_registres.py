"""What rooms plug: who holds files."""

from ent.fichiers import registres
from ent.fichiers.models import Declinaison, Fichier, Visage


def test_every_table_that_holds_files_is_told_by_a_kind_of_item():
    """A file is asked of what has a row for it: a table that no kind names would hold files that nobody reads."""
    liens = {lien.related_model for lien in Fichier._meta.get_fields(include_hidden=True) if lien.one_to_many}
    dites = {table for porteur in registres.porteurs() for table in porteur.tables}
    assert dites == liens - {Declinaison, Visage}
