"""What « Plus » says of one's own account."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ent.annuaire.models import Personne
from ent.connexion.lectures import a_une_deuxieme_cle, sessions_de

from . import nouvelles_de


def etats_de(personne: Personne) -> dict[str, str]:
    """Where one's own account stands: whether something is unread (never how much), the address, the second key, the devices. Three queries."""
    appareils = len(sessions_de(personne))
    return {
        "nouvelles": _("des nouvelles à lire") if nouvelles_de(personne)["*"] else _("tout est lu"),
        "adresse": personne.courriel or _("aucune"),
        "cle": _("en place") if a_une_deuxieme_cle(personne) else _("aucune"),
        "appareils": ngettext("%(n)s appareil", "%(n)s appareils", appareils) % {"n": appareils},
    }
