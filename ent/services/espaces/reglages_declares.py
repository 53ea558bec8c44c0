"""The module that a school may turn off: spaces between schools."""

from django.utils.translation import gettext_lazy as _

from ent.annuaire.etages import module

from .droits import MODULE

ESPACES = module(
    MODULE,
    _("Espaces entre écoles"),
    _(
        "Un projet ou une visite à plusieurs écoles, jusqu’à un jour. L’école n’entre dans aucun sans l’accord de sa direction."
    ),
)
