"""Photos of a billet looked at one after the other, all together, and taken away in one file: the reader's own, at that moment."""

import io
import re
import zipfile

import pytest

from pages.lectures.billets_photos import EQUIPE, FAMILLES, MONTRES
from pages.models import Billet
from tests.pages.journal import fichiers_de, photo, publie, relu, voit

VUE = re.compile(r'<a href="(/fichiers/[0-9a-f-]{36}/)"[^>]*data-pas')


def dans_le_zip(reponse) -> list[str]:
    assert reponse["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(reponse.streaming_content))).namelist()


def album(billet: Billet) -> str:
    return f"/fichiers/album/billet/{billet.pk}/"


def test_each_reader_finds_there_what_the_billet_shows_them_and_nothing_else(d, mardi, montrables, entrer):
    """Ines and Tom may be shown, alone or together; of Kenza nobody said yes."""
    montrables["journal"] |= {d.eleve_cp}
    billet = publie(d, [], [d.eleve_cp], [d.eleve_ce1], None)
    publie(d, [], classe=d.cm2, auteur=d.enseignant)
    sans, inès, kenza, jamais_dite = fichiers_de(billet)
    attendus = {
        qui: 4 if qui in ("enseignante", "directrice") else 2
        for qui in ("enseignante", "directrice", "mere", "pere_separe", "mere_arabophone", "eleve_cp", "eleve_ce1")
    }
    for qui, personne in d.gens.items():
        client = entrer(personne)
        page, pages = client.get(album(billet)), []
        assert page.status_code == (200 if qui in attendus else 404), qui
        for fichier in (sans, inès, kenza, jamais_dite):
            vue = client.get(fichier.page)
            servi = client.get(fichier.adresse()).status_code
            assert vue.status_code == servi, "the page of an image opens as the image does"
            if servi == 200:
                pages.append(fichier.page)
                assert VUE.findall(vue.text) == [f.page for f in fichiers_de(billet)][: attendus[qui]]
        if qui in attendus:
            assert pages == re.findall(r'href="(/fichiers/[0-9a-f-]{36}/)" data-visionneuse', page.text), qui
            assert len(dans_le_zip(client.get(f"{album(billet)}tout/"))) == attendus[qui] == len(pages)
        else:
            assert pages == [] and client.get(f"{album(billet)}tout/").status_code == 404


def test_what_is_taken_away_is_judged_file_by_file_while_it_leaves(d, mardi, montrables, entrer):
    montrables["journal"] |= {d.eleve_cp, d.eleve_ce1}
    billet = publie(d, [d.eleve_cp], [d.eleve_ce1])
    reponse = entrer(d.mere).get(f"{album(billet)}tout/")
    morceaux = iter(reponse.streaming_content)
    debut = next(morceaux)
    montrables["journal"] -= {d.eleve_ce1}
    archive = zipfile.ZipFile(io.BytesIO(debut + b"".join(morceaux)))
    assert archive.namelist() == ["01-2026-11-24-cp-ce1.webp"]
    (pris,) = fichiers_de(billet)[:1]
    servi = entrer(d.mere).get(pris.adresse() + "?telecharger")
    assert archive.read("01-2026-11-24-cp-ce1.webp") == b"".join(servi.streaming_content)
    assert archive.testzip() is None
    assert reponse["Content-Disposition"] == 'attachment; filename="les-feuilles-dautomne.zip"'


def test_a_photo_taken_alone_is_named_by_its_day_its_class_and_its_place_and_by_nobody(d, mardi, montrables, entrer):
    montrables["journal"] |= {d.eleve_cp}
    billet = publie(d, [], [d.eleve_cp], [], titre=f"Les dents de {d.eleve_cp.prenom}")
    mere = entrer(d.mere)
    noms = [mere.get(f.adresse() + "?telecharger")["Content-Disposition"] for f in fichiers_de(billet)]
    assert noms == [f'attachment; filename="2026-11-24-cp-ce1-0{n}.webp"' for n in (1, 2, 3)]


def test_only_the_photos_of_one_s_own_child(d, mardi, montrables, entrer):
    montrables["journal"] |= {d.eleve_cp, d.eleve_ce1}
    billet = publie(d, [], [d.eleve_cp], [d.eleve_ce1, d.eleve_cp])
    mere = entrer(d.mere)
    page = mere.get(album(billet)).text
    assert f"Seulement {d.eleve_cp.prenom} · 2" in page
    assert d.eleve_ce1.prenom not in page, "another family's child is named to nobody"
    tout = f"{album(billet)}tout/?avec="
    assert dans_le_zip(mere.get(f"{tout}{d.eleve_cp.uuid}")) == [f"0{n}-2026-11-24-cp-ce1.webp" for n in (1, 2)]
    for autre in (d.eleve_ce1.uuid, d.eleve_ms.uuid, "rien"):
        assert mere.get(f"{tout}{autre}").status_code == 404


def test_a_photo_says_where_it_comes_from_who_sees_it_and_which_of_one_s_children_is_on_it(
    d, mardi, montrables, entrer
):
    montrables["journal"] |= {d.eleve_cp, d.eleve_ce1}
    billet = publie(d, [d.eleve_cp, d.eleve_ce1], [])
    billet.pieces.filter(rang=0).update(legende="Deux mains et un gland")
    premiere, seconde = fichiers_de(billet)
    page = entrer(d.mere).get(premiere.page).text
    for dit in (
        "Les feuilles d’automne", "1 sur 2", "les familles de CP-CE1", f"{d.eleve_cp.prenom} est sur cette photo",
        'alt="Deux mains et un gland"', f'href="/journal/billet/{billet.pk}/" data-fermer', f'{premiere.adresse()}?telecharger"',
        f'href="{seconde.page}" data-pas="apres"',
    ):  # fmt: skip
        assert dit in page
    assert d.eleve_ce1.prenom not in page and 'data-pas="avant"' not in page
    assert "Tu es sur cette photo" in entrer(d.eleve_cp).get(premiere.page).text
    assert "est sur cette photo" not in entrer(d.mere).get(seconde.page).text


def test_for_the_families_of_those_shown_it_says_so(d, mardi, montrables, entrer):
    billet = publie(d, [d.eleve_cp], public=MONTRES)
    (fichier,) = fichiers_de(billet)
    assert "les familles des enfants montrés" in entrer(d.mere).get(fichier.page).text
    assert [entrer(p).get(album(billet)).status_code for p in (d.mere_arabophone, d.eleve_ce1)] == [404, 404]


@pytest.mark.parametrize("public", [FAMILLES, MONTRES, EQUIPE])
def test_it_says_to_the_school_who_really_sees_each(d, mardi, montrables, entrer, public):
    """Said hidden from families if, and only if, none is served it; of what is for the team, who that is."""
    montrables["journal"] |= {d.eleve_cp}
    billet = publie(d, [], [d.eleve_cp], [d.eleve_ce1], [d.eleve_cp, d.eleve_ce1], None, public=public)
    for fichier in fichiers_de(billet):
        par_une_famille = any(voit(parent, fichier) for parent in (d.mere, d.pere_separe, d.mere_arabophone))
        for qui in (d.enseignante, d.directrice):
            page = entrer(qui).get(fichier.page)
            if public == EQUIPE:
                assert page.status_code == 404 or "l’équipe de la classe seulement" in page.text
            else:
                assert ("cachée aux familles" in page.text) != par_une_famille


def test_it_says_that_everybody_sees_what_the_public_site_shows(d, mardi, montrables, entrer):
    montrables["journal"] |= {d.eleve_cp}
    billet = publie(d, [], [d.eleve_cp])
    sans, avec = fichiers_de(billet)
    Billet.objects.filter(pk=billet.pk).update(sur_le_site=True)
    dits = ["tout le monde, sur le site" in entrer(d.mere).get(f.page).text for f in (sans, avec)]
    assert dits == [True, False], "nobody said yes for the site"


def test_held_by_nothing_it_stands_alone_for_who_deposited_it(d, mardi, entrer):
    seul = photo(d.enseignante, d.cp_ce1)
    page = entrer(d.enseignante).get(seul.page)
    assert page.status_code == 200 and "Fermer, retour à l’accueil" in page.text
    assert [entrer(p).get(seul.page).status_code for p in (d.directrice, d.mere)] == [404, 404]


@pytest.mark.parametrize("chemin", ["album/billet/{}/", "album/billet/{}/tout/", "album/mur/{}/", "album/mur/{}/tout/"])
def test_an_album_that_cannot_be_is_not_there(d, mardi, entrer, chemin):
    client = entrer(d.enseignante)
    for cle in (0, 99999999):
        assert client.get("/fichiers/" + chemin.format(cle)).status_code == 404


def test_it_costs_the_same_whatever_the_photos(d, mardi, montrables, entrer, django_assert_num_queries):
    for combien in (1, 3):
        billet = publie(d, *[[]] * combien)
        client = entrer(d.mere)
        client.get("/")
        with django_assert_num_queries(11):
            client.get(album(billet))
        with django_assert_num_queries(16):
            client.get(fichiers_de(billet)[0].page)


class TestAlbums:
    """« Photos »: a cover by billet that has some to show."""

    def test_a_parent_finds_those_of_their_children_newest_first(self, d, mardi, montrables, entrer):
        montrables["journal"] |= {d.eleve_cp}
        premier = publie(d, [], titre="La sortie au bois")
        publie(d, titre="Sans photo")
        publie(d, [d.eleve_ce1], titre="Une photo que nul ne voit")
        second = publie(d, [d.eleve_cp], [], titre="Les gaufres")
        du_frere = publie(d, [], titre="Le cross", classe=d.cm2, auteur=d.enseignant)

        def vers(client, chemin: str = "/journal/photos/") -> list[str]:
            return re.findall(r'class="albums__un" href="([^"]+)"', client.get(chemin).text)

        mere = entrer(d.mere)
        assert vers(mere) == [album(du_frere), album(second), album(premier)]
        assert vers(mere, f"/journal/photos/{d.eleve_cp.uuid}/") == [album(second), album(premier)]
        assert vers(entrer(d.mere_arabophone)) == [album(second), album(premier)]
        assert mere.get(f"/journal/photos/{d.eleve_ce1.uuid}/").status_code == 404
        eleve = entrer(d.eleve_cp).get("/journal/photos/").text
        assert album(second) in eleve and album(du_frere) not in eleve

    def test_it_costs_the_same_whatever_the_albums(self, d, mardi, montrables, entrer, django_assert_num_queries):
        for _combien in (1, 3):
            publie(d, [])
            client = entrer(relu(d.mere))
            client.get("/")
            with django_assert_num_queries(7):
                client.get("/journal/photos/")
