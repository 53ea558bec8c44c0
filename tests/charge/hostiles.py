"""Ten hostile files at once, each time that a line comes: `python -m tests.charge.hostiles PORT COOKIES LIEU`.

Small to send and long to read: 49 million points of one colour, 199 MB once unzipped, a PDF whose table is to be made again from its
fifty thousand objects. Says, once the last one is judged, what was answered at first, and how long that took in all.
"""

import io
import json
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

TEXTE = "application/vnd.oasis.opendocument.text"


def points() -> bytes:
    tampon = io.BytesIO()
    Image.new("RGBA", (7000, 7100), "red").save(tampon, "PNG")
    return tampon.getvalue()


def bombe() -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as zip_:
        zip_.writestr("mimetype", TEXTE)
        zip_.writestr("content.xml", bytes(199_000_000))
    return tampon.getvalue()


def table_perdue() -> bytes:
    objets = b"".join(b"%d 0 obj\n<</A %d 0 R>>\nendobj\n" % (n, n + 1) for n in range(3, 50_000))
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]>>\nendobj\n"
        + objets
        + b"trailer <</Root 1 0 R>>\nstartxref\n7\n%%EOF\n"
    )


def dix() -> list[tuple[str, bytes]]:
    png, odt, pdf = points(), bombe(), table_perdue()
    return [("mur.png", png)] * 4 + [("bombe.odt", odt)] * 3 + [("perdu.pdf", pdf)] * 3


def envoyer(port: int, cookies: str, lieu: str, nom: str, contenu: bytes) -> tuple[str, str]:
    """Its number, and the first answer."""
    envoi = str(uuid.uuid4())
    borne = uuid.uuid4().hex
    jeton = re.search(r"csrftoken=(\w+)", cookies)[1]
    champs = b"".join(
        f'--{borne}\r\nContent-Disposition: form-data; name="{cle}"\r\n\r\n{valeur}\r\n'.encode()
        for cle, valeur in (("envoi", envoi), ("lieu", lieu))
    )
    piece = f'--{borne}\r\nContent-Disposition: form-data; name="fichier"; filename="{nom}"\r\n\r\n'.encode()
    demande = urllib.request.Request(
        f"http://127.0.0.1:{port}/fichiers/deposer/",
        data=champs + piece + contenu + f"\r\n--{borne}--\r\n".encode(),
        headers={"Cookie": cookies, "X-CSRFToken": jeton, "Content-Type": f"multipart/form-data; boundary={borne}"},
    )
    try:
        with urllib.request.urlopen(demande, timeout=60) as reponse:
            return envoi, json.load(reponse)["etat"]
    except urllib.error.HTTPError as refus:
        return envoi, str(refus.code)


def attendus(port: int, cookies: str, envois: list[str]) -> int:
    question = urllib.parse.urlencode([("envoi", envoi) for envoi in envois])
    adresse = f"http://127.0.0.1:{port}/fichiers/deposer/?{question}"
    with urllib.request.urlopen(urllib.request.Request(adresse, headers={"Cookie": cookies}), timeout=60) as reponse:
        return sum(dit.get("etat") == "controle" for dit in json.load(reponse)["envois"].values())


def main() -> None:
    port, cookies, lieu = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    fichiers = dix()
    print("pret", flush=True)
    with ThreadPoolExecutor(10) as mains:
        for _ordre in sys.stdin:  # a line of the bench: ten more
            debut = time.monotonic()
            dits = list(mains.map(lambda f: envoyer(port, cookies, lieu, *f), fichiers))
            while attendus(port, cookies, [envoi for envoi, _etat in dits]):
                time.sleep(0.5)
            print(dict(Counter(etat for _envoi, etat in dits)), f"{time.monotonic() - debut:.1f} s", flush=True)


if __name__ == "__main__":
    main()
