"""The same, in a bucket: a real S3 server on this machine (moto), reached by django-storages."""

import json
import logging
import os
import subprocess
import sys
from urllib.parse import parse_qs, unquote, urlsplit
from urllib.request import urlopen

import boto3
import pytest
from django.core.files.storage import storages
from pyrage import x25519

from ent.fichiers import actions
from ent.fichiers.models import Fichier
from tests.fichiers.fabriques import photo, wav

CLES = {"aws_access_key_id": "essai", "aws_secret_access_key": "essai", "region_name": "eu-west-3"}


@pytest.fixture(scope="module")
def serveur_s3():
    from moto.server import ThreadedMotoServer

    serveur = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    serveur.start()
    hote, port = serveur.get_host_and_port()
    yield f"http://{hote}:{port}"
    serveur.stop()
    logging.getLogger("werkzeug").setLevel(logging.NOTSET)


@pytest.fixture
def seau(serveur_s3, settings, prives):
    """An empty bucket, and the settings that `ENT_S3_…` give."""
    client = boto3.resource("s3", endpoint_url=serveur_s3, **CLES)
    seau = client.create_bucket(Bucket="ent", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    settings.STORAGES = settings.STORAGES | {
        "fichiers": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "ent",
                "endpoint_url": serveur_s3,
                "region_name": "eu-west-3",
                "access_key": "essai",
                "secret_key": "essai",
                "location": "fichiers",
                "signature_version": "s3v4",
                "default_acl": None,
            },
        }
    }
    storages._storages.clear()
    yield seau
    seau.objects.all().delete()
    seau.delete()


def lu(reponse) -> bytes:
    return b"".join(reponse.streaming_content)


def test_objects_live_in_the_bucket_and_are_streamed(seau, d, deposer, entrer, objets):
    fichier = deposer(d.enseignante, photo(2000, 1000))
    assert objets() == [], "nothing on this disk"
    cles = [o.key for o in seau.objects.all()]
    assert sorted(cles) == sorted(f"fichiers/{x.cle}" for x in fichier.declinaisons.all())
    reponse = entrer(d.enseignante).get(fichier.vignette)
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "image/webp")
    assert lu(reponse)[:4] == b"RIFF"
    assert "Location" not in reponse


def test_a_part_of_a_sound_is_all_that_travels(seau, d, deposer, entrer):
    fichier = deposer(d.enseignante, wav())
    reponse = entrer(d.enseignante).get(fichier.adresse(), headers={"Range": "bytes=100-199"})
    assert (reponse.status_code, lu(reponse)) == (206, wav()[100:200])


def test_a_bucket_is_saved_and_given_back_whole(seau, d, deposer, tmp_path):
    """As `sauvegarder` and `restaurer` do of every storage; an object that a cut restoration had put back is written again."""
    from ent.exploitation.copies import objets as copies

    deposer(d.enseignante, photo(2000, 1000)), deposer(d.enseignante, wav())
    avant, cle = {o.key: o.get()["Body"].read() for o in seau.objects.all()}, x25519.Identity.generate()
    siens = [objet for objet in copies.tous() if objet.stockage == "fichiers"]
    assert {f"fichiers/{objet.nom}" for objet in siens} == avant.keys()
    for objet in siens:
        copies.sceller(objet, tmp_path, cle.to_public())
    seau.objects.all().delete()
    for objet in [siens[0], *siens]:
        copies.remettre(objet, tmp_path, cle)
    assert {o.key: o.get()["Body"].read() for o in seau.objects.all()} == avant


def test_a_rollback_empties_the_bucket(seau, d, deposer):
    from ent.fichiers.stockage import tout_ou_rien

    with pytest.raises(ZeroDivisionError), tout_ou_rien():
        deposer(d.enseignante)
        assert len(list(seau.objects.all())) == 2
        raise ZeroDivisionError
    assert list(seau.objects.all()) == []


def test_the_purge_reads_the_bucket(seau, d, deposer):
    garde = deposer(d.enseignante, wav())
    seau.put_object(Key="fichiers/2020-01-01/orphelin", Body=b"x")
    assert actions.purger() == {"fichiers": 0, "objets": 1}
    assert [o.key for o in seau.objects.all()] == [f"fichiers/{garde.declinaisons.get().cle}"]
    assert Fichier.objects.count() == 1


