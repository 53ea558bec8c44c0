"""The module that a school may turn off: the agenda of classes and schools."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import module

from .droits import MODULE

AGENDA = module(MODULE, _("Agenda"), _("Les dates de la classe et de l’école : sorties, réunions, fêtes."))
