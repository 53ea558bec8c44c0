"""What this room sets: Wagtail's administration, its images and its search, and where the files of sites are kept."""

from typing import Any

ADMINISTRATION = [
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.snippets",
    "wagtail.sites",
    "wagtail.search",
    "pages.administration.Administration",  # wagtail.admin
]


def regler(reglages: dict[str, Any]) -> None:
    """Add to the settings of the product (`config.settings`), which are given as they stand."""
    applications, intergiciels = reglages["INSTALLED_APPS"], reglages["MIDDLEWARE"]
    rang = applications.index("wagtail")
    applications[rang:rang] = ADMINISTRATION
    # A school's host is known before any session is read.
    rang = intergiciels.index("django.contrib.sessions.middleware.SessionMiddleware")
    intergiciels.insert(rang, "pages.middleware.HotesDesEcoles")
    intergiciels.append("pages.middleware.AdministrationDesSites")  # inside the policies, which it states for Wagtail
    reglages["STORAGES"]["site"] = _a_cote_des_fichiers(reglages["STORAGES"]["fichiers"])
    reglages.update(_wagtail(reglages))


def _a_cote_des_fichiers(fichiers: dict[str, Any]) -> dict[str, Any]:
    """Images and documents of schools' sites: beside people's files, under the same guard, served by a view that judges."""
    lieu = fichiers["OPTIONS"]["location"]
    voisin = f"{lieu}-site" if isinstance(lieu, str) else lieu.with_name("site")
    return fichiers | {"OPTIONS": fichiers["OPTIONS"] | {"location": voisin}}


def _wagtail(reglages: dict[str, Any]) -> dict[str, Any]:
    recherche = {"BACKEND": "wagtail.search.backends.database"}
    if reglages["DATABASES"]["default"]["ENGINE"] == "ent.socle.rustines.postgresql":
        recherche["SEARCH_CONFIG"] = "francais_sans_accents"
    return {
        "WAGTAIL_SITE_NAME": reglages["ENT_NOM"],
        "WAGTAIL_ALLOW_UNICODE_SLUGS": False,  # addresses that one can dictate
        # Shown and read as French ones; the week of its calendar begins on a Monday, as the language says.
        "WAGTAIL_DATE_FORMAT": "%d/%m/%Y",
        "WAGTAIL_DATETIME_FORMAT": "%d/%m/%Y %H:%M",
        "WAGTAILADMIN_PERMITTED_LANGUAGES": [("fr", "Français")],
        "WAGTAILADMIN_BASE_URL": reglages["ENT_ADRESSE"],
        "WAGTAILIMAGES_IMAGE_MODEL": "pages.ImageDEcole",
        "WAGTAILIMAGES_RENDITION_STORAGE": "site",
        "WAGTAILIMAGES_IMAGE_FORM_BASE": "pages.forms.site_images.FormulaireImage",
        "WAGTAILIMAGES_FORMAT_CONVERSIONS": {"webp": "webp"},  # what is kept is WebP already
        "WAGTAILIMAGES_EXTENSIONS": ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"],
        "WAGTAILIMAGES_MAX_UPLOAD_SIZE": reglages["ENT_TAILLE_MAX_ENVOI"],
        "WAGTAILDOCS_DOCUMENT_FORM_BASE": "pages.forms.site_images.FormulaireDocument",
        "WAGTAILDOCS_DOCUMENT_MODEL": "pages.DocumentDEcole",
        "WAGTAILSEARCH_BACKENDS": {"default": recherche},
        # Nothing of a person, nor of this installation, leaves for another server.
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_ENABLE_WHATS_NEW_BANNER": False,
        # An address that is typed stays an address: Wagtail would find its page in any school, and say its draft title.
        "WAGTAILADMIN_EXTERNAL_LINK_CONVERSION": "jamais",
    }
