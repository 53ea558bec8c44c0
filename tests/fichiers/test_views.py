"""Who is served, how; and the address that receives."""

import hashlib
import json
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ent.annuaire.models import Groupe, Inscription
from ent.fichiers import actions, registres, stockage
from ent.fichiers.models import Declinaison, Fichier
from tests.fichiers.fabriques import docx, mp4, photo, wav

DEPOT = "/fichiers/deposer/"


@pytest.fixture
def porteur(monkeypatch):
    """``porteur(fichier, d.mere)``: an item that holds the file and that these people may read."""
    lecteurs: dict[int, set[int]] = {}
    monkeypatch.setattr(registres, "_porteurs", {})

    def lisibles_par(personne):
        from django.db.models import Q

        return Q(pk__in=[pk for pk, gens in lecteurs.items() if personne.pk in gens])

    registres.enregistrer_porteur("essai", lisibles_par, Declinaison)

    def tenir(fichier: Fichier, *gens) -> None:
        lecteurs[fichier.pk] = {g.pk for g in gens}
        actions.attacher(fichiers=[fichier])

    return tenir


@pytest.fixture
def son(deposer, d, porteur):
    """A sound held by an item that the mother reads."""
    fichier = deposer(d.enseignante, wav(), "lecture.wav")
    porteur(fichier, d.mere)
    return fichier


# --- who ------------------------------------------------------------------------------------------------------------
def test_a_file_is_read_by_the_readers_of_its_item_alone(son, d, entrer):
    statuts = {qui: entrer(getattr(d, qui)).get(son.adresse()).status_code for qui in d.gens}
    assert statuts == {qui: 200 if qui == "mere" else 404 for qui in d.gens}
    assert len(statuts) == 16, "other families, classes and schools are among them"


def test_a_deposit_is_read_by_its_depositor_until_an_item_takes_it(deposer, d, entrer, porteur):
    fichier = deposer(d.eleve_cp)
    qui = ("eleve_cp", "eleve_ce1", "enseignante", "mere", "directrice")
    assert [entrer(getattr(d, q)).get(fichier.vignette).status_code for q in qui] == [200, 404, 404, 404, 404]
    porteur(fichier, d.enseignante)
    assert [entrer(getattr(d, q)).get(fichier.vignette).status_code for q in qui] == [404, 404, 200, 404, 404]


def test_signed_out_one_is_asked_to_come_in(son, client):
    reponse = client.get(son.adresse())
    assert (reponse.status_code, reponse["Location"].split("?")[0]) == (302, "/entrer/")


def test_a_right_withdrawn_is_withdrawn_at_once(son, d, entrer, porteur):
    mere = entrer(d.mere)
    etag = mere.get(son.adresse())["ETag"]
    porteur(son)
    assert mere.get(son.adresse(), headers={"If-None-Match": etag}).status_code == 404


def test_an_unknown_object_is_absent(son, d, entrer):
    mere = entrer(d.mere)
    assert [mere.get(f"/fichiers/{son.uuid}/{nom}").status_code for nom in ("320", "autre")] == [404, 404]
    assert mere.get(f"/fichiers/{uuid.uuid4()}/original").status_code == 404


def test_serving_costs_few_queries(son, d, entrer, django_assert_num_queries):
    mere = entrer(d.mere)
    with django_assert_num_queries(6):  # session, person, what holds it, their ties, the file, its objects
        assert mere.get(son.adresse()).status_code == 200


# --- how ------------------------------------------------------------------------------------------------------------
def lu(reponse) -> bytes:
    return b"".join(reponse.streaming_content)


def test_a_sound_is_served_whole_or_by_parts(son, d, entrer):
    mere, tout = entrer(d.mere), wav()
    reponse = mere.get(son.adresse(), headers={"Accept-Encoding": "gzip"})
    assert (reponse.status_code, lu(reponse)) == (200, tout)
    assert {e: reponse.get(e) for e in ("Content-Type", "Content-Length", "Accept-Ranges", "Content-Encoding")} == {
        "Content-Type": "audio/wav", "Content-Length": str(len(tout)), "Accept-Ranges": "bytes", "Content-Encoding": None,
    }  # fmt: skip
    for plage, debut, fin in [
        ("bytes=10-19", 10, 19),
        ("bytes=16000-", 16000, len(tout) - 1),
        ("bytes=-4", len(tout) - 4, len(tout) - 1),
    ]:
        partie = mere.get(son.adresse(), headers={"Range": plage})
        assert (partie.status_code, partie["Content-Range"]) == (206, f"bytes {debut}-{fin}/{len(tout)}")
        assert lu(partie) == tout[debut : fin + 1]
        assert partie["Content-Length"] == str(fin + 1 - debut)


