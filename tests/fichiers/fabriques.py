"""Real files, built in the tests: good ones, and those that somebody could send on purpose."""

import io
import math
import struct
import wave
import zipfile
import zlib

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

LIEU = b"48.777245"  # what a leak would show


def televerse(nom: str, contenu: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, contenu)


def pixels(largeur: int, hauteur: int, mode: str = "RGB") -> Image.Image:
    """Red on the left half, blue on the right: one sees whether it was turned."""
    image = Image.new(mode, (largeur, hauteur), "red")
    image.paste("blue", (largeur // 2, 0, largeur, hauteur))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    """A camera, a place, and how the phone was held."""
    donnees = Image.Exif()
    donnees[0x0112] = orientation
    donnees[0x010F] = "Appareil de Nadia"
    donnees[0x8825] = {1: "N", 2: (48.0, 46.0, 38.0), 3: "E", 4: (2.0, 0.0, 59.0), 29: LIEU.decode()}
    return donnees


def photo(largeur: int = 400, hauteur: int = 200, format_: str = "JPEG", orientation: int = 1, **options) -> bytes:
    tampon = io.BytesIO()
    if format_ not in ("GIF", "HEIF"):
        options["exif"] = exif(orientation)
    if format_ == "HEIF":
        pillow_heif.register_heif_opener()
        options["exif"] = exif(orientation).tobytes()
    pixels(largeur, hauteur).save(tampon, format_, **options)
    return tampon.getvalue()


def png_declare(largeur: int, hauteur: int) -> bytes:
    """A PNG that announces this size and holds one line: what is refused must be so before it is decoded."""

    def morceau(type_: bytes, corps: bytes) -> bytes:
        return struct.pack(">I", len(corps)) + type_ + corps + struct.pack(">I", zlib.crc32(type_ + corps))

    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    ligne = zlib.compress(b"\0" * (largeur * 3 + 1))
    return b"\x89PNG\r\n\x1a\n" + morceau(b"IHDR", entete) + morceau(b"IDAT", ligne) + morceau(b"IEND", b"")


def wav(secondes: float = 1.0, suite: bytes = b"") -> bytes:
    tampon = io.BytesIO()
    with wave.open(tampon, "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(2)
        son.setframerate(8000)
        n = int(8000 * secondes)
        son.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(i / 5))) for i in range(n)))
    return tampon.getvalue() + suite


def mp3(secondes: float = 1.0) -> bytes:
    """Silent frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz (26 ms each)."""
    trame = b"\xff\xfb\x90\x64" + bytes(413)
    return trame * max(4, int(secondes * 44100 / 1152))


def page_ogg(corps: bytes, rang: int, echantillons: int, genre: int = 0) -> bytes:
    tailles = bytes([255] * (len(corps) // 255) + [len(corps) % 255])
    entete = b"OggS\0" + struct.pack("<BQIII", genre, echantillons, 7, rang, 0) + bytes([len(tailles)]) + tailles
    somme = 0
    for octet in entete + corps:
        somme ^= octet << 24
        for _bit in range(8):
            somme = (somme << 1) ^ (0x104C11DB7 if somme & 0x80000000 else 0)
    return entete[:22] + struct.pack("<I", somme) + entete[26:] + corps


def opus(secondes: float = 1.0) -> bytes:
    """Opus in Ogg, as Firefox records: two heads, then packets of silence."""
    tete = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    mots = b"OpusTags" + struct.pack("<I", 3) + b"ent" + struct.pack("<I", 0)
    silence = b"\xf8\xff\xfe"
    return page_ogg(tete, 0, 0, 2) + page_ogg(mots, 1, 0) + page_ogg(silence, 2, int(48000 * secondes), 4)


def boite(type_: bytes, *contenus: bytes) -> bytes:
    corps = b"".join(contenus)
    return struct.pack(">I4s", 8 + len(corps), type_) + corps


def mp4(*pistes: bytes, marque: bytes = b"isom", lieu: bool = False, donnees: int = 2000) -> bytes:
    """A container with these tracks (b"vide", b"soun") and, like a phone's, the place where it was filmed."""
    mvhd = boite(b"mvhd", bytes(12), struct.pack(">II", 1000, 2500), bytes(80))
    traks = [boite(b"trak", boite(b"mdia", boite(b"hdlr", bytes(8), piste, bytes(12)))) for piste in pistes]
    udta = boite(b"udta", boite(b"\xa9xyz", b"\0\x12\x15\xc7+" + LIEU + b"+002.0166/")) if lieu else b""
    moov = boite(b"moov", mvhd, *traks, udta)
    return boite(b"ftyp", marque, bytes(4), marque) + moov + boite(b"mdat", bytes(donnees))


def element(numero: str, *contenus: bytes) -> bytes:
    corps = b"".join(contenus)
    return bytes.fromhex(numero) + struct.pack(">Q", (1 << 56) | len(corps)) + corps


def grappe(instant: int, *blocs: int) -> bytes:
    """A cluster of unknown length, as Chromium's recorder writes it: its moment, then blocks at these moments of it."""
    dedans = [element("a3", b"\x81" + struct.pack(">h", bloc) + b"\x80opus") for bloc in blocs]
    return bytes.fromhex("1f43b67501ffffffffffffff") + element("e7", struct.pack(">H", instant)) + b"".join(dedans)


def webm(*genres: int, doctype: bytes = b"webm", direct: bool = False, grappes: bytes = b"") -> bytes:
    """As MediaRecorder writes it: when `direct`, a segment of unknown length, without duration."""
    pistes = element("1654ae6b", *(element("ae", element("83", bytes([g]))) for g in genres))
    duree = b"" if direct else element("4489", struct.pack(">d", 1500.0))
    info = element("1549a966", element("2ad7b1", b"\x0f\x42\x40"), duree)
    corps = info + pistes + (grappes or element("1f43b675", element("e7", b"\0"), bytes(0)))
    segment = bytes.fromhex("1853806701ffffffffffffff") + corps if direct else element("18538067", corps)
    return element("1a45dfa3", element("4282", doctype)) + segment


def pdf(*, script: bool = False, mot_de_passe: str | None = None, ecrit: str = "Sortie du 12 mai") -> bytes:
    from fpdf import FPDF
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=14)
    page.cell(text=ecrit)
    octets = bytes(page.output())
    if not script and mot_de_passe is None:
        return octets
    suite = PdfWriter(clone_from=PdfReader(io.BytesIO(octets)))
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        suite.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if mot_de_passe is not None:
        suite.encrypt(mot_de_passe, owner_password="direction")
    tampon = io.BytesIO()
    suite.write(tampon)
    return tampon.getvalue()


def archive(entrees: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", compression) as zip_:
        for nom, contenu in entrees.items():
            zip_.writestr(nom, contenu)
    return tampon.getvalue()


def docx(**autres: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"} | autres)


def odt(**autres: bytes) -> bytes:
    texte = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": texte, "content.xml": b"<office:document-content/>"} | autres)
