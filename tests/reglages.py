"""Settings of the test suite: SQLite and in-memory channels, unless ENT_TEST_REEL asks for PostgreSQL and Redis."""

import os
import tempfile

os.environ.setdefault("ENT_VAR", tempfile.mkdtemp(prefix="ent-tests-"))
if processus := os.environ.get("PYTEST_XDIST_WORKER"):
    # A process of the suite counts the files that it wrote, not those of the other.
    os.environ["ENT_VAR"] += f"/{processus}"
REEL = bool(os.environ.get("ENT_TEST_REEL"))
if REEL:
    os.environ.setdefault("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/9")
    os.environ.setdefault("ENT_PREFIXE_REDIS", "ent-tests")
    # What a test commits need not outlive a power cut: asked by each connection, since the server is not ours.
    os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")

from jinja2 import StrictUndefined  # noqa: E402

from config.settings import *  # noqa: E402, F403
from tests.gardes import VariableAbsente  # noqa: E402
from tests.modeles import COPIE  # noqa: E402

# Literal query counts are the same on both databases.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
PASSWORD_HASHERS[0] = "django.contrib.auth.hashers.MD5PasswordHasher"  # noqa: F405 (people's: quick)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = VariableAbsente("")  # noqa: F405
TEMPLATES[1]["OPTIONS"]["undefined"] = StrictUndefined  # noqa: F405
MIDDLEWARE = [*MIDDLEWARE, "tests.gardes.LectureSeule"]  # noqa: F405
ENT_ATTENTE_CONTROLE = 60.0  # other tests run meanwhile; those of the wait set it
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Every test client starts a site: WhiteNoise read its two hundred static files each time, four fifths of a page.
WHITENOISE_AUTOREFRESH = True
if REEL:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{COPIE}"}  # noqa: F405
else:
    DATABASES["default"]["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE"}  # noqa: F405
