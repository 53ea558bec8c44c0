"""Images: upright, several widths, and nothing left but pixels."""

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from ent.fichiers.controles import preparer
from ent.fichiers.limites import largeurs
from tests.fichiers.fabriques import LIEU, pdf, photo, pixels, png_declare, televerse


def ouvrir(sortie) -> Image.Image:
    sortie.contenu.seek(0)
    return Image.open(io.BytesIO(sortie.contenu.read()))


def preparee(contenu: bytes, nom: str = "photo.jpg"):
    return preparer(televerse(nom, contenu), nom)


def refuse(contenu: bytes, nom: str) -> str:
    with pytest.raises(ValidationError) as erreur:
        preparee(contenu, nom)
    return erreur.value.messages[0]


@pytest.mark.parametrize(
    ("format_", "mime"),
    [
        ("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("AVIF", "image/avif"),
        ("HEIF", "image/heif"), ("GIF", "image/gif"),
    ],
)  # fmt: skip
def test_every_format_becomes_webp_in_three_widths(format_, mime):
    prepare = preparee(photo(2000, 1000, format_), "photo")
    assert (prepare.nature, prepare.type_mime) == ("image", mime)
    assert [(s.nom, s.type_mime, s.largeur, s.hauteur) for s in prepare.sorties] == [
        ("320", "image/webp", 320, 160),
        ("800", "image/webp", 800, 400),
        ("1600", "image/webp", 1600, 800),
    ]
    assert {ouvrir(s).format for s in prepare.sorties} == {"WEBP"}


@pytest.mark.parametrize(
    "taille",
    [
        (2000, 1000),
        (1999, 1333),
        (3001, 4003),
        (900, 700),
        (321, 320),
        (300, 200),
        (120, 90),
        (400, 2000),
        (40, 3000),
        (1, 1),
    ],
)
def test_what_is_kept_of_an_image_is_known_by_its_size(taille):
    """A page draws it without reading its objects: their names, and how wide they are to a pixel."""
    prepare = preparee(photo(*taille, "PNG"))
    dites = largeurs(prepare.largeur, prepare.hauteur)
    assert [nom for nom, _points in dites] == [s.nom for s in prepare.sorties]
    assert all(abs(points - s.largeur) <= 1 for (_nom, points), s in zip(dites, prepare.sorties, strict=True))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_neither_place_nor_camera_is_left(format_):
    origine = photo(2000, 1000, format_, orientation=1)
    assert LIEU in origine, "the file sent does say where it was taken"
    for sortie in preparee(origine).sorties:
        image = ouvrir(sortie)
        assert dict(image.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
        octets = sortie.contenu.open().read()
        assert LIEU not in octets
        assert b"Nadia" not in octets


@pytest.mark.parametrize(
    ("orientation", "gauche", "taille"),
    [
        (1, "red", (320, 160)),
        (2, "blue", (320, 160)),
        (3, "blue", (320, 160)),
        (6, None, (320, 640)),
        (8, None, (320, 640)),
    ],
)
def test_it_is_turned_as_the_phone_was_held(orientation, gauche, taille):
    image = ouvrir(preparee(photo(2000, 1000, orientation=orientation)).sorties[0]).convert("RGB")
    assert image.size == taille
    haut = image.getpixel((taille[0] // 2 if gauche is None else 5, 5))
    attendu = {6: "red", 8: "blue"}.get(orientation, gauche)  # turned right, the left side is on top
    assert (haut[0] > haut[2]) == (attendu == "red")


def test_a_small_image_is_not_enlarged():
    assert [(s.nom, s.largeur) for s in preparee(photo(200, 100)).sorties] == [("320", 200)]
    assert [(s.nom, s.largeur) for s in preparee(photo(600, 100)).sorties] == [("320", 320), ("800", 600)]


def test_transparency_is_kept():
    tampon = io.BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(tampon, "PNG")
    assert ouvrir(preparee(tampon.getvalue()).sorties[0]).getpixel((9, 9))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_other_kinds_of_pixels_become_colours(mode):
    tampon = io.BytesIO()
    Image.new(mode, (50, 50)).save(tampon, "JPEG" if mode == "CMYK" else "PNG")
    assert ouvrir(preparee(tampon.getvalue()).sorties[0]).mode in ("RGB", "RGBA")


def test_colours_of_another_profile_become_srgb():
    from PIL import ImageCms

    tampon = io.BytesIO()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pixels(50, 50).save(tampon, "JPEG", icc_profile=lab)
    image = ouvrir(preparee(tampon.getvalue()).sorties[0])
    assert "icc_profile" not in image.info
    assert image.convert("RGB").getpixel((5, 5))[0] > 200


# --- what somebody could send on purpose ------------------------------------------------------------------------------
@pytest.mark.parametrize("taille", [(10_000, 5_000), (8_000, 6_250), (30_000, 30_000)])
def test_fifty_megapixels_are_refused_in_the_header(taille):
    phrase = refuse(png_declare(*taille), "mur.png")
    assert phrase == (
        "« mur.png » : cette image a trop de points (50 millions ou plus). Il faut la réduire, ou la photographier en qualité "
        "normale."
    )


def test_just_under_fifty_megapixels_is_a_photo():
    tampon = io.BytesIO()
    Image.new("RGB", (8000, 6000), "red").save(tampon, "JPEG")
    prepare = preparee(tampon.getvalue())
    assert [s.largeur for s in prepare.sorties] == [320, 800, 1600]


@pytest.mark.parametrize("suite", [b"<script>alert(1)</script>", pdf()], ids=["html", "pdf"])
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_hides_behind_an_image_is_not_kept(format_, suite):
    for sortie in preparee(photo(format_=format_) + suite).sorties:
        assert suite not in sortie.contenu.open().read()


def test_a_gif_that_is_also_a_script_is_not_kept_so():
    gif = bytearray(photo(format_="GIF"))
    prepare = preparee(bytes(gif) + b"/*=1;alert(1)//", "x.gif")
    assert all(s.contenu.open().read(4) == b"RIFF" for s in prepare.sorties)


def test_a_cut_photo_is_refused():
    assert "abîmé" in refuse(photo(2000, 1000)[:-2000], "coupe.jpg")


def test_a_drawing_with_a_script_is_refused():
    svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    attendu = "un dessin SVG peut cacher un programme. Il faut l’enregistrer en PNG, puis joindre le PNG."
    assert refuse(svg, "dessin.svg") == f"« dessin.svg » : {attendu}"
    assert refuse(svg, "dessin.jpg") == f"« dessin.jpg » : {attendu}"
    assert refuse(svg, "dessin.txt") == f"« dessin.txt » : {attendu}"


def test_the_name_does_not_decide():
    assert preparee(photo(), "devoir.pdf").nature == "image"
    assert "n’est pas accepté" in refuse(b"MZ\x90\0 a program", "photo.jpg")
    assert "n’est pas accepté" in refuse(b"<html><script>alert(1)</script>", "photo.jpg")


def test_an_empty_file_is_refused():
    assert refuse(b"", "photo.jpg") == "« photo.jpg » : ce fichier est vide. Il faut le choisir de nouveau."
