"""One style sheet, one script, two sheets of drawings: small, kept for a year, the same for everyone."""

import gzip
import re

import brotli
import pytest
from django.test import Client, override_settings

from ent.coquille.assemblages import adresse, assembler, chemin, declares, resserrer_css, resserrer_js, sources_de
from tests.lancer import RACINE


def test_comments_and_needless_whitespace_leave_the_style_sheet():
    assert (
        resserrer_css("/* why */\n.a :hover,\n.b {\n  color: red;\n  margin: 0 1px;\n}\n")
        == ".a :hover,.b{color:red;margin:0 1px}"
    )


def test_comments_leave_the_script_but_addresses_stay():
    source = '/* what\n   it does */\nconst a = "https://exemple.fr"; // why\n  // gone\n  b();\n'
    assert resserrer_js(source) == 'const a = "https://exemple.fr";\nb();'


def test_no_string_of_ours_is_cut_for_a_comment():
    """What is dropped at the end of a line begins outside of any string: what stands before it has its quotes by pairs."""
    sources = [
        f for salle in ("ent", "cahier_de_textes", "messagerie", "pages") for f in (RACINE / salle).rglob("*.js")
    ]
    coupees = 0
    for source in sources:
        for ligne in source.read_text().splitlines():
            if ligne.strip() != (gardee := resserrer_js(ligne)) and gardee:
                coupees += 1
                assert all(gardee.count(signe) % 2 == 0 for signe in "\"'`"), f"{source}: {ligne}"
    assert len(sources) > 50 and coupees > 100


def test_every_source_file_is_in_an_asset_of_the_registry():
    servis = {chemin(source) for nom in declares() for source in sources_de(nom)}
    poses = {
        fichier
        for dossier in RACINE.glob("**/static")
        if not {".venv", "var"} & set(dossier.parts)
        for fichier in (*dossier.glob("*/css/**/*.css"), *dossier.glob("*/js/**/*.js"))
        if "cms" not in fichier.parts
    }
    assert poses - servis == set()


def test_letters_have_three_weights():
    """Each one more is a font that the phone opens before its first screen, and that nobody tells from its neighbour."""
    feuilles = [assembler(nom).contenu.decode() for nom in declares() if nom.endswith(".css")]
    graisses = {dite for feuille in feuilles for dite in re.findall(r"font-weight: ?(\d+)[;}]", feuille)}
    assert graisses == {"400", "600", "700"}


@pytest.mark.parametrize(
    ("nom", "type_attendu"),
    [
        ("style.css", "text/css; charset=utf-8"),
        ("script.js", "text/javascript; charset=utf-8"),
        ("icones.svg", "image/svg+xml"),
        ("dessins.svg", "image/svg+xml"),
    ],
)
def test_a_file_of_the_shell_is_compressed_and_kept_for_a_year(nom, type_attendu):
    reponse = Client().get(adresse(nom), headers={"Accept-Encoding": "gzip"})
    assert reponse.status_code == 200
    assert {cle: reponse[cle] for cle in ("Content-Type", "Content-Encoding", "Cache-Control", "ETag", "Vary")} == {
        "Content-Type": type_attendu,
        "Content-Encoding": "gzip",
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": assembler(nom).etag,
        "Vary": "Accept-Encoding",
    }
    assert gzip.decompress(reponse.content) == assembler(nom).contenu
    assert Client().get(adresse(nom)).content == assembler(nom).contenu


@pytest.mark.parametrize(
    ("accepte", "codage"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("gzip, deflate", "gzip"),
        ("zstd", ""),
        ("", ""),
    ],
)
def test_a_file_is_said_in_the_smallest_coding_that_a_browser_names(accepte, codage):
    reponse = Client().get(adresse("style.css"), headers={"Accept-Encoding": accepte})
    lire = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[codage]
    assert (reponse.get("Content-Encoding", ""), lire(reponse.content)) == (codage, assembler("style.css").contenu)


@pytest.mark.parametrize("nom", [nom for nom in declares() if nom.endswith(".css")])
def test_the_sheet_of_a_page_fits_in_the_first_ten_segments_of_an_answer(nom):
    """14,600 bytes, of which headers take less than 600."""
    assert len(assembler(nom).br) < 14_000


def test_a_browser_that_has_it_receives_nothing():
    reponse = Client().get(adresse("style.css"), headers={"If-None-Match": assembler("style.css").etag})
    assert (reponse.status_code, reponse.content) == (304, b"")


def test_the_address_from_before_an_update_gives_the_present_file_for_a_minute():
    reponse = Client().get("/style.000000000000.css")
    assert (reponse.status_code, reponse["Cache-Control"]) == (200, "public, max-age=60")


def test_a_mix_of_name_and_kind_is_not_a_file():
    assert Client().get("/style.000000000000.js").status_code == 404


def test_layers_stay_in_their_order():
    assert assembler("style.css").contenu.startswith(b"@layer jetons,base,composants,univers;")


def test_every_token_that_is_used_is_defined():
    style = "".join(assembler(nom).contenu.decode() for nom in declares() if nom.endswith(".css") and nom != "site.css")
    scripts = "".join(assembler(nom).contenu.decode() for nom in declares() if nom.endswith(".js"))
    definis = {*re.findall(r"(--[\w-]+):", style), *re.findall(r'setProperty\("(--[\w-]+)"', scripts)}
    dessins = assembler("icones.svg").contenu.decode() + assembler("dessins.svg").contenu.decode()
    assert set(re.findall(r"var\((--[\w-]+)", style + dessins)) - definis == set()


def test_drawings_need_no_class_since_the_style_of_a_page_does_not_reach_them():
    assert b"class=" not in assembler("icones.svg").contenu + assembler("dessins.svg").contenu


def test_what_every_page_loads_first_stays_under_48_kilobytes():
    """The parent's home adds its own HTML: see test_accueil. The whole first load is to hold in 80 kB, photos and fonts included."""
    poids = sum(len(assembler(nom).gzip) for nom in ("style.css", "script.js", "icones.svg", "dessins.svg"))
    assert poids < 48_000


@pytest.mark.parametrize("nom", declares())
def test_every_asset_is_answered_before_anyone_is_known(d, entrer, django_assert_num_queries, nom):
    """One registry: the address, the middleware's exception and the worker's list derive from it. Someone who still owes a
    second factor receives a style sheet where they asked for one, never the page that asks for the factor.
    """
    client = entrer(d.directrice)
    with override_settings(ENT_SECOND_FACTEUR=True), django_assert_num_queries(0):
        reponse = client.get(adresse(nom))
    assert (reponse.status_code, reponse["Content-Type"]) == (200, assembler(nom).type)


def test_an_asset_that_nobody_declared_is_a_page_that_is_not_there(db):
    assert Client().get("/inconnu.000000000000.css").status_code == 404
