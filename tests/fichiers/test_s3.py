"""The same, in a bucket: a real S3 server on this machine (moto), reached by django-storages."""

import json
import logging
import os
import subprocess
import sys

import boto3
import pytest
from django.core.files.storage import storages

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
                "bucket_name": "ent", "endpoint_url": serveur_s3, "region_name": "eu-west-3", "access_key": "essai",
                "secret_key": "essai", "location": "fichiers", "signature_version": "s3v4", "default_acl": None,
            },
        }
    }  # fmt: skip
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
