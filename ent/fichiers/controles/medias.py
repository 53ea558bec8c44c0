"""Sounds and videos: the container is walked from end to end, then kept as it is, without its place of recording."""

import io
import struct
from collections.abc import Iterator

from django.core.files import File
from tinytag import TinyTag

from .commun import Abime, Preparation, Sortie

BOITES = 100_000  # a recording in fragments has two for each second
# Boxes that hold those we read, and where each may stand: one inside itself would be a well without bottom.
OUVRIR = {b"moov": b"", b"trak": b"moov", b"mdia": b"trak"}
TERMINAISONS = {
    "image/webp": "webp", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav",
    "audio/webm": "webm", "video/mp4": "mp4", "video/webm": "webm",
}  # fmt: skip
# Titles, comments and places: `©xyz` holds the latitude of a phone's video.
BAVARDES = {b"udta", b"meta", b"uuid"}


def _garder(contenu: File, prepare: Preparation, type_mime: str, duree: float | None) -> None:
    prepare.type_mime, prepare.duree = type_mime, duree
    contenu.seek(0)
    prepare.sorties = [Sortie("original", type_mime, contenu)]


def _duree(contenu: File) -> float:
    contenu.seek(0)
    try:
        son = TinyTag.get(filename=None, file_obj=contenu, tags=False)
    except MemoryError:
        raise
    except Exception:  # whatever a broken sound makes of its reader
        raise Abime from None
    if not son.samplerate or not son.duration:
        raise Abime
    return round(son.duration, 2)


def mp3(contenu: File, prepare: Preparation) -> None:
    _garder(contenu, prepare, "audio/mpeg", _duree(contenu))


def wav(contenu: File, prepare: Preparation) -> None:
    contenu.seek(4)
    declaree = struct.unpack("<I", contenu.read(4))[0] + 8
    if declaree not in (8, 0xFFFFFFFF + 8) and contenu.size > declaree + 1:
        raise Abime  # something follows the sound
    _garder(contenu, prepare, "audio/wav", _duree(contenu))


def ogg(contenu: File, prepare: Preparation) -> None:
    """Pages follow one another to the last byte."""
    place = 0
    while place < contenu.size:
        contenu.seek(place)
        page = contenu.read(27)
        if len(page) < 27 or page[:5] != b"OggS\0":
            raise Abime
        segments = contenu.read(page[26])
        place += 27 + page[26] + sum(segments)
    if place != contenu.size:
        raise Abime
    _garder(contenu, prepare, "audio/ogg", _duree(contenu))


# --- MP4, M4A, MOV: boxes in boxes -----------------------------------------------------------------------------------
def _boites(contenu: File, debut: int, fin: int) -> Iterator[tuple[bytes, int, int, int]]:
    """(type, start, start of its content, end) of the boxes that fill [debut, fin) exactly."""
    for _n in range(BOITES):
        if debut == fin:
            return
        contenu.seek(debut)
        entete = contenu.read(16)
        if len(entete) < 8:
            raise Abime
        taille, type_ = struct.unpack(">I4s", entete[:8])
        interieur = debut + 8
        if taille == 1 and len(entete) == 16:
            taille, interieur = struct.unpack(">Q", entete[8:])[0], debut + 16
        elif taille == 0:
            taille = fin - debut
        if debut + taille > fin or debut + taille < interieur or not all(32 <= o < 127 or o == 0xA9 for o in type_):
            raise Abime
        yield type_, debut, interieur, debut + taille
        debut += taille
    raise Abime


def mp4(contenu: File, prepare: Preparation) -> None:
    pistes: set[bytes] = set()
    bavardes: list[tuple[int, int, int]] = []
    duree = None

    def parcourir(debut: int, fin: int, dans: bytes) -> None:
        nonlocal duree
        for type_, depart, interieur, bout in _boites(contenu, debut, fin):
            if type_ in BAVARDES and dans in (b"", b"moov", b"trak"):
                bavardes.append((depart, interieur, bout))
            elif OUVRIR.get(type_) == dans:
                parcourir(interieur, bout, type_)
            elif type_ == b"hdlr" and dans == b"mdia":
                contenu.seek(interieur + 8)
                pistes.add(contenu.read(4))
            elif type_ == b"mvhd" and dans == b"moov":
                contenu.seek(interieur)
                duree = _duree_mvhd(contenu.read(32))

    parcourir(0, contenu.size, b"")
    if not pistes & {b"soun", b"vide"}:
        raise Abime
    prepare.nature = "video" if b"vide" in pistes else "son"
    _garder(_sans(contenu, bavardes), prepare, "video/mp4" if prepare.nature == "video" else "audio/mp4", duree)


def _duree_mvhd(octets: bytes) -> float | None:
    if len(octets) < 32:
        raise Abime
    echelle, duree = struct.unpack(">IQ", octets[20:32]) if octets[0] == 1 else struct.unpack(">II", octets[12:20])
    return round(duree / echelle, 2) if echelle and duree and duree / echelle < 1e6 else None


