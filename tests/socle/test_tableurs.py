"""Tables that leave for a spreadsheet open there, and run nothing, whatever was typed."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from ent.socle.tableurs import en_csv, en_ods

NOM = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}name"
FEUILLE = ".//{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table"


def nom_de_la_feuille(titre: str) -> str:
    with zipfile.ZipFile(io.BytesIO(en_ods(titre, [["un", "=1+1", "lu\x0bici"]]))) as ods:
        [feuille] = ElementTree.fromstring(ods.read("content.xml")).iterfind(FEUILLE)  # noqa: S314 (ours)
    return feuille.attrib[NOM]


@pytest.mark.parametrize(
    ("titre", "nom"),
    [
        ("Sortie\x0bau zoo", "Sortie au zoo"),  # what Word puts there for a new line
        ("Sortie « zoo » : le 3/12 [CP*]", "Sortie « zoo » le 3 12 CP"),  # that Excel repairs
        ("'Sortie'", "Sortie"),
        ("Sortie au théâtre de la ville nouvelle", "Sortie au théâtre de la ville n"),
        ("\x00?", "Feuille"),
    ],
)
def test_a_sheet_bears_a_name_that_opens(titre, nom):
    assert nom_de_la_feuille(titre) == nom


@pytest.mark.parametrize("debut", "=+-@\t\r\n|%")
def test_no_cell_of_a_csv_runs(debut):
    assert en_csv([[f"{debut}1+1"]]).decode("utf-8-sig").lstrip('"').startswith("'")
