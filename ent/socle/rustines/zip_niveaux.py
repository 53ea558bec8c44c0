"""An entry of an archive that is deflated without being compressed: photos and sounds are already, and what is only stored has no end that a reader of a
stream finds. `ZipFile.open` takes a level from the entry, whose name changed with Python 3.13 and is documented in neither.
"""

import zipfile

ESSAYEE = {"Python": "3.13.5"}
NIVEAU = "compress_level" if hasattr(zipfile.ZipInfo("x"), "compress_level") else "_compresslevel"


def ne_pas_compresser(entree: zipfile.ZipInfo) -> None:
    entree.compress_type = zipfile.ZIP_DEFLATED
    setattr(entree, NIVEAU, 0)
