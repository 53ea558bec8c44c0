"""The parts of the ZIP, and the page in it that opens without the site."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import Any, BinaryIO

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import get_language_bidi

from ent.fichiers.archives import Troncon, joindre
from ent.fichiers.registres import Souvenir
from ent.socle.francais import langue_de_base

from .lectures import VIGNETTES, Contenu, Prise, en_mots
from .models import AlbumSouvenir

APOSTROPHES = re.compile("[’']")
# What of an entry is said again by the end of the archive.
CHAMPS = ("CRC", "compress_size", "file_size", "header_offset", "flag_bits", "create_version", "extract_version")


@dataclass
class Ecrite:
    """What a part holds: its length, its entries."""

    octets: int
    entrees: list[dict[str, Any]]


def nom_libre(prise: Prise, pris: Collection[str]) -> str:
    """« photos/2026-11-24_sortie-a-la-ferme_1.jpg »: nothing that a computer refuses, and no name twice."""
    de_quoi = slugify(APOSTROPHES.sub(" ", prise.souvenir.titre))[:50].strip("-") or "souvenir"
    for n in count(1):
        nom = f"{prise.dossier}/{prise.souvenir.jour}_{de_quoi}_{n}.{prise.terminaison}"
        if nom not in pris:
            return nom
    raise AssertionError


def ecrire_des_fichiers(
    tampon: BinaryIO, debut: int, prises: Iterable[Prise], pris: set[str], avancer: Callable[[Prise], None]
) -> Ecrite:
    """Some files of it, from this byte of the whole."""
    troncon, entrees = Troncon(tampon, debut), []
    with zipfile.ZipFile(troncon, "w", zipfile.ZIP_STORED) as archive:  # photos and sounds are compressed already
        for prise in prises:
            chemin = nom_libre(prise, pris)
            pris.add(chemin)
            info = _info(chemin, prise.souvenir.jour)
            joindre(archive, info, prise.cle)
            entrees.append(_noter(info) | {"fichier": prise.fichier, "dossier": prise.dossier, "objet": prise.cle})
            avancer(prise)
        octets = tampon.tell()
    tampon.truncate(octets)  # without its end: that of the whole comes last
    return Ecrite(octets, entrees)


def ecrire_la_fin(
    tampon: BinaryIO, debut: int, album: AlbumSouvenir, contenu: Contenu, entrees: list[dict[str, Any]]
) -> int:
    """The page, a word for who opens the folder, and the list of all that the ZIP holds. Gives how many bytes."""
    chemins = {(e["fichier"], e["dossier"]): e["chemin"] for e in entrees}
    contexte = {
        "eleve": album.eleve,
        "ecole": album.etablissement,
        "mois": mois_de(contenu, chemins),
        "comptes": " · ".join(en_mots(contenu.comptes)),
        "le": album.demande_le,
        "langue": langue_de_base(),
        "sens": "rtl" if get_language_bidi() else "ltr",
    }
    aujourd_hui = dt.date(*album.demande_le.timetuple()[:3])
    with zipfile.ZipFile(Troncon(tampon, debut), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.infolist().extend(map(_relire, entrees))
        for nom, gabarit in (("index.html", "page.html"), ("page.css", "page.css"), ("LISEZMOI.txt", "lisezmoi.txt")):
            texte = render_to_string(f"souvenirs/hors_ligne/{gabarit}", contexte)
            archive.writestr(_info(nom, aujourd_hui), texte, zipfile.ZIP_DEFLATED)
    return tampon.tell()


def _info(chemin: str, jour: dt.date) -> zipfile.ZipInfo:
    """The clock of the reader's computer is not ours: an entry is of its day."""
    info = zipfile.ZipInfo(chemin, (max(jour.year, 1980), jour.month, jour.day, 12, 0, 0))
    info.external_attr = 0o644 << 16
    return info


def _noter(info: zipfile.ZipInfo) -> dict[str, Any]:
    return {"chemin": info.filename, "jour": list(info.date_time), **{nom: getattr(info, nom) for nom in CHAMPS}}


def _relire(note: dict[str, Any]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(note["chemin"], tuple(note["jour"]))
    info.external_attr = 0o644 << 16
    for nom in CHAMPS:
        setattr(info, nom, note[nom])
    return info


# --- What the page shows -----------------------------------------------------------------------------------------------
@dataclass
class Piece:
    chemin: str
    vignette: str
    nature: str
    legende: str = ""


@dataclass
class Page:
    """One thing, with the paths of its files in the folder."""

    chose: Souvenir
    pieces: list[Piece] = field(default_factory=list)
    reponses: list[tuple[Any, Piece | None]] = field(default_factory=list)

    @property
    def photos(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.nature == "image"]

    @property
    def autres(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.nature != "image"]


@dataclass
class Mois:
    premier: dt.date
    pages: list[Page]


def mois_de(contenu: Contenu, chemins: dict[tuple[int, str], str]) -> list[Mois]:
    """The oldest first, as an album."""

    par_fichier: dict[int, dict[str, str]] = {}
    for (pk, dossier), chemin in chemins.items():
        par_fichier.setdefault(pk, {})[dossier] = chemin

    def piece(fichier, legende: str = "") -> Piece | None:
        les_siens = par_fichier.get(fichier.pk, {})
        grand = next((chemin for dossier, chemin in les_siens.items() if dossier != VIGNETTES), None)
        return grand and Piece(grand, les_siens.get(VIGNETTES, grand), fichier.nature, legende)

    def page(chose: Souvenir) -> Page:
        trouvees = [piece(f, chose.legendes.get(f.pk, "")) for f in chose.fichiers]
        return Page(
            chose,
            [p for p in trouvees if p],
            [(r, piece(r.son) if r.son is not None else None) for r in chose.reponses],
        )

    par_mois = groupby(contenu.choses, key=lambda chose: chose.jour.replace(day=1))
    return [Mois(premier, [page(chose) for chose in choses]) for premier, choses in par_mois]
