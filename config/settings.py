"""Settings of the ENT, read from the environment (README, « Réglages »).

Without any variable: SQLite and files under ``var/``, one process, nothing to start beside it. With
``ENT_PRODUCTION=1`` the site refuses to start unless every secret and service is given.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.cles import trousseau

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PRODUCTION = env.bool("ENT_PRODUCTION", default=False)
DEBUG = env.bool("ENT_DEBUG", default=False)
VAR = Path(env("ENT_VAR", default=str(BASE_DIR / "var")))

if PRODUCTION:
    OBLIGATOIRES = ["ENT_CLE_SECRETE", "ENT_CLE_CODES", "ENT_DOMAINES", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"]
    if manquantes := [nom for nom in OBLIGATOIRES if not env(nom, default="")]:
        raise ImproperlyConfigured(f"En production, ces variables doivent être données : {', '.join(manquantes)}.")
    if DEBUG:
        raise ImproperlyConfigured("ENT_DEBUG ne peut pas être mis en production.")

SECRET_KEY, *SECRET_KEY_FALLBACKS = trousseau("ENT_CLE_SECRETE", dans=VAR, production=PRODUCTION)
# What seals the key that activation codes and pupils' secrets are derived from (`ent.connexion.derivation`).
ENT_CLES_CODES = trousseau("ENT_CLE_CODES", dans=VAR, production=PRODUCTION)

ALLOWED_HOSTS = env.list("ENT_DOMAINES", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [f"https://{domaine}" for domaine in ALLOWED_HOSTS] if PRODUCTION else []
ENT_NOM = env("ENT_NOM", default="Mes écoles")
ENT_TERRITOIRE = env("ENT_TERRITOIRE", default="Saint-Quentin-en-Yvelines")
# Largest request accepted, in bytes: an ONDE export of a large school is under 1 MB.
ENT_TAILLE_MAX_ENVOI = env.int("ENT_TAILLE_MAX_ENVOI", default=20 * 1024 * 1024)
# The same, for requests that carry files of people; each kind has its own limit besides (ent.fichiers.limites).
ENT_TAILLE_MAX_DEPOT = env.int("ENT_TAILLE_MAX_DEPOT", default=200_000_000)
# What a class may keep, all files together; and a school, for what belongs to no class.
ENT_QUOTA_CLASSE = env.int("ENT_QUOTA_CLASSE", default=2_000_000_000)
ENT_QUOTA_ECOLE = env.int("ENT_QUOTA_ECOLE", default=4_000_000_000)
# Files judged at once, each in a process of its own; seconds that a page waits for a verdict; the antivirus (clamd): tcp://host:3310 or unix:///path.
ENT_CONTROLES = env.int("ENT_CONTROLES", default=2)
ENT_ATTENTE_CONTROLE = env.float("ENT_ATTENTE_CONTROLE", default=2.0)
ENT_ANTIVIRUS = env("ENT_ANTIVIRUS", default="")
if ENT_ANTIVIRUS and not ENT_ANTIVIRUS.startswith(("tcp://", "unix:///")):
    raise ImproperlyConfigured("ENT_ANTIVIRUS est l’adresse de clamd : tcp://machine:3310 ou unix:///chemin.")
# Machine translation of messages (LibreTranslate's API); without an address nothing offers it.
ENT_TRADUCTION_URL = env("ENT_TRADUCTION_URL", default="")
ENT_TRADUCTION_CLE = env("ENT_TRADUCTION_CLE", default="")
if ENT_TRADUCTION_URL and not ENT_TRADUCTION_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("ENT_TRADUCTION_URL est une adresse https://… (ou http:// sur cette machine).")
# The folder where the State's directory (AAF) is dropped; and the days on which a delta comes, Monday = 1.
ENT_AAF_DOSSIER = env("ENT_AAF_DOSSIER", default="")
ENT_AAF_JOURS = [int(jour) for jour in env("ENT_AAF_JOURS", default="1234567")]
# Direction and operator must hold a second factor before anything else opens.
ENT_SECOND_FACTEUR = env.bool("ENT_SECOND_FACTEUR", default=PRODUCTION)
# `make demo` and small schools: deferred tasks run in a thread of the server.
ENT_TACHES_DANS_LE_SERVEUR = env.bool("ENT_TACHES_DANS_LE_SERVEUR", default=False)

# A service is a folder and its line here, and can be taken away. In the order of their addresses: `pages` answers whatever no other room took.
SERVICES = [
    "ent.services.onde",
    "cahier_de_textes",
    "ent.services.vie_scolaire",
    "ent.services.rendez_vous",
    "ent.services.periscolaire",
    "ent.services.agenda_ecole",
    "ent.services.renseignements",
    "ent.services.acces_confies",
    "ent.services.souvenirs",
    "ent.services.tiers",
    "ent.services.gar",
    "ent.services.identites",
    "ent.services.continuite",
    "ent.services.liaison",
    "ent.services.espaces",
    "messagerie",
    "pages",
]
INSTALLED_APPS = [
    "config",
    "daphne",
    *SERVICES,
    "ent.portail",
    "ent.exploitation",
    "ent.connexion",
    "ent.diffusion",
    "ent.fichiers",
    "ent.annuaire",
    "ent.coquille",
    "ent.socle",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail",  # contents are its blocks
    "taggit",
    "modelcluster",
    "channels",
    "django_tasks_db",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",  # the index of Wagtail's search; nothing on SQLite
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "ent.exploitation.middleware.Sondes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ent.fichiers.middleware.TailleDesEnvois",
    "ent.coquille.middleware.FichiersDuCadre",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ent.coquille.middleware.Typographie",  # before the length of the answer is said
    "django.middleware.csrf.CsrfViewMiddleware",
    "ent.socle.middleware.SansNul",
    "ent.socle.middleware.RejouerUnBlocage",
    "ent.connexion.middleware.Reconnaissance",
    "ent.coquille.middleware.Langue",
    "ent.coquille.middleware.PagesPrivees",
    "ent.portail.middleware.CopieDuTelephone",
    "ent.coquille.middleware.FichiersRendus",
    "ent.connexion.middleware.Porte",
    "allauth.account.middleware.AccountMiddleware",
    "ent.connexion.middleware.SecondFacteur",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ent.coquille.middleware.EnvoisGardes",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
MESSAGE_STORAGE = "ent.coquille.avis.PourSonLecteur"
JINJA = "django.template.backends.jinja2.Jinja2"  # for what a page shows many times
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ent.portail.contexte.portail",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ent.coquille.templatetags.adresses",
                "ent.coquille.templatetags.coquille",
                "ent.coquille.templatetags.facile",
                "ent.portail.templatetags.portail",
            ],
        },
    },
    {"BACKEND": JINJA, "APP_DIRS": True, "OPTIONS": {"environment": "ent.coquille.jinja.environnement"}},
]

# --- Data -----------------------------------------------------------------------------------------------------------
if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL") | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
    if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        # PostgreSQL keeps the plans of what a connection asks often. A pooler before it pools sessions, or knows prepared statements (PgBouncer 1.21).
        preparation = {"server_side_binding": True, "prepare_threshold": 2}
        DATABASES["default"]["ENGINE"] = "ent.socle.rustines.postgresql"
        DATABASES["default"]["OPTIONS"] = preparation | DATABASES["default"].get("OPTIONS", {})
else:
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "ent.sqlite3",
            "CONN_MAX_AGE": 600,  # its schema is read at each opening, which takes a third of a page
            # Without these, concurrent writers meet « database is locked ».
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    # A Redis that does not answer delays a page by a second; one that restarted is found at the first reading.
    CACHES = {
        "default": {
            "BACKEND": "ent.socle.rustines.django_cache.Redis",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ENT_PREFIXE_REDIS = env("ENT_PREFIXE_REDIS", default="ent")  # of the channel that signals cross

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- Who comes in ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "annuaire.Personne"
AUTHENTICATION_BACKENDS = ["ent.connexion.entree.Entree"]
PASSWORD_HASHERS = ["ent.connexion.hachage.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accueil"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "ent.connexion.adaptateur.AdaptateurCompte"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "identifiant"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "courriel"
ACCOUNT_USER_DISPLAY = "ent.annuaire.models.nom_affiche"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# One address each: the former one stays in force until the new one is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {
    "login": "ent.connexion.forms.EntrerForm",
    "reset_password": "ent.connexion.forms.MotDePasseOublieForm",
    "reset_password_from_key": "ent.connexion.forms.NouveauMotDePasseForm",
    "change_password": "ent.connexion.forms.ChangerMotDePasseForm",
    "add_email": "ent.connexion.forms.ChangerAdresseForm",
    "reauthenticate": "ent.connexion.forms.ConfirmerForm",
}
# A whole school comes out by one address: what is wrong brakes an account there, and whoever the school does not know (`ent/connexion/adaptateur.py`).
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/300s/key"}
# Proxies in front of the site: without their number, everybody would share the proxy's address and its brakes.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ENT_RELAIS", default=0)
# The directory knows its people: a second factor need not wait for a confirmed e-mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "ent.connexion.forms.DeuxiemeCleForm",
    "reauthenticate": "ent.connexion.forms.DeuxiemeCleConfirmerForm",
    "activate_totp": "ent.connexion.forms.ApplicationDeCodesForm",
    "add_webauthn": "ent.connexion.forms.AjouterCleForm",
    "edit_webauthn": "ent.connexion.forms.RenommerCleForm",
}
MFA_ADAPTER = "ent.connexion.adaptateur.AdaptateurDeuxiemeCle"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = ENT_NOM
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db" if REDIS_URL else "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 90 * 24 * 3600  # a parent's own phone stays signed in for 90 days
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Words ----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [
    ("fr", "Français"), ("ar", "العربية"), ("en", "English"), ("es", "Español"),
    ("pt", "Português"), ("ta", "தமிழ்"), ("tr", "Türkçe"), ("uk", "Українська"),
]  # fmt: skip
LANGUES = BASE_DIR / "config" / "locale"
LANGUES_RELUES = VAR / "langues"  # what somebody whose language it is has read again (`ent.portail`): it comes first
LOCALE_PATHS = [LANGUES_RELUES, LANGUES]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env("ENT_STATIQUES", default=str(VAR / "statiques")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "fichiers"}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("ENT_EMPREINTES", default=PRODUCTION)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Private files of people (ent.fichiers): never an address of their own, on this disk or in a bucket.
if seau := env("ENT_S3_SEAU", default=""):
    STORAGES["fichiers"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": seau,
            "endpoint_url": env("ENT_S3_ADRESSE", default="") or None,
            "region_name": env("ENT_S3_REGION", default="") or None,
            "access_key": env("ENT_S3_CLE"),
            "secret_key": env("ENT_S3_SECRET"),
            "location": env("ENT_S3_DOSSIER", default="fichiers"),
            "signature_version": "s3v4",
            # A bucket at an address of one's own seldom answers at « bucket.address ».
            "addressing_style": "path" if env("ENT_S3_ADRESSE", default="") else None,
            "default_acl": None,
            "querystring_auth": True,
        },
    }
else:
    STORAGES["fichiers"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR / "fichiers" / "prives",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
# Seconds that a signed address of the bucket lasts, given to a browser once its right was judged; 0: the server reads the object.
ENT_S3_LIENS = env.int("ENT_S3_LIENS", default=0)
if ENT_S3_LIENS and not (seau and 0 < ENT_S3_LIENS <= 300):
    raise ImproperlyConfigured("ENT_S3_LIENS va avec ENT_S3_SEAU : un nombre de secondes, de 1 à 300.")
if ENT_S3_LIENS and env("ENT_S3_ADRESSE", default="").startswith("http://"):
    raise ImproperlyConfigured(
        "ENT_S3_LIENS mène les navigateurs au seau : ENT_S3_ADRESSE est alors une adresse https://…"
    )
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Mail -----------------------------------------------------------------------------------------------------------
if env("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "courriels"
EMAIL_TIMEOUT = globals().get("EMAIL_TIMEOUT") or 30  # a server that is silent holds nobody for ever
DEFAULT_FROM_EMAIL = env("ENT_EXPEDITEUR", default="Mes écoles <ne-pas-repondre@localhost>")
# Where mails that fail come back (« rebonds@ent.fr », given to `manage.py rebond`); absent: to the sender.
ENT_REBONDS = env("ENT_REBONDS", default="")
# The address of the site, as mails write it.
ENT_ADRESSE = env("ENT_ADRESSE", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000")

# --- Backups --------------------------------------------------------------------------------------------------------
# The public key that backups are sealed for (`manage.py cle_de_sauvegarde`); the private one is never on this machine.
ENT_SAUVEGARDE_CLE = env("ENT_SAUVEGARDE_CLE", default="")

# --- Pushes to phones -----------------------------------------------------------------------------------------------
# Absent: pushes are off, and the page says so. `manage.py cles_vapid` makes the key.
ENT_VAPID_PRIVEE = env("ENT_VAPID_PRIVEE", default="")
ENT_VAPID_CONTACT = env("ENT_VAPID_CONTACT", default="")
# Where browsers let us push; nobody makes this server write anywhere else.
ENT_SERVICES_POUSSE = [
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "push.apple.com",
    *env.list("ENT_SERVICES_POUSSE", default=[]),
]

# --- Guards ---------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF, "blob:"],  # a voice is heard again before it leaves the device
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "ent.coquille.views.erreurs.csrf_refuse"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("ENT_REDIRIGER_HTTPS", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.tasks": {"level": "WARNING"}},  # each deferred task says twice that it goes well
}

# --- What services set ----------------------------------------------------------------------------------------------
for service in SERVICES:
    if find_spec(f"{service}.reglages"):
        import_module(f"{service}.reglages").regler(globals())
