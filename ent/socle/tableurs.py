"""Tables that leave for a spreadsheet: CSV for a French Excel, ODS with typed cells."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import odswriter

from .textes import pour_xml

Cellule = str | int | Decimal | dt.date | dt.datetime | None
LIGNES = Iterable[Sequence[Cellule]]


def neutre(texte: str) -> str:
    """A spreadsheet runs what begins like a formula: such a cell begins with an apostrophe instead."""
    return f"'{texte}" if texte[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%") else texte


def en_csv(lignes: LIGNES) -> bytes:
    """Semicolons, a mark of UTF-8, figures and days as they are written in France, no cell that runs."""
    tampon = io.StringIO()
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerows([[_en_texte(cellule) for cellule in ligne] for ligne in lignes])
    return tampon.getvalue().encode("utf-8-sig")


def _en_texte(cellule: Cellule) -> str:
    match cellule:
        case None:
            return ""
        case dt.datetime():
            return f"{cellule:%d/%m/%Y %H:%M}"
        case dt.date():
            return f"{cellule:%d/%m/%Y}"
        case Decimal():
            return f"{cellule:.2f}".replace(".", ",")
        case int():
            return str(cellule)
    return neutre(cellule)


def en_ods(titre: str, lignes: LIGNES) -> bytes:
    """Cells are typed: words are words, whatever they begin with."""
    tampon = io.BytesIO()
    with odswriter.writer(tampon) as classeur:
        feuille = classeur.new_sheet(_nom_de_feuille(titre))
        for ligne in lignes:
            feuille.writerow([_pour_ods(cellule) for cellule in ligne])
    return tampon.getvalue()


def _pour_ods(cellule: Cellule) -> Cellule:
    if isinstance(cellule, dt.datetime):
        return cellule.replace(tzinfo=None, microsecond=0)
    return pour_xml(cellule) if isinstance(cellule, str) else cellule


def _nom_de_feuille(titre: str) -> str:
    """At most thirty-one signs, none of those that a spreadsheet refuses in the name of a sheet: it would say that the file is damaged."""
    nom = " ".join(re.sub(r"[\[\]*?:/\\]", " ", pour_xml(titre, " ")).split())
    return nom[:31].strip("' ") or "Feuille"
