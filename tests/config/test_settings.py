"""Production refuses to start without its secrets; a trial needs nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent.parent
SERVICES = {
    "ENT_PRODUCTION": "1",
    "ENT_CLE_SECRETE": "s" * 50,
    "ENT_CLE_CODES": "c" * 50,
    "ENT_DOMAINES": "ecoles.exemple.fr",
    "DATABASE_URL": "postgres://ent@127.0.0.1/ent",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}
LIRE = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.ENT_SECOND_FACTEUR, s.DEBUG, s.ALLOWED_HOSTS)"


def demarrer(var: Path, lire: str = LIRE, **environnement: str) -> subprocess.CompletedProcess:
    propre = {cle: v for cle, v in os.environ.items() if not cle.startswith(("ENT_", "DATABASE", "REDIS", "EMAIL"))}
    return subprocess.run(
        [sys.executable, "-c", lire],
        cwd=RACINE,
        env=propre | {"ENT_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings"} | environnement,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_everything_is_guarded(tmp_path):
    assert demarrer(tmp_path, **SERVICES).stdout.strip() == "True True False ['ecoles.exemple.fr']"


@pytest.mark.parametrize(
    "absente", ["ENT_CLE_SECRETE", "ENT_CLE_CODES", "ENT_DOMAINES", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"]
)
def test_production_names_what_is_missing(tmp_path, absente):
    fini = demarrer(tmp_path, **{cle: v for cle, v in SERVICES.items() if cle != absente})
    assert fini.returncode == 1
    assert f"En production, ces variables doivent être données : {absente}." in fini.stderr


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"ENT_CLE_SECRETE": "courte"}, "ENT_CLE_SECRETE doit avoir au moins 40 caractères tirés au hasard."),
        ({"ENT_DEBUG": "1"}, "ENT_DEBUG ne peut pas être mis en production."),
    ],
)
def test_production_refuses_what_is_dangerous(tmp_path, change, phrase):
    assert phrase in demarrer(tmp_path, **SERVICES | change).stderr


def test_keys_are_rings_the_first_writes_and_the_others_are_read(tmp_path):
    deux = SERVICES | {"ENT_CLE_SECRETE": f"{'n' * 50},{'s' * 50}", "ENT_CLE_CODES": f"{'m' * 50}, {'c' * 50}"}
    lire = "from django.conf import settings as s; print([c[0] for c in (s.SECRET_KEY, *s.SECRET_KEY_FALLBACKS, *s.ENT_CLES_CODES)])"
    assert demarrer(tmp_path, lire=lire, **deux).stdout.strip() == "['n', 's', 'm', 'c']"
    courte = deux | {"ENT_CLE_CODES": f"{'m' * 50},courte"}
    assert "ENT_CLE_CODES doit avoir au moins 40 caractères" in demarrer(tmp_path, **courte).stderr


def test_a_trial_makes_its_own_keys_and_keeps_them(tmp_path):
    assert demarrer(tmp_path).stdout.strip() == "False False False ['localhost', '127.0.0.1', '[::1]']"
    cles = [(tmp_path / nom).read_text() for nom in ("cle_secrete", "cle_codes")]
    assert all(len(cle) >= 40 for cle in cles)
    assert all((tmp_path / nom).stat().st_mode & 0o077 == 0 for nom in ("cle_secrete", "cle_codes"))
    demarrer(tmp_path)
    assert [(tmp_path / nom).read_text() for nom in ("cle_secrete", "cle_codes")] == cles


def test_a_command_reads_the_settings_that_it_is_asked_to(tmp_path):
    (tmp_path / "autres.py").write_text("from config.settings import *\nLANGUAGE_CODE = 'tr'\n")
    lire = "from django.conf import settings; print(settings.LANGUAGE_CODE)"
    options = [f"--pythonpath={tmp_path}", "--settings=autres"]
    dit = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--verbosity", "0", *options, "-c", lire],
        cwd=RACINE,
        env=os.environ | {"ENT_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert dit.stdout.strip() == "tr"
