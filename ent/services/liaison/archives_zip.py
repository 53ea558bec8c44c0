"""Writing an archive of the format: what is said of a child, its files, the page that opens without the site, and the manifest that the school signs."""

import datetime as dt
import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from ent.fichiers.stockage import MORCEAU, stockage

from .lectures import cles, format
from .lectures.envois import Composition
from .lectures.receptions import partie_lue


@dataclass(frozen=True)
class Sceau:
    """What signs."""

    kid: str
    cle: Ed25519PrivateKey


def ecrire(
    sortie: BinaryIO, composition: Composition, identifiant: str, sceau: Sceau | None, le: dt.datetime | None = None
) -> None:
    """The whole, in an open file, said to be of that moment (now). Without a key (a family's own copy, of a school that never sent any), the manifest is
    signed by nobody.
    """
    maintenant = (le or timezone.now()).isoformat()
    entete = {"format": format.FORMAT, "version": format.VERSION, "identifiant": identifiant}
    dossier = {**entete, "emis_le": maintenant, **composition.dossier}
    lignes: list[dict[str, Any]] = []
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as archive:

        def poser(chemin: str, octets: bytes) -> None:
            archive.writestr(_info(chemin), octets, zipfile.ZIP_DEFLATED)
            lignes.append({"chemin": chemin, "octets": len(octets), "sha256": hashlib.sha256(octets).hexdigest()})

        poser(format.DOSSIER, _en_json(dossier))
        if composition.sante:
            poser(format.SANTE, _en_json({**entete, "contenu": composition.sante}))
        for chemin, cle in composition.objets.items():
            lignes.append(_joindre(archive, chemin, cle))
        for chemin, texte in _pages(dossier, composition.sante).items():
            poser(chemin, texte.encode())
        manifeste = {**entete, "emis_le": maintenant, "de": dossier["de"]["uai"]}
        if uai := dossier["vers"].get("uai"):
            manifeste["vers"] = uai
        manifeste |= {"alg": format.ALGORITHME, "kid": sceau.kid if sceau else "", "fichiers": lignes}
        brut = _en_json(manifeste)
        archive.writestr(_info(format.MANIFESTE), brut, zipfile.ZIP_DEFLATED)
        archive.writestr(_info(format.SIGNATURE), cles.en_b64(sceau.cle.sign(brut)) if sceau else "")


def _pages(dossier: dict[str, Any], sante: dict[str, Any]) -> dict[str, str]:
    """For who opens the folder, in French, whoever made it."""
    parties = [partie_lue(ligne, {}) for ligne in dossier["parties"]]
    with override("fr"):
        pages = {
            "index.html": render_to_string("liaison/archive/page.html", {"dossier": dossier, "parties": parties}),
            "page.css": render_to_string("fichiers/archive.css", {}),
        }
        if sante:  # never on the page that anybody opens first
            pages["sante.html"] = render_to_string("liaison/archive/sante.html", {"dossier": dossier, "sante": sante})
        return pages


def _en_json(dit: dict[str, Any]) -> bytes:
    return json.dumps(dit, ensure_ascii=False, indent=1).encode()


def _info(chemin: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(chemin, timezone.localtime().timetuple()[:6])
    info.external_attr = 0o100644 << 16
    return info


def _joindre(archive: zipfile.ZipFile, chemin: str, cle: str) -> dict[str, Any]:
    """An object of the storage, piece by piece; its line of the manifest."""
    octets, empreinte = 0, hashlib.sha256()
    with stockage().open(cle) as contenu, archive.open(_info(chemin), "w") as dedans:
        while morceau := contenu.read(MORCEAU):
            octets += len(morceau)
            empreinte.update(morceau)
            dedans.write(morceau)
    return {"chemin": chemin, "octets": octets, "sha256": empreinte.hexdigest()}
