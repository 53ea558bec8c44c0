"""An archive that came, judged before anything of it is believed: its shape, its signature, each of its files, then what it says.

What decides is the manifest, once its signature holds: a file that it does not name, or that is not as it says, refuses the whole. Nothing is unpacked on a disk:
an entry is read as bytes, so that a path leads nowhere; what is read is bounded by what was said, so that a bomb goes off nowhere.
"""

import hashlib
import json
import stat
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, BinaryIO

from ..parties import Partie
from . import cles, format
from .cles import Jwk
from .motifs import Refus

MORCEAU = 256 * 1024


@dataclass(frozen=True)
class Lue:
    """What was found good: the two JSON, and the paths of the files that the dossier shows."""

    archive: zipfile.ZipFile
    manifeste: dict[str, Any]
    dossier: dict[str, Any]
    sante: dict[str, Any]
    fichiers: list[str]

    def ouvrir(self, chemin: str) -> BinaryIO:
        return self.archive.open(chemin)  # type: ignore[return-value]


def lire(fichier: BinaryIO, connues: Collection[Jwk], *, de: str, vers: Collection[str], identifiant: str) -> Lue:
    """Raises `Refus`. `connues`: the keys of who says that they sent it; the three others, what was announced (`vers`: to one of these)."""
    try:
        archive = zipfile.ZipFile(fichier)
        entrees = _entrees(archive)
        brut = archive.read(format.MANIFESTE)
        manifeste = _manifeste(brut, archive.read(format.SIGNATURE), connues)
        dit_vers = manifeste.get("vers", "")
        if [manifeste["de"], manifeste["identifiant"]] != [de, identifiant] or dit_vers not in vers:
            raise Refus("altere")
        _comparer(archive, entrees, manifeste)
        dossier = _lire_json(archive, format.DOSSIER, format.SCHEMA)
        sante = _lire_json(archive, format.SANTE, format.SCHEMA_SANTE) if format.SANTE in entrees else {}
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        KeyError,
        RecursionError,
    ):
        raise Refus("altere") from None
    if not format.est_coherent(dossier):
        raise Refus("forme")
    if any(lu["version"] != manifeste["version"] for lu in (dossier, sante) if lu):
        raise Refus("altere")
    if (dossier["identifiant"], dossier["de"]["uai"], dossier["vers"].get("uai", "")) != (identifiant, de, dit_vers):
        raise Refus("altere")
    montres = [
        f["chemin"] for p in dossier["parties"] for piece in p["contenu"].get("pieces", []) for f in piece["fichiers"]
    ]
    if not set(montres) <= set(entrees):
        raise Refus("forme")
    return Lue(archive, manifeste, dossier, sante, sorted(set(montres)))


def _entrees(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """By name: plain files, each named once, under names that lead nowhere; no more bytes than may come."""
    infos = archive.infolist()
    entrees = {info.filename: info for info in infos}
    if len(infos) > format.FICHIERS_MAX + 10 or sum(info.file_size for info in infos) > format.OCTETS_MAX:
        raise Refus("trop_gros")
    bons = len(entrees) == len(infos) and {format.DOSSIER, format.MANIFESTE, format.SIGNATURE} <= set(entrees)
    if not bons or not all(map(_est_simple, infos)):
        raise Refus("forme")
    return entrees


def _est_simple(info: zipfile.ZipInfo) -> bool:
    genre = stat.S_IFMT(info.external_attr >> 16)
    est_json = not info.filename.startswith("fichiers/")
    return (
        format.CHEMIN.fullmatch(info.filename) is not None
        and genre in (0, stat.S_IFREG)
        and info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        and not info.flag_bits & 0x1  # encrypted
        and not (est_json and info.file_size > format.JSON_MAX)
    )


def _manifeste(brut: bytes, signature: bytes, connues: Collection[Jwk]) -> dict[str, Any]:
    """Read before it is believed for its `kid` alone."""
    manifeste = format.charger(brut)
    if not format.suit(manifeste, format.SCHEMA_MANIFESTE):
        raise Refus("forme")
    if format.majeure(manifeste["version"]) not in format.MAJEURES:
        raise Refus("version")
    cle = cles.cle_de(manifeste["kid"], connues)
    if cle is None:
        raise Refus("cle")
    if manifeste["alg"] != format.ALGORITHME or not cles.est_signe(cle, brut, signature.decode("ascii").strip()):
        raise Refus("signature")
    return manifeste


def _comparer(archive: zipfile.ZipFile, entrees: Collection[str], manifeste: dict[str, Any]) -> None:
    """Every entry is named by the manifest, and is what it says; read by pieces."""
    dits = {ligne["chemin"]: ligne for ligne in manifeste["fichiers"]}
    if len(dits) != len(manifeste["fichiers"]) or set(dits) != set(entrees) - {format.MANIFESTE, format.SIGNATURE}:
        raise Refus("altere")
    for chemin, ligne in dits.items():
        compte, empreinte = 0, hashlib.sha256()
        with archive.open(chemin) as dedans:
            while morceau := dedans.read(MORCEAU):
                compte += len(morceau)
                if compte > ligne["octets"]:
                    raise Refus("altere")
                empreinte.update(morceau)
        if (compte, empreinte.hexdigest()) != (ligne["octets"], ligne["sha256"]):
            raise Refus("altere")


def _lire_json(archive: zipfile.ZipFile, chemin: str, schema: dict[str, Any]) -> dict[str, Any]:
    lu = format.charger(archive.read(chemin))
    if not format.suit(lu, schema):
        raise Refus("forme")
    elague = format.elaguer(lu, schema)
    for ici, la in zip(elague.get("parties", ()), lu.get("parties", ()), strict=True):
        if ici["partie"] not in Partie.values:  # kept as it came, within bounds
            ici["contenu"] = la["contenu"]
            if len(json.dumps(la["contenu"], ensure_ascii=False)) > format.PARTIE_INCONNUE_MAX:
                raise Refus("forme")
    return elague
