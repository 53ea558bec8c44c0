"""Images are written again: what is stored holds pixels alone, upright, in sRGB."""

import io
import threading
from collections.abc import Sequence

from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFilter, ImageOps
from pillow_heif import register_heif_opener

from ..limites import LARGEURS, PIXELS
from .commun import Abime, Preparation, Sortie, refus

register_heif_opener()
Image.MAX_IMAGE_PIXELS = PIXELS
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF"]
QUALITE = 80
METHODE = 2  # effort of the encoder: twice as quick as 4, for a fiftieth more bytes
# Decoded, one photo may hold 200 MB: a process opens two at a time.
_places = threading.BoundedSemaphore(2)


def controler(contenu: File, prepare: Preparation) -> None:
    with _places:
        try:
            image = Image.open(contenu, formats=FORMATS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _trop_de_pixels(prepare.nom) from None
        except MemoryError:
            raise
        except Exception:
            raise Abime from None
        if image.width * image.height >= PIXELS:  # read in the header: nothing is decoded
            raise _trop_de_pixels(prepare.nom)
        prepare.type_mime = Image.MIME.get(image.format or "", "image/jpeg")  # MPO is a JPEG with a second picture
        try:
            _decliner(image, prepare)
        except MemoryError:
            raise
        except Exception:  # libraries of each format have errors of their own
            raise Abime from None


def _trop_de_pixels(nom: str):
    return refus(
        nom,
        _(
            "cette image a trop de points (50 millions ou plus). Il faut la réduire, ou la photographier en qualité normale."
        ),
    )


def _decliner(image: Image.Image, prepare: Preparation) -> None:
    profil = image.info.get("icc_profile")
    # A JPEG is decoded at a half or a quarter when that is enough, with room for a photo lying on its side.
    image.draft("RGB", (2 * LARGEURS[-1], 2 * LARGEURS[-1]))
    image.load()
    image = ImageOps.exif_transpose(image)
    prepare.largeur, prepare.hauteur = image.width, image.height
    image = _en_srgb(image, profil)
    sorties = []
    for largeur in reversed(LARGEURS):
        image.thumbnail((largeur, 2 * largeur), Image.Resampling.LANCZOS)
        sorties.append(_sortie(image, str(largeur)))
    prepare.sorties = sorties[::-1]
    _oter_les_memes(prepare)


def _oter_les_memes(prepare: Preparation) -> None:
    """A small image has fewer widths: those that would hold the same pixels are dropped."""
    vues: set[tuple] = set()
    gardees = []
    for sortie in prepare.sorties:
        if (sortie.largeur, sortie.hauteur) not in vues:
            gardees.append(sortie)
        vues.add((sortie.largeur, sortie.hauteur))
    prepare.sorties = gardees


def _en_srgb(image: Image.Image, profil: bytes | None) -> Image.Image:
    transparente = image.has_transparency_data
    if image.mode.startswith("I") or image.mode == "F":
        image = image.convert("I").point(lambda v: v / 256).convert("L")
    mode = "RGBA" if transparente else "RGB"
    if profil and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profil))
            image = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode=mode if image.mode == "RGBA" else "RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read: its colours are taken as they are
    return image if image.mode == mode else image.convert(mode)


def _sortie(image: Image.Image, nom: str) -> Sortie:
    """A fresh image, so that nothing of the first file (EXIF, GPS, XMP, profile) can follow."""
    nue = Image.frombytes(image.mode, image.size, image.tobytes())
    tampon = io.BytesIO()
    nue.save(tampon, "WEBP", quality=QUALITE, method=METHODE)
    return Sortie(nom, "image/webp", ContentFile(tampon.getvalue()), nue.width, nue.height)


# --- Blurring ---------------------------------------------------------------------------------------------------------
BLOCS = 4  # a blurred zone keeps this many blocks of colour on its longer side: no face is left in sixteen


def flouter(contenu: File, noms: list[str], rectangles: Sequence[tuple[int, int, int, int]]) -> list[Sortie]:
    """The widths of a stored image, each made again from its largest, whose zones were averaged away first.

    A rectangle is (left, top, right, bottom) in thousandths of the sides.
    """
    with _places:
        image = Image.open(contenu, formats=["WEBP"])
        image.load()
        image = image if image.mode in ("RGB", "RGBA") else image.convert("RGB")
        for rectangle in rectangles:
            _moyenner(image, rectangle)
        sorties = []
        for nom in sorted(noms, key=int, reverse=True):
            image.thumbnail((int(nom), 2 * int(nom)), Image.Resampling.LANCZOS)
            sorties.append(_sortie(image, nom))
    return sorties[::-1]


def _moyenner(image: Image.Image, rectangle: tuple[int, int, int, int]) -> None:
    """Large blocks first, which lose what was there; then a blur, so that what is left does not draw the eye."""
    gauche, haut, droite, bas = rectangle
    zone = (
        gauche * image.width // 1000,
        haut * image.height // 1000,
        -(-droite * image.width // 1000),
        -(-bas * image.height // 1000),
    )
    dedans = image.crop(zone)
    cote = max(dedans.size) / BLOCS
    blocs = dedans.resize(
        (max(1, round(dedans.width / cote)), max(1, round(dedans.height / cote))), Image.Resampling.BOX
    )
    voile = blocs.resize(dedans.size, Image.Resampling.NEAREST)
    image.paste(voile.filter(ImageFilter.GaussianBlur(cote / 3)), zone)