def _sans(contenu: File, bavardes: list[tuple[int, int, int]]) -> File:
    """A copy where talkative boxes are blank ones of the same size: no address inside the file moves."""
    if not bavardes:
        return contenu
    contenu.seek(0)
    copie = io.BytesIO(contenu.read())  # the process of a file opens no other (`sas`)
    for depart, interieur, bout in bavardes:
        copie.seek(depart + 4)
        copie.write(b"free")
        copie.seek(interieur)
        for debut in range(interieur, bout, 1 << 20):
            copie.write(bytes(min(1 << 20, bout - debut)))
    copie.seek(0)
    return File(copie, name="original")


# --- WebM: elements in elements ---------------------------------------------------------------------------------------
EBML, DOCTYPE, SEGMENT, INFO, PISTES, PISTE, GENRE = 0x1A45DFA3, 0x4282, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x83
ECHELLE, DUREE, GRAPPE = 0x2AD7B1, 0x4489, 0x1F43B675
INSTANT, BLOC, BLOCS, BLOC_SEUL = 0xE7, 0xA1, 0xA0, 0xA3
INCONNUE = -1


def _nombre(contenu: File, garder_marque: bool) -> int:
    premier = contenu.read(1)
    if not premier or not premier[0]:
        raise Abime
    longueur = 9 - premier[0].bit_length()
    suite = contenu.read(longueur - 1)
    if len(suite) != longueur - 1:
        raise Abime
    valeur = int.from_bytes(premier + suite)
    if garder_marque:
        return valeur
    masque = (1 << (7 * longueur)) - 1
    return INCONNUE if valeur & masque == masque else valeur & masque


def _elements(contenu: File, debut: int, fin: int) -> Iterator[tuple[int, int, int]]:
    """(id, start of its content, end) of the elements of [debut, fin)."""
    for _n in range(BOITES):
        if debut >= fin:
            return
        contenu.seek(debut)
        numero = _nombre(contenu, garder_marque=True)
        taille = _nombre(contenu, garder_marque=False)
        interieur = contenu.tell()
        bout = fin if taille == INCONNUE else interieur + taille
        if bout > fin:
            raise Abime
        yield numero, interieur, bout
        debut = bout
    raise Abime


def webm(contenu: File, prepare: Preparation) -> None:
    """The header says « webm »; a segment, to the last byte, whose tracks tell a sound from a video."""
    fin = contenu.size
    tete, segment, *reste = [*_elements(contenu, 0, fin), (0, 0, 0), (0, 0, 0)]
    if tete[0] != EBML or segment[0] != SEGMENT or segment[2] != fin or len(reste) != 2:
        raise Abime
    if _valeur(contenu, tete, DOCTYPE).rstrip(b"\0") != b"webm":
        raise Abime
    genres, duree, echelle = set(), None, 1_000_000
    for numero, interieur, bout in _elements(contenu, segment[1], segment[2]):
        if numero == INFO:
            echelle = int.from_bytes(_valeur(contenu, (numero, interieur, bout), ECHELLE) or b"\x0f\x42\x40")
            brute = _valeur(contenu, (numero, interieur, bout), DUREE)
            duree = struct.unpack(">f" if len(brute) == 4 else ">d", brute)[0] if len(brute) in (4, 8) else None
        elif numero == PISTES:
            pistes = [e for e in _elements(contenu, interieur, bout) if e[0] == PISTE]
            genres = {_valeur(contenu, piste, GENRE) for piste in pistes}
        elif numero == GRAPPE:  # sound and picture follow
            duree = duree or _dernier_instant(contenu, interieur, segment[2])
            break
    if not genres & {b"\x01", b"\x02"}:
        raise Abime
    prepare.nature = "video" if b"\x01" in genres else "son"
    secondes = round(duree * echelle / 1e9, 2) if duree and duree > 0 else None
    _garder(contenu, prepare, "video/webm" if prepare.nature == "video" else "audio/webm", secondes)


def _dernier_instant(contenu: File, place: int, fin: int) -> int:
    """When the last block begins, of what a browser recorded: it writes no length. Nothing is refused here: what follows the tracks is kept as it is."""
    grappe = dernier = 0
    try:
        for _n in range(BOITES):
            if place >= fin:
                break
            numero, interieur, bout = next(_elements(contenu, place, fin))
            place = interieur if numero in (GRAPPE, BLOCS) else bout
            contenu.seek(interieur)
            if numero == INSTANT:
                grappe = int.from_bytes(contenu.read(min(8, bout - interieur)))
            elif numero in (BLOC, BLOC_SEUL):
                _nombre(contenu, garder_marque=False)  # its track
                dernier = max(dernier, grappe + struct.unpack(">h", contenu.read(2))[0])
    except (Abime, struct.error):
        pass
    return dernier


def _valeur(contenu: File, parent: tuple[int, int, int], numero: int) -> bytes:
    for trouve, interieur, bout in _elements(contenu, parent[1], parent[2]):
        if trouve == numero and bout - interieur <= 64:
            contenu.seek(interieur)
            return contenu.read(bout - interieur)
    return b""
