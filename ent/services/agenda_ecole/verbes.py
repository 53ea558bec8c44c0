"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "publier": _("a écrit dans l’agenda"),
    "corriger": _("a corrigé une date de l’agenda"),
    "annuler": _("a annulé une date de l’agenda"),
    "retablir": _("a rétabli une date de l’agenda"),
}
