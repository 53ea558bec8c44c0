"""The module that a school may turn off: meetings of families and teachers."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import module

from .droits import MODULE

RENDEZ_VOUS = module(
    MODULE, _("Rendez-vous"), _("Les enseignants ouvrent des créneaux, les familles y prennent rendez-vous.")
)
