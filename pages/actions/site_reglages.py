"""The look of a site, by those who publish on it; its host, by the operator."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http.request import validate_host
from django.utils.translation import gettext as _
from wagtail.models import Site

from ent.annuaire.journal import consigner
from ent.annuaire.models import Personne

from ..models import ImageDEcole, SiteDEcole
from .site import INVALIDE


@transaction.atomic
def regler_site(*, site: SiteDEcole, auteur: Personne, embleme: str, bandeau: ImageDEcole | None) -> None:
    site.embleme, site.bandeau = embleme, bandeau
    site.version = F("version") + 1
    site.save(update_fields=["embleme", "bandeau", "version"])
    consigner("pages.regler_site", auteur=auteur, etablissement=site.etablissement, objet=f"site {site.pk}")


@transaction.atomic
def heberger_site(*, site: SiteDEcole, auteur: Personne, hote: str) -> None:
    """Give a site a host of its own, or (empty) bring it back to its path of the shared host."""
    hote = hote.strip().lower()
    if hote:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", hote):
            raise ValidationError(_("Écrivez un nom d’hôte seul, comme « ecole.exemple.fr »."))
        if hote == urlsplit(settings.ENT_ADRESSE).hostname:
            raise ValidationError(_("C’est l’adresse du portail lui-même. Choisissez-en une autre."))
        if not validate_host(hote, settings.ALLOWED_HOSTS):
            raise ValidationError(
                _(
                    "Cette adresse n’arrive pas encore ici. Demandez à qui tient les serveurs de l’y amener, puis enregistrez-la."
                )
            )
        if SiteDEcole.objects.filter(hote=hote).exclude(pk=site.pk).exists():
            raise ValidationError(_("Une autre école a déjà cette adresse."))
    site.hote, site.version = hote, F("version") + 1
    site.save(update_fields=["hote", "version"])
    Site.objects.filter(pk=site.site_id).update(hostname=hote or f"{site.slug}.{INVALIDE}")
    consigner("pages.heberger_site", auteur=auteur, etablissement=site.etablissement, objet=f"site {site.pk}")
    transaction.on_commit(Site.clear_site_root_paths_cache)
