"""Ten hostile files at once, again and again, until told to stop: `python -m tests.charge.hostiles PORT COOKIES LIEU`.

Small to send and long to read: 49 million points of one colour, 199 MB once unzipped, a PDF whose table is to be made again from its
two hundred thousand objects. Says on each line how many of each answer came.
"""

import io
import json
import re
import sys
import urllib.error
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
    objets = b"".join(b"%d 0 obj\n<</A %d 0 R>>\nendobj\n" % (n, n + 1) for n in range(3, 200_000))
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]>>\nendobj\n"
        + objets
        + b"trailer <</Root 1 0 R>>\nstartxref\n7\n%%EOF\n"
    )


def dix() -> list[tuple[str, bytes]]:
    png, odt, pdf = points(), bombe(), table_perdue()
    return [("mur.png", png)] * 4 + [("bombe.odt", odt)] * 3 + [("perdu.pdf", pdf)] * 3


def envoyer(port: int, cookies: str, lieu: str, nom: str, contenu: bytes) -> int:
    borne = uuid.uuid4().hex
    jeton = re.search(r"csrftoken=(\w+)", cookies)[1]
    champs = b"".join(
        f'--{borne}\r\nContent-Disposition: form-data; name="{cle}"\r\n\r\n{valeur}\r\n'.encode()
        for cle, valeur in (("envoi", str(uuid.uuid4())), ("lieu", lieu))
    )
    piece = f'--{borne}\r\nContent-Disposition: form-data; name="fichier"; filename="{nom}"\r\n\r\n'.encode()
    demande = urllib.request.Request(
        f"http://127.0.0.1:{port}/fichiers/deposer/",
        data=champs + piece + contenu + f"\r\n--{borne}--\r\n".encode(),
        headers={"Cookie": cookies, "X-CSRFToken": jeton, "Content-Type": f"multipart/form-data; boundary={borne}"},
    )
    try:
        with urllib.request.urlopen(demande, timeout=60) as reponse:
            return json.load(reponse)["etat"]
    except urllib.error.HTTPError as refus:
        return refus.code


def main() -> None:
    port, cookies, lieu = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    fichiers = dix()
    print("pret", flush=True)
    with ThreadPoolExecutor(10) as mains:
        for _ordre in sys.stdin:  # a line of the bench: ten more
            dits = list(mains.map(lambda f: envoyer(port, cookies, lieu, *f), fichiers))
            print(json.dumps({str(k): n for k, n in Counter(dits).items()}), flush=True)


if __name__ == "__main__":
    main()
