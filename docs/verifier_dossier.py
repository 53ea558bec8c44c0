"""Vérifier un dossier de liaison, sans nous : python verifier_dossier.py DOSSIER.zip CLES.json (`pip install cryptography` ; contrat : dossier-de-liaison.md).

CLES.json est le JWKS de l'école qui l'envoie, lu à son adresse publique et dont l'empreinte a été comparée. Ne sort aucun fichier de l'archive.
"""

import base64
import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NOM = re.compile(r"(?:fichiers/)?[a-z0-9][a-z0-9_-]{0,60}\.[a-z0-9]{1,5}", re.ASCII)
OCTETS_MAX, SIGNES = 300_000_000, {"manifeste.json", "manifeste.sig"}


def en_octets(dit: str) -> bytes:
    return base64.b64decode(dit + "=" * (-len(dit) % 4), altchars=b"-_", validate=True)


def verifier(chemin: str, jwks: dict) -> dict:
    """Le manifeste, si tout est comme la clé de l'école l'a signé. Sinon ValueError, qui dit quoi."""
    with zipfile.ZipFile(chemin) as archive:
        entrees = {info.filename: info for info in archive.infolist()}
        if len(entrees) != len(archive.infolist()) or not all(map(NOM.fullmatch, entrees)):
            raise ValueError("un nom y est deux fois, ou mène ailleurs")
        if sum(info.file_size for info in entrees.values()) > OCTETS_MAX:
            raise ValueError("il est trop gros")
        brut = archive.read("manifeste.json")
        manifeste = json.loads(brut)
        if manifeste["format"] != "ent-dossier-liaison" or manifeste["version"].split(".")[0] != "1":
            raise ValueError("cette version ne se lit pas ici")
        cle = next((c for c in jwks["keys"] if c["kid"] == manifeste["kid"] and c["crv"] == "Ed25519"), None)
        if cle is None:
            raise ValueError("la clé n'est pas (ou plus) publiée par l'école")
        try:
            publique = Ed25519PublicKey.from_public_bytes(en_octets(cle["x"]))
            publique.verify(en_octets(archive.read("manifeste.sig").decode()), brut)
        except InvalidSignature:
            raise ValueError("la signature n'est pas celle de cette clé") from None
        if {f["chemin"] for f in manifeste["fichiers"]} != set(entrees) - SIGNES:
            raise ValueError("un fichier manque, ou n'est pas au manifeste")
        for f in manifeste["fichiers"]:
            if hashlib.sha256(archive.read(f["chemin"])).hexdigest() != f["sha256"]:
                raise ValueError(f"{f['chemin']} a changé")
        return manifeste


if __name__ == "__main__":
    try:
        lu = verifier(sys.argv[1], json.loads(Path(sys.argv[2]).read_bytes()))
    except (ValueError, KeyError, zipfile.BadZipFile) as non:
        sys.exit(f"NON : {non}")
    print(
        f"Signé par l'école {lu['de']} le {lu['emis_le']} : {len(lu['fichiers'])} fichiers, tous comme elle les a écrits."
    )