@pytest.mark.parametrize("plage", ["bytes=99999999-", "bytes=20-10", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(son, d, entrer, plage):
    reponse = entrer(d.mere).get(son.adresse(), headers={"Range": plage})
    assert (reponse.status_code, reponse["Content-Range"]) == (416, f"bytes */{len(wav())}")


@pytest.mark.parametrize(
    "entetes",
    [
        {"Range": "lines=1-2"},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=0-1", "If-Range": '"x"'},
        {"Range": f"bytes={'9' * 5000}-"},
    ],
)
def test_a_part_that_cannot_be_read_gives_the_whole(son, d, entrer, entetes):
    assert lu(entrer(d.mere).get(son.adresse(), headers=entetes)) == wav()


def test_a_browser_asks_each_time_and_receives_once(son, d, entrer):
    mere = entrer(d.mere)
    premiere = mere.get(son.adresse())
    assert premiere["Cache-Control"] == "private, no-cache"
    seconde = mere.get(son.adresse(), headers={"If-None-Match": premiere["ETag"]})
    assert (seconde.status_code, seconde.content) == (304, b"")
    assert seconde["Cache-Control"] == "private, no-cache"


def test_what_is_served_runs_nothing(son, d, entrer):
    reponse = entrer(d.mere).get(son.adresse())
    assert reponse["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert reponse["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_downloaded_under_a_safe_name(deposer, d, entrer):
    fichier = deposer(d.enseignante, docx(), 'C:\\notes\\re"pas\u202excod.exe')
    reponse = entrer(d.enseignante).get(fichier.adresse())
    assert reponse["Content-Disposition"] == 'attachment; filename="re\\"pas xcod.docx"'


def test_a_name_in_arabic_is_kept_and_that_of_a_photo_stays_in_the_school(deposer, d, entrer):
    fichier = deposer(d.enseignante, photo(), "رحلة المدرسة.jpg")
    assert fichier.nom_donne == "رحلة المدرسة.jpg"
    reponse = entrer(d.enseignante).get(fichier.adresse())
    assert reponse["Content-Disposition"] == 'inline; filename="2026-11-24-photo.webp"'
    lu = entrer(d.enseignante).get(deposer(d.enseignante, docx(), "رحلة المدرسة.docx").adresse())
    assert lu["Content-Disposition"].startswith("attachment; filename*=utf-8''%D8%B1")
    prise = entrer(d.enseignante).get(fichier.adresse() + "?telecharger")
    assert prise["Content-Disposition"] == 'attachment; filename="2026-11-24-cp-ce1.webp"'


def test_the_storage_key_is_not_seen(son, d, entrer):
    cle = son.declinaisons.get().cle
    reponse = entrer(d.mere).get(son.adresse())
    assert cle.split("/")[1] not in str(reponse.headers)
    assert hashlib.sha256(cle.encode()).hexdigest()[:32] in reponse["ETag"]


# --- receiving --------------------------------------------------------------------------------------------------------
def envoyer(client, d, contenu: bytes, nom: str = "photo.jpg", **autres):
    champs = {"envoi": str(uuid.uuid4()), "lieu": f"classe:{d.cp_ce1.pk}", "fichier": SimpleUploadedFile(nom, contenu)}
    return client.post(DEPOT, champs | autres)


def test_a_photo_sent_twice_is_one_file(d, entrer, objets):
    enseignante, envoi = entrer(d.enseignante), str(uuid.uuid4())
    reponses = [envoyer(enseignante, d, photo(2000, 1000), envoi=envoi) for _n in range(2)]
    assert [r.status_code for r in reponses] == [201, 200]
    fichier = Fichier.objects.get()
    assert reponses[0].json() == reponses[1].json() == {
        "uuid": str(fichier.uuid), "envoi": envoi, "nom": "photo.jpg", "nature": "image", "taille": fichier.taille,
        "etat": "sain",
        "vignette": f"/fichiers/{fichier.uuid}/320", "adresse": f"/fichiers/{fichier.uuid}/1600",
        "qui": f"/fichiers/{fichier.uuid}/qui/",
    }  # fmt: skip
    assert len(objets()) == 3


def test_a_page_opened_again_learns_what_arrived(d, entrer, deposer, porteur):
    libre, pris, jamais = deposer(d.enseignante), deposer(d.enseignante), uuid.uuid4()
    porteur(pris, d.mere)
    d_un_autre = deposer(d.eleve_cp)
    envois = [libre.envoi, pris.envoi, jamais, d_un_autre.envoi, "pas un envoi"]
    reponse = entrer(d.enseignante).get(DEPOT, {"envoi": envois})
    assert {e: r and r["uuid"] for e, r in reponse.json()["envois"].items()} == {
        str(libre.envoi): str(libre.uuid),
        str(pris.envoi): None,
    }


@pytest.mark.parametrize(
    ("qui", "lieu", "statut"),
    [
        ("enseignante", "classe:{cp_ce1}", 201), ("eleve_cp", "classe:{cp_ce1}", 201), ("enseignante", "ecole:{elementaire}", 201),
        ("enseignant", "groupe:{groupe_lecture}", 201), ("eleve_ce1", "groupe:{groupe_lecture}", 201),
        ("mere", "classe:{cp_ce1}", 404), ("eleve_cp", "groupe:{groupe_lecture}", 404), ("eleve_cp", "ecole:{elementaire}", 404),
        ("eleve_cm2", "classe:{cp_ce1}", 404), ("directrice_maternelle", "classe:{cp_ce1}", 404),
        ("directrice_maternelle", "ecole:{elementaire}", 404), ("enseignante", "classe:{ms}", 404),
        ("enseignante", "lune:1", 404), ("enseignante", "classe:", 404), ("enseignante", "classe:²", 404),
    ],
)  # fmt: skip
def test_where_one_may_deposit(qui, lieu, statut, d, entrer):
    places = {n: getattr(d, n).pk for n in ("cp_ce1", "ms", "elementaire", "groupe_lecture")}
    reponse = envoyer(entrer(getattr(d, qui)), d, photo(), lieu=lieu.format(**places))
    assert reponse.status_code == statut
    assert Fichier.objects.count() == (statut == 201)


def test_a_refusal_is_a_sentence_and_nothing_is_kept(d, entrer, objets):
    reponse = envoyer(entrer(d.enseignante), d, b"<svg onload=alert(1)>", "dessin.svg")
    assert (reponse.status_code, list(reponse.json())) == (422, ["erreur"])
    assert reponse.json()["erreur"].startswith("« dessin.svg » : un dessin SVG peut cacher un programme.")
    assert (Fichier.objects.count(), objets()) == (0, [])


def test_on_a_full_disk_the_browser_is_told_to_keep_the_file(d, entrer, objets, monkeypatch):
    monkeypatch.setattr(stockage.stockage(), "save", lambda cle, contenu: Path("/dev/full").write_bytes(contenu.read()))
    reponse = envoyer(entrer(d.enseignante), d, photo(), "velos.jpg")
    assert (reponse.status_code, list(reponse.json())) == (503, ["panne"])
    assert "la place manque" in reponse.json()["panne"]
    assert (Fichier.objects.count(), objets()) == (0, [])


def test_a_deposit_without_its_name_is_refused(d, entrer):
    reponse = envoyer(entrer(d.enseignante), d, photo(), envoi="rien")
    assert (reponse.status_code, reponse.json()["erreur"][:30]) == (422, "Cet envoi n’est pas complet. I")


def test_a_video_too_heavy_has_its_sentence(d, entrer, objets):
    lourde = mp4(b"vide", donnees=100_000_000)
    reponse = envoyer(entrer(d.enseignante), d, lourde, "spectacle.mp4")
    assert (reponse.status_code, reponse.json()["erreur"]) == (
        422,
        "« spectacle.mp4 » : cette vidéo pèse 100,1 Mo, la limite est 100 Mo. Il faut la couper ou la filmer en qualité plus basse.",
    )
    assert objets() == []


def test_a_request_of_200_megabytes_is_refused_before_it_is_read(d, entrer):
    reponse = entrer(d.enseignante).post(
        DEPOT, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=200_000_400
    )
    assert (reponse.status_code, json.loads(reponse.content)["erreur"]) == (
        413,
        "Cet envoi pèse 200,1 Mo, la limite est 200 Mo : rien n’a été gardé. Il faut joindre moins de fichiers à la fois, ou des "
        "fichiers plus petits.",
    )


def test_other_pages_keep_their_own_limit(d, entrer):
    reponse = entrer(d.enseignante).post("/langue/", b"", content_type="text/plain", CONTENT_LENGTH=30_000_000)
    assert (reponse.status_code, reponse["Content-Type"].split(";")[0]) == (413, "text/html")


def test_a_pupil_of_a_group_uses_the_room_of_their_class(d):
    assert registres.destination(d.enseignant, f"groupe:{d.groupe_lecture.pk}").classe is None
    assert registres.destination(d.eleve_cm2, f"groupe:{d.groupe_lecture.pk}").classe == d.cm2
    assert registres.destination(d.eleve_ce1, f"groupe:{d.groupe_lecture.pk}").classe == d.cp_ce1


def test_a_pupil_of_two_schools_uses_in_each_the_room_of_the_class_that_brings_them_to_its_group(d):
    Inscription.objects.create(eleve=d.eleve_cm2, classe=d.ms, debut=d.ms.annee.debut)
    des_petits = Groupe.objects.create(etablissement=d.maternelle, annee=d.ms.annee, nom="Contes")
    des_petits.eleves.add(d.eleve_cm2)
    groupes = {d.groupe_lecture: d.cm2, des_petits: d.ms}
    assert {g: registres.destination(d.eleve_cm2, f"groupe:{g.pk}").classe for g in groupes} == groupes
