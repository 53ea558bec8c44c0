"""The module that a school may turn off: menus, cantine, garderie, étude. A commune runs them in its écoles: a collège has none until it says so."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import COLLEGE, module

from .droits import MODULE

PERISCOLAIRE = module(
    MODULE,
    _("Cantine, garderie, étude"),
    _("Les menus, et ce que les familles déclarent : qui mange, qui reste."),
    ferme_en=[COLLEGE],
)
