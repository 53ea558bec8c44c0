"""When a mot leaves, in words."""

from django.utils.translation import gettext as _

from ent.socle.dates import a_venir

from ..models.mots import Mot


def quand_il_part(mot: Mot) -> str:
    """« Partira demain à 7 h 00 », « Partira le 3 décembre à 16 h 30 »."""
    return _("Partira %(quand)s") % {"quand": a_venir(mot.visible_le)}
