"""The settings that this room declares: how much a class and a school may keep, below what the installation has (`ENT_QUOTA_…`)."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import Declaration, Entier, Etage, Ordre

from .limites import GO

FICHIERS = "fichiers"
AU_DESSUS_DES_ECOLES = frozenset({Etage.TERRITOIRE, Etage.COMMUNE})


def _quota(code: str, nom: str, phrase: str, octets: int) -> Declaration:
    """In whole gigabytes; nobody gives more than the installation."""
    combien = max(1, -(-octets // GO))
    return Declaration(
        code,
        nom,
        phrase,
        Entier(1, combien, _("Go")),
        combien,
        etages=AU_DESSUS_DES_ECOLES,
        ordre=Ordre.AU_PLUS,
        borne=_("%(valeur)s au plus"),
        rubrique=FICHIERS,
    )


REGLAGES = [
    _quota(
        "fichiers.quota_classe",
        _("Place d’une classe"),
        _("Ce qu’une classe peut garder de photos, de sons et de documents."),
        settings.ENT_QUOTA_CLASSE,
    ),
    _quota(
        "fichiers.quota_ecole",
        _("Place de l’école, hors des classes"),
        _("Ce que l’école peut garder pour ses messages, ses mots et son site."),
        settings.ENT_QUOTA_ECOLE,
    ),
]
