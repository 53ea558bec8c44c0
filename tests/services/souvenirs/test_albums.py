"""A keepsake: what is in it, how it is made, killed, resumed, taken and erased."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ent.annuaire.models import EntreeJournal, Personne
from ent.diffusion.models import Notification
from ent.fichiers.actions import purger
from ent.services.souvenirs import actions, lectures
from ent.services.souvenirs.models import AlbumSouvenir, PartAlbum
from pages.actions.portfolio import garder
from tests.pages.journal import publie
from tests.services.souvenirs.conftest import avancer, demander, faire, octets, ouvrir, page

pytestmark = pytest.mark.besoin_de("cahier_de_textes", "messagerie", "pages")

Etat = AlbumSouvenir.Etat
QUESTIONS = 21  # of the page, whatever there is


def prendre(client, eleve, **entetes):
    return client.get(reverse("souvenirs_prendre", args=[eleve.uuid]), headers=entetes)


# --- What is in it ------------------------------------------------------------------------------------------------------
def test_it_holds_photos_works_words_and_sounds_in_one_page(d, vecu):
    album = faire(d.mere, d.eleve_cp)
    assert (album.etat, album.faits, album.total) == (Etat.PRET, 2, 2)
    assert album.comptes == {"photos": 1, "travaux": 1, "mots": 1, "sons": 1, "videos": 0}
    archive = ouvrir(album)
    noms = archive.namelist()
    assert "photos/2026-11-24_la-sortie-a-la-ferme_1.webp" in noms
    assert "sons/2026-11-24_ma-feuille-d-arbre_1.wav" in noms
    assert {"index.html", "page.css", "LISEZMOI.txt"} <= set(noms)
    html = archive.read("index.html").decode()
    for dit in [
        "L’album d’Inès",
        "novembre 2026",
        "Nous avons vu les chèvres.",
        "Bien vu !",
        "Bravo",
        "Prévoir des bottes.",
        "Voilà",
    ]:
        assert dit in html
    assert "<audio controls" in html and "<script" not in html
    cites = set(re.findall(r'(?:href|src)="([^"#][^"]*)"', html))
    assert cites <= set(noms), "all that the page shows is in the folder: no network is asked"
    assert "Réservé au CM2" not in html


def test_a_billet_that_the_child_kept_is_told_once(d, vecu):
    """Its photos came again under the same title, as a work of the day when it was kept."""
    garder(
        eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre=vecu.billet.titre, billet=vecu.billet
    )
    garder(
        eleve=d.eleve_cp, auteur=d.enseignante, etablissement=d.elementaire, titre="Mon poème", texte="Sous la pluie"
    )
    album = faire(d.mere, d.eleve_cp)
    assert (album.comptes["photos"], album.comptes["travaux"]) == (1, 2)
    html = page(album)
    assert html.count(f">{vecu.billet.titre}</bdi></h3>") == 1 and "Sous la pluie" in html


def test_names_are_never_twice_the_same_and_hold_nothing_dangerous(d, vecu, montrables):
    publie(d, [d.eleve_cp], titre="La sortie à la ferme")
    publie(d, [d.eleve_cp], titre="../../etc/passwd")
    noms = ouvrir(faire(d.mere, d.eleve_cp)).namelist()
    assert len(noms) == len(set(noms))
    assert [n for n in noms if ".." in n or not re.fullmatch(r"[\w./-]+", n)] == []
    assert "photos/2026-11-24_la-sortie-a-la-ferme_2.webp" in noms


def test_it_speaks_the_language_of_its_reader(d, vecu):
    Personne.objects.filter(pk=d.mere.pk).update(langue="ar")
    html = page(faire(d.mere, d.eleve_cp))
    assert '<html lang="ar" dir="rtl">' in html


# --- Part by part, killed, resumed ----------------------------------------------------------------------------------------
def test_a_killed_worker_loses_its_part_alone(d, vecu, monkeypatch, objets):
    publie(d, [d.eleve_cp], titre="Deux")
    publie(d, [d.eleve_cp], titre="Trois")
    monkeypatch.setattr(actions, "PART_FICHIERS", 1)
    album = demander(d.mere, d.eleve_cp)
    album = avancer(album, 2)
    faites = list(album.parts.values_list("rang", "cle"))
    assert len(faites) == 2 and album.etat == Etat.EN_COURS
    vraie = actions.ecrire

    class Tue(BaseException):
        """SIGKILL in the middle of a part."""

    def mourir(_contenu):
        raise Tue

    monkeypatch.setattr(actions, "ecrire", mourir)
    with pytest.raises(Tue):
        avancer(album, 1)
    monkeypatch.setattr(actions, "ecrire", vraie)
    relu = avancer(album)
    assert relu.etat == Etat.PRET
    assert list(relu.parts.values_list("rang", "cle"))[:2] == faites, "what was made is not made again"
    assert ouvrir(relu).testzip() is None


def test_what_a_dead_worker_left_is_taken_up_three_times_then_said(d, vecu, monkeypatch):
    reprises = []
    monkeypatch.setattr(actions, "_continuer", lambda album: reprises.append(album.pk))
    album = demander(d.mere, d.eleve_cp)
    reprises.clear()
    actions.reprendre()
    assert reprises == [], "it may be slow, not dead"
    for n in range(1, 4):
        AlbumSouvenir.objects.update(avance_le=timezone.now() - dt.timedelta(minutes=11))
        actions.reprendre()
        assert reprises == [album.pk] * n
    AlbumSouvenir.objects.update(avance_le=timezone.now() - dt.timedelta(minutes=11))
    actions.reprendre()
    assert AlbumSouvenir.objects.get().etat == Etat.ECHOUE


def test_two_workers_on_the_same_part_keep_one(d, vecu, monkeypatch):
    monkeypatch.setattr(actions, "PART_FICHIERS", 1)
    album = demander(d.mere, d.eleve_cp)
    vu = AlbumSouvenir.objects.select_related("eleve", "demandeur").get(pk=album.pk)
    vraie, fois = actions.ecrire_des_fichiers, []

    def pendant(*arguments):
        ecrite = vraie(*arguments)
        if not fois:
            fois.append(1)
            actions.avancer(album=vu)
        return ecrite

    monkeypatch.setattr(actions, "ecrire_des_fichiers", pendant)
    actions.avancer(album=vu)
    assert list(PartAlbum.objects.values_list("rang", flat=True)) == [0]
    assert ouvrir(avancer(album)).testzip() is None


def test_its_progress_counts_files_and_bytes(d, vecu, monkeypatch, entrer):
    monkeypatch.setattr(actions, "PART_FICHIERS", 1)
    album = avancer(demander(d.mere, d.eleve_cp), 1)
    assert (album.faits, album.total) == (1, 2)
    client = entrer(d.mere)
    dit = client.get(reverse("souvenirs_etat", args=[d.eleve_cp.uuid])).text
    assert "Fichiers : 1 sur 2. Poids : " in dit and "every 2s" in dit
    avancer(album)
    fini = client.get(reverse("souvenirs_etat", args=[d.eleve_cp.uuid])).text
    assert "every 2s" not in fini and "Télécharger" in fini


def test_a_storage_that_is_full_is_said_with_what_to_do(d, vecu, monkeypatch, entrer):
    def plein(_contenu):
        raise ValidationError("plein", code="panne")

    monkeypatch.setattr(actions, "ecrire", plein)
    album = faire(d.mere, d.eleve_cp)
    assert album.etat == Etat.ECHOUE
    assert "Essayer encore" in entrer(d.mere).get(reverse("souvenirs_album", args=[d.eleve_cp.uuid])).text


# --- Taken ----------------------------------------------------------------------------------------------------------------
def test_a_download_that_was_cut_goes_on_across_parts(d, vecu, monkeypatch, entrer):
    monkeypatch.setattr(actions, "PART_FICHIERS", 1)
    album = faire(d.mere, d.eleve_cp)
    assert album.parts.count() > 2
    client, tout = entrer(d.mere), octets(album)
    entier = prendre(client, d.eleve_cp)
    assert (entier.status_code, b"".join(entier), entier["Accept-Ranges"]) == (200, tout, "bytes")
    assert 'filename="album-ines-2026-11-24.zip"' in entier["Content-Disposition"]
    milieu = album.parts.all()[1].debut - 3
    suite = prendre(client, d.eleve_cp, range=f"bytes={milieu}-", if_range=entier["ETag"])
    assert (suite.status_code, b"".join(suite)) == (206, tout[milieu:])
    assert prendre(client, d.eleve_cp, range=f"bytes={len(tout)}-").status_code == 416
    zipfile.ZipFile(io.BytesIO(tout[:milieu] + tout[milieu:])).testzip()


# --- Asked, told, erased ----------------------------------------------------------------------------------------------------
def test_asked_again_while_it_is_made_it_is_the_same_and_another_child_waits(d, vecu):
    premier = demander(d.mere, d.eleve_cp)
    assert demander(d.mere, d.eleve_cp) == premier
    with pytest.raises(ValidationError, match="L’album d’Inès se prépare encore"):
        demander(d.mere, d.eleve_cm2)
    avancer(premier)
    assert demander(d.mere, d.eleve_cm2).eleve == d.eleve_cm2


def test_asked_again_once_ready_it_takes_the_place_of_the_former(d, vecu, django_capture_on_commit_callbacks, objets):
    faire(d.mere, d.eleve_cp)
    avant = set(PartAlbum.objects.values_list("cle", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        second = faire(d.mere, d.eleve_cp)
    assert AlbumSouvenir.objects.get() == second
    assert not avant & {"/".join(chemin.parts[-2:]) for chemin in objets()}


def test_its_reader_alone_is_told_that_it_is_ready(d, vecu):
    faire(d.mere, d.eleve_cp)
    dites = Notification.objects.filter(nature="souvenirs.pret").values_list("destinataire", "eleve", "texte")
    assert list(dites) == [(d.mere.pk, d.eleve_cp.pk, "L’album d’Inès est prêt.")]
    entree = EntreeJournal.objects.get(verbe="souvenirs.demander")
    assert entree.objet == f"personne {d.eleve_cp.pk}"


def test_the_home_tells_what_is_in_it(d, vecu, entrer):
    faire(d.mere, d.eleve_cp)
    accueil = entrer(d.mere).get("/").text
    assert "L’album d’Inès est prêt." in accueil and "1 photo · 1 travail · 1 mot · 1 son" in accueil
    assert "prêt jusqu’au 1" in entrer(d.mere).get("/plus/").text


def test_the_purge_of_files_leaves_it_and_seven_days_erase_it(d, vecu, horloge, mardi, entrer):
    album = faire(d.mere, d.eleve_cp)
    horloge(mardi + dt.timedelta(days=5))
    purger()
    assert ouvrir(album).testzip() is None
    actions.tournee()
    assert AlbumSouvenir.objects.exists()
    horloge(mardi + dt.timedelta(days=7, minutes=1))
    assert prendre(entrer(d.mere), d.eleve_cp).status_code == 302
    actions.tournee()
    assert not AlbumSouvenir.objects.exists()


def test_the_place_that_a_school_gives_is_bounded_and_said(d, vecu, monkeypatch, entrer):
    monkeypatch.setattr(actions, "QUOTA_ECOLE", 10)
    reponse = entrer(d.mere).post(reverse("souvenirs_album", args=[d.eleve_cp.uuid]))
    assert reponse.status_code == 422
    assert "La place manque" in reponse.text and "réessayez demain" in reponse.text


def test_too_many_in_an_hour_wait(d, vecu):
    for _n in range(actions.PAR_HEURE):
        faire(d.mere, d.eleve_cp)
    with pytest.raises(ValidationError, match="Réessayez dans une heure"):
        demander(d.mere, d.eleve_cp)


@pytest.mark.parametrize("combien", [1, 3])
def test_the_page_costs_the_same_whatever_there_is(d, vecu, entrer, django_assert_num_queries, combien):
    for n in range(combien - 1):
        publie(d, [d.eleve_cp], titre=f"Billet {n}")
    client = entrer(d.mere)
    with django_assert_num_queries(QUESTIONS):
        assert client.get(reverse("souvenirs_album", args=[d.eleve_cp.uuid])).status_code == 200


def test_the_page_says_what_will_be_in_it_and_how_large(d, vecu, entrer):
    dit = entrer(d.mere).get(reverse("souvenirs_album", args=[d.eleve_cp.uuid])).text
    for ligne in ["1 photo", "1 travail", "1 mot", "1 son", "Environ", "Préparer l’album"]:
        assert ligne in dit
    contenu = lectures.contenu_de(d.mere, d.eleve_cp, "fr")
    assert contenu.octets == sum(prise.octets for prise in contenu.prises) > 0


def test_nothing_is_offered_while_there_is_nothing_to_keep(d, mardi, entrer):
    dit = entrer(d.mere).get(reverse("souvenirs_album", args=[d.eleve_cp.uuid])).text
    assert "Il n’y a encore rien à garder." in dit and "Préparer l’album" not in dit
