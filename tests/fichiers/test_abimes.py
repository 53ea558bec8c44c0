"""Files damaged at random: each is kept whole or refused by a sentence, and none breaks the page."""

import random

import pytest
from django.core.exceptions import ValidationError

from ent.fichiers.controles import preparer
from tests.fichiers.fabriques import docx, mp3, mp4, odt, opus, pdf, photo, televerse, wav, webm

ENTIERS = {
    **{f"photo.{f.lower()}": photo(120, 80, f) for f in ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF")},
    "voix.wav": wav(0.2), "voix.mp3": mp3(0.2), "voix.ogg": opus(), "film.mp4": mp4(b"vide", b"soun", lieu=True),
    "film.webm": webm(1, 2), "mot.pdf": pdf(), "mot.docx": docx(), "mot.odt": odt(), "mot.txt": "Été".encode(),
}  # fmt: skip


def abimer(octets: bytes, hasard: random.Random) -> bytes:
    """Cut, or a few bytes changed, or a piece put in double."""
    geste, n = hasard.randrange(3), hasard.randrange(len(octets))
    if geste == 0:
        return octets[:n]
    if geste == 1:
        return octets[:n] + octets[n // 2 : n] + octets[n:]
    abime = bytearray(octets)
    for _n in range(hasard.randint(1, 8)):
        abime[hasard.randrange(len(abime))] = hasard.choice([0, 1, 0x7F, 0xFF, hasard.randrange(256)])
    return bytes(abime)


def essayer(nom: str, octets: bytes) -> str:
    """The sentence of the refusal, empty when it is kept."""
    try:
        preparer(televerse(nom, octets), nom)
    except ValidationError as refus:
        return refus.messages[0]
    return ""


@pytest.mark.parametrize("nom", ENTIERS)
def test_a_damaged_file_is_kept_or_refused(nom):
    hasard, sorts = random.Random(nom), {"garde": 0, "refuse": 0}
    assert preparer(televerse(nom, ENTIERS[nom]), nom).sorties
    for _essai in range(60):
        sort = essayer(nom, abimer(ENTIERS[nom], hasard))
        assert sort == "" or sort.startswith(f"« {nom} » : ")
        sorts["refuse" if sort else "garde"] += 1
    assert sorts["refuse"] > 0
