"""The module that a school may turn off: menus, cantine, garderie, étude."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import module

from .droits import MODULE

PERISCOLAIRE = module(
    MODULE,
    _("Cantine, garderie, étude"),
    _("Les menus, et ce que les familles déclarent : qui mange, qui reste."),
)
