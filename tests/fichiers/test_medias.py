"""Sounds and videos: told apart by their tracks, kept without the place they were made."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from ent.fichiers.controles import preparer
from ent.fichiers.limites import GO, MO, lisible, lisible_de_trop
from ent.fichiers.models import duree_dite
from ent.fichiers.templatetags.fichiers import son
from tests.fichiers.fabriques import LIEU, boite, grappe, mp3, mp4, opus, televerse, wav, webm


def preparee(contenu: bytes, nom: str = "voix"):
    return preparer(televerse(nom, contenu), nom)


def refuse(contenu: bytes, nom: str = "voix") -> str:
    with pytest.raises(ValidationError) as erreur:
        preparee(contenu, nom)
    return erreur.value.messages[0]


@pytest.mark.parametrize(
    ("contenu", "nature", "mime", "duree"),
    [
        (wav(2), "son", "audio/wav", 2.0),
        (mp3(2), "son", "audio/mpeg", 2.0),
        (mp4(b"soun", marque=b"M4A "), "son", "audio/mp4", 2.5),
        (mp4(b"soun", b"vide"), "video", "video/mp4", 2.5),
        (mp4(b"vide", marque=b"qt  "), "video", "video/mp4", 2.5),
        (webm(2), "son", "audio/webm", 1.5),
        (webm(2, direct=True), "son", "audio/webm", None),
        (webm(2, direct=True, grappes=grappe(0, 0, 60, 9_960) + grappe(10_000, 0, 2_500)), "son", "audio/webm", 12.5),
        (webm(2, direct=True, grappes=grappe(0, 0, 960) + b"\xa3"), "son", "audio/webm", 1.0),  # cut
        (webm(1, 2), "video", "video/webm", 1.5),
    ],
    ids=["wav", "mp3", "m4a", "mp4", "mov", "webm-sound", "webm-recorder", "webm-said", "webm-cut", "webm-video"],
)
def test_a_media_is_known_by_its_tracks(contenu, nature, mime, duree):
    prepare = preparee(contenu)
    assert (prepare.nature, prepare.type_mime) == (nature, mime)
    assert prepare.duree == (duree if duree is None else pytest.approx(duree, abs=0.1))
    assert prepare.sorties[0].contenu.open().read() == contenu


def test_a_sound_in_ogg_is_walked_to_its_last_byte():
    prepare = preparee(opus(2))
    assert (prepare.nature, prepare.type_mime, prepare.duree) == ("son", "audio/ogg", 2.0)
    assert "abîmé" in refuse(opus() + b"<script>alert(1)</script>")
    assert "abîmé" in refuse(opus()[:-1])


def test_a_video_does_not_say_where_it_was_filmed():
    origine = mp4(b"vide", b"soun", lieu=True)
    assert LIEU in origine
    gardee = preparee(origine).sorties[0].contenu.open().read()
    assert LIEU not in gardee
    assert len(gardee) == len(origine), "no address inside the file moved"
    assert gardee.count(b"free") == 1


def puits(fond: int) -> bytes:
    """A box inside itself, again and again."""
    contenu = b""
    for _n in range(fond):
        contenu = boite(b"moov", contenu)
    return contenu


@pytest.mark.parametrize(
    "contenu",
    [
        mp4(b"vide") + b"<html><script>alert(1)</script>",
        mp4(b"vide")[:-100],
        mp4(),
        boite(b"ftyp", b"isom", bytes(4)),
        boite(b"ftyp", b"isom", bytes(4)) + puits(2000),
        webm(2) + b"PK\x03\x04 an archive",
        webm(2)[:-4],
        webm(17),
        webm(1, doctype=b"matroska"),
        wav(suite=b"<script>alert(1)</script>"),
        wav()[:30],
        b"ID3" + bytes(600),
        b"OggS\0 not a page",
    ],
    ids=["mp4-tail", "mp4-cut", "no-track", "ftyp-only", "well", "webm-tail", "webm-cut", "subtitles", "matroska", "wav-tail", "wav-cut", "id3-only", "ogg"],
)  # fmt: skip
def test_a_broken_or_double_media_is_refused(contenu):
    assert "abîmé" in refuse(contenu)


def test_each_kind_has_its_limit():
    assert "cette vidéo pèse 200 Mo, la limite est 100 Mo. Il faut la couper" in refuse(
        mp4(b"vide", donnees=200_000_000)
    )
    assert "ce son pèse 21 Mo, la limite est 20 Mo. Il faut enregistrer moins longtemps." in refuse(
        mp4(b"soun", donnees=21_000_000)
    )
    assert "ce son pèse 21 Mo" in refuse(wav() + bytes(21_000_000))
    assert "cette image pèse 26 Mo, la limite est 25 Mo." in refuse(b"\xff\xd8\xff" + bytes(26_000_000))
    assert "ce document pèse 21 Mo, la limite est 20 Mo." in refuse(b"%PDF-1.4" + bytes(21_000_000))


@pytest.mark.parametrize(
    ("octets", "limite", "dit"),
    [
        (25_000_001, 25 * MO, "25,1 Mo"),
        (25_400_001, 25_400_000, "25,5 Mo"),
        (9_500_001, 9_500_000, "9,6 Mo"),
        (2 * GO + 1, 2 * GO, "2,1 Go"),
        (800_001, 800_000, "800,1 ko"),
        (26 * MO, 25 * MO, "26 Mo"),
    ],
)
def test_what_is_over_its_limit_reads_over_it(octets, limite, dit):
    assert lisible_de_trop(octets, limite) == dit
    assert lisible(limite) != dit


def test_one_byte_too_many_is_refused_in_a_sentence_that_says_why():
    assert "cette image pèse 25,1 Mo, la limite est 25 Mo." in refuse(b"\xff\xd8\xff" + bytes(25_000_000))


def test_a_sound_says_how_long_it_is_and_one_that_does_not_is_asked():
    """A browser says « 0:00 / 0:00 » of what it did not fetch."""
    su, inconnu = son("/f/1", "Voix « de » Léa", duree_dite(72.9)), son("/f/1", 'a" onplay="x', duree_dite(None))
    assert 'class="rangee son son--su"' in su and 'preload="none"' in su and '<span class="doux">1:12</span>' in su
    assert 'preload="metadata"' in inconnu and "doux" not in inconnu and 'onplay="' not in inconnu


def test_no_page_draws_a_sound_by_itself():
    """`{% son %}` does, and what is read elsewhere than here: an album that is taken along, an archive; a script fills the pattern of a thread."""
    ailleurs = {"souvenirs/hors_ligne/page.html", "pages/journal/archive.html", "messagerie/fils/_modeles.html"}
    racine = Path(settings.BASE_DIR)
    dessines = {
        "/".join(page.parts[page.parts.index(dossier) + 1 :])
        for dossier in ("templates", "jinja2")
        for salle in ("ent", "cahier_de_textes", "messagerie", "pages")
        for page in (racine / salle).rglob(f"{dossier}/**/*.html")
        if "<audio" in page.read_text()
    }
    assert dessines == ailleurs
