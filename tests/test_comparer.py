"""`make comparer` says what differs, by a pixel at least, and nothing else."""

import json

from PIL import Image

from tests.comparer.__main__ import comparer


def photographier(dossier, statuts=None, **couleurs):
    """A folder of photographs of one colour, and the statuses of their pages."""
    dossier.mkdir()
    for nom, couleur in couleurs.items():
        Image.new("RGB", (4, 3), couleur).save(dossier / f"{nom}.png")
    (dossier / "statuts.json").write_text(json.dumps(dict.fromkeys(couleurs, 200) | (statuts or {})))
    return dossier


def test_same_pages_are_the_same(tmp_path, capsys):
    avant = photographier(tmp_path / "avant", accueil="white", jour="green")
    apres = photographier(tmp_path / "apres", accueil="white", jour="green")
    assert comparer(avant, apres, tmp_path / "differences") == 0
    assert capsys.readouterr().out == "2 pages, 0 différentes.\n"
    assert list((tmp_path / "differences").iterdir()) == []


def test_one_pixel_is_said_and_drawn(tmp_path, capsys):
    avant = photographier(tmp_path / "avant", accueil="white", jour="green")
    apres = photographier(tmp_path / "apres", accueil="white", jour="green")
    image = Image.open(apres / "jour.png")
    image.putpixel((2, 1), (0, 128, 1))
    image.save(apres / "jour.png")
    assert comparer(avant, apres, tmp_path / "differences") == 1
    assert "≠ jour : 1 px dans (2, 1, 3, 2)" in capsys.readouterr().out
    dessin = Image.open(tmp_path / "differences" / "jour.png")
    rouges = [(x, y) for x in range(8, 12) for y in range(3) if dessin.getpixel((x, y)) == (255, 0, 0)]
    assert (dessin.size, rouges) == ((12, 3), [(10, 1)])


def test_a_page_that_answers_otherwise_or_was_not_there_is_said(tmp_path, capsys):
    avant = photographier(tmp_path / "avant", accueil="white")
    apres = photographier(tmp_path / "apres", {"accueil": 404}, accueil="white", jour="green")
    assert comparer(avant, apres, tmp_path / "differences") == 1
    dit = capsys.readouterr().out
    assert "≠ accueil : statut 200 → 404" in dit
    assert "≠ jour : absente de la base statut None → 200" in dit


def test_a_page_that_grew_is_said(tmp_path, capsys):
    avant = photographier(tmp_path / "avant", accueil="white")
    apres = photographier(tmp_path / "apres", accueil="white")
    Image.new("RGB", (4, 5), "white").save(apres / "accueil.png")
    assert comparer(avant, apres, tmp_path / "differences") == 1
    assert "≠ accueil : 4 × 3 → 4 × 5" in capsys.readouterr().out
