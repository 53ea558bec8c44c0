"""What this room's acts say in the journal, without who."""

from django.utils.translation import gettext_lazy as _

VERBES = {
    "deposer": _("a déposé un fichier"),
    "refuser": _("a déposé un fichier que le contrôle a refusé"),
    "dire_qui": _("a dit qui est sur une photo"),
    "flouter": _("a flouté une photo"),
}