def test_the_environment_chooses_the_bucket(tmp_path):
    environnement = {
        **os.environ, "ENT_VAR": str(tmp_path), "ENT_S3_SEAU": "ent-sqy", "ENT_S3_CLE": "cle", "ENT_S3_SECRET": "secret",
        "ENT_S3_ADRESSE": "https://s3.exemple.fr",
    }  # fmt: skip
    lire = "import json; from config.settings import STORAGES; print(json.dumps(STORAGES['fichiers']))"
    lu = json.loads(subprocess.check_output([sys.executable, "-c", lire], env=environnement, text=True))
    assert lu["BACKEND"] == "storages.backends.s3.S3Storage"
    options = {cle: lu["OPTIONS"][cle] for cle in ("bucket_name", "endpoint_url", "location", "signature_version")}
    assert options == {
        "bucket_name": "ent-sqy", "endpoint_url": "https://s3.exemple.fr", "location": "fichiers", "signature_version": "s3v4",
    }  # fmt: skip


# --- Short signed addresses, when the operator chooses them -------------------------------------------------------------
@pytest.fixture
def liens(seau, settings):
    settings.ENT_S3_LIENS = 60


def test_a_reader_is_led_to_the_bucket_for_a_minute_once_their_right_is_judged(liens, d, deposer, entrer):
    fichier = deposer(d.enseignante, photo(2000, 1000))
    reponse = entrer(d.enseignante).get(fichier.vignette)
    assert (reponse.status_code, reponse["Cache-Control"]) == (302, "private, no-store")
    assert parse_qs(urlsplit(reponse["Location"]).query)["X-Amz-Expires"] == ["60"]
    with urlopen(reponse["Location"]) as objet:
        assert objet.read(4) == b"RIFF" and objet.headers["Content-Type"] == "image/webp"
    autre = entrer(d.mere).get(fichier.vignette)
    assert autre.status_code == 404 and "Location" not in autre


def test_a_signed_address_opens_one_object_and_bears_no_name(liens, d, deposer, entrer):
    un, autre = deposer(d.enseignante, wav(), nom="Inès Belhadj.wav"), deposer(d.enseignante, photo())
    lien = entrer(d.enseignante).get(un.adresse())["Location"]
    cle = un.declinaisons.get().cle
    assert cle in lien and all(x.cle not in lien for x in autre.declinaisons.all())
    assert d.enseignante.nom not in lien and str(d.enseignante.uuid) not in lien and "Belhadj" not in unquote(lien)


def test_what_is_taken_away_has_its_name_and_is_streamed(liens, d, deposer, entrer):
    fichier = deposer(d.enseignante, wav(), nom="Inès Belhadj.wav")
    prise = entrer(d.enseignante).get(fichier.adresse(), {"telecharger": ""})
    assert prise.status_code == 200 and prise["Content-Disposition"] == 'attachment; filename="2026-11-24-cp-ce1.wav"'


def test_what_the_browser_still_holds_is_not_read_again(liens, d, deposer, entrer):
    fichier = deposer(d.enseignante, photo())
    client = entrer(d.enseignante)
    etag = client.head(fichier.vignette)["ETag"]
    assert client.get(fichier.vignette, headers={"If-None-Match": etag}).status_code == 304


def jouer(tmp_path, code: str, **variables: str) -> subprocess.CompletedProcess:
    environnement = {
        **os.environ, "ENT_VAR": str(tmp_path), "ENT_S3_SEAU": "ent-sqy", "ENT_S3_CLE": "cle", "ENT_S3_SECRET": "secret",
        "ENT_S3_ADRESSE": "https://s3.exemple.fr", "ENT_S3_REGION": "eu-west-3", "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", code], env=environnement | variables, text=True, capture_output=True, check=False
    )


def test_pages_may_show_what_comes_from_the_bucket_only_then(tmp_path):
    lire = "import django; django.setup(); from django.conf import settings; print(*settings.SECURE_CSP['img-src'])"
    avec, sans = jouer(tmp_path, lire, ENT_S3_LIENS="60"), jouer(tmp_path, lire)
    assert (avec.returncode, sans.returncode) == (0, 0), avec.stderr
    assert "exemple.fr" in avec.stdout and "exemple.fr" not in sans.stdout


def test_browsers_are_not_led_in_clear(tmp_path):
    refus = jouer(tmp_path, "import config.settings", ENT_S3_LIENS="60", ENT_S3_ADRESSE="http://s3.exemple.fr")
    assert refus.returncode != 0 and "https://" in refus.stderr


@pytest.mark.parametrize("secondes", ["-1", "301", "86400"])
def test_a_lasting_address_is_refused(tmp_path, secondes):
    refus = jouer(tmp_path, "import config.settings", ENT_S3_LIENS=secondes)
    assert refus.returncode != 0 and "de 1 à 300" in refus.stderr
